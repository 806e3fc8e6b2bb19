package io.chaosmiddleware.war;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Tomcat as it is downloaded, in a process of its own, with one application.
 */
final class ExternalTomcat implements AutoCloseable {

	private static final Pattern PORT = Pattern
		.compile("Starting ProtocolHandler \\[\"http-nio-[^\"]*auto-\\d+-(\\d+)\"\\]");

	private final Process process;

	private final List<String> log = new ArrayList<>();

	private final CompletableFuture<Integer> port = new CompletableFuture<>();

	private ExternalTomcat(Process process) {
		this.process = process;
		Thread reader = new Thread(this::read, "tomcat-log");
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Start a Tomcat and wait until it serves.
	 * @param home where it was unpacked to
	 * @param war the application
	 * @param contextPath where it is served
	 * @return the running Tomcat
	 */
	static ExternalTomcat start(Path home, Path war, String contextPath) throws Exception {
		Path base = Files.createDirectories(home.resolveSibling("base"));
		configure(home, base);
		Path webapps = Files.createDirectories(base.resolve("webapps"));
		deleteUnpacked(webapps);
		Files.copy(war, webapps.resolve(contextPath.substring(1) + ".war"), StandardCopyOption.REPLACE_EXISTING);
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-Xmx256m", "-Dcatalina.home=" + home, "-Dcatalina.base=" + base,
				"-Djava.io.tmpdir=" + Files.createDirectories(base.resolve("temp")),
				"-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager", "-classpath",
				home.resolve("bin/bootstrap.jar") + System.getProperty("path.separator")
						+ home.resolve("bin/tomcat-juli.jar"),
				"org.apache.catalina.startup.Bootstrap", "start");
		builder.redirectErrorStream(true);
		ExternalTomcat tomcat = new ExternalTomcat(builder.start());
		try {
			tomcat.port.get(120, TimeUnit.SECONDS);
			return tomcat;
		}
		catch (Exception | Error ex) {
			tomcat.close();
			throw new AssertionError("Tomcat has not started:\n" + String.join("\n", tomcat.log()), ex);
		}
	}

	// its own configuration, but for the ports: any free one, and none that shuts it down
	private static void configure(Path home, Path base) throws IOException {
		Path conf = Files.createDirectories(base.resolve("conf"));
		try (Stream<Path> files = Files.list(home.resolve("conf"))) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				Files.copy(file, conf.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
			}
		}
		String server = Files.readString(home.resolve("conf/server.xml"));
		for (Map.Entry<String, String> port : Map
			.of("port=\"8005\"", "port=\"-1\"", "port=\"8080\"", "port=\"0\" address=\"127.0.0.1\"")
			.entrySet()) {
			assertThat(server).contains(port.getKey());
			server = server.replace(port.getKey(), port.getValue());
		}
		Files.writeString(conf.resolve("server.xml"), server);
	}

	private static void deleteUnpacked(Path webapps) throws IOException {
		try (Stream<Path> files = Files.walk(webapps)) {
			for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
				if (!file.equals(webapps)) {
					Files.delete(file);
				}
			}
		}
	}

	private void read() {
		String found = "none";
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				synchronized (this.log) {
					this.log.add(line);
				}
				Matcher started = PORT.matcher(line);
				if (started.find()) {
					found = started.group(1);
				}
				// the last line: applications are deployed before the ports are opened
				if (line.contains("Server startup in")) {
					this.port.complete(Integer.parseInt(found));
				}
			}
		}
		catch (IOException | NumberFormatException ex) {
			this.port.completeExceptionally(ex);
		}
		this.port.completeExceptionally(new IllegalStateException("Tomcat has ended"));
	}

	int port() {
		return this.port.join();
	}

	List<String> log() {
		synchronized (this.log) {
			return List.copyOf(this.log);
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (this.process.waitFor(20, TimeUnit.SECONDS)) {
				return;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.process.destroyForcibly();
	}

}
