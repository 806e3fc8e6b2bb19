package io.chaosmiddleware.spring.loader;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

/**
 * Self-signed certificates, made by the JDK's own tool.
 */
public final class TestCertificates {

	public static final String PASSWORD = "changeit";

	private final Path file;

	private final KeyStore store;

	private TestCertificates(Path file, KeyStore store) {
		this.file = file;
		this.store = store;
	}

	public static TestCertificates selfSigned(Path directory, String subjectAlternativeName) {
		Path file = directory.resolve(subjectAlternativeName.replace(':', '-') + ".p12");
		try {
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
					"-genkeypair", "-alias", "test", "-keyalg", "EC", "-dname", "CN=test", "-validity", "2", "-ext",
					"san=" + subjectAlternativeName, "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass",
					PASSWORD)
				.redirectErrorStream(true)
				.start();
			String output = new String(process.getInputStream().readAllBytes());
			if (process.waitFor() != 0) {
				throw new IllegalStateException(output);
			}
			KeyStore store = KeyStore.getInstance("PKCS12");
			try (InputStream input = Files.newInputStream(file)) {
				store.load(input, PASSWORD.toCharArray());
			}
			return new TestCertificates(file, store);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public Path file() {
		return this.file;
	}

	SSLContext serverContext() {
		try {
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(this.store, PASSWORD.toCharArray());
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys.getKeyManagers(), null, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	// trust that consists of these certificates alone
	public SslBundle trust() {
		try {
			KeyStore trust = KeyStore.getInstance("PKCS12");
			trust.load(null, null);
			trust.setCertificateEntry("test", this.store.getCertificate("test"));
			return SslBundle.of(SslStoreBundle.of(null, null, trust));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
