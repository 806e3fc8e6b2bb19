package io.chaosmiddleware.spring.loader;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.net.httpserver.HttpHandler;
import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.spring.loader.ChaosApiException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections to the Chaos API that break, hang or cannot be trusted.
 */
class ProofdockConnectionTests extends ProofdockLoaderOnLoopback {

	@Test
	void anUnknownHostIsATransportFailure() {
		assertThat(failureOf(hastyLoader(URI.create("http://chaos.invalid")))).satisfies((failure) -> {
			assertThat(failure.kind()).isIn(Kind.TRANSPORT, Kind.TIMEOUT);
			assertThat(failure.getMessage()).contains("Chaos API");
		});
	}

	@Test
	void aConnectionThatIsClosedWithoutAnAnswerIsATransportFailure() throws Exception {
		try (RawServer server = new RawServer((socket) -> {
		})) {
			assertThat(failureOf(loader(server.url())).kind()).isEqualTo(Kind.TRANSPORT);
		}
	}

	@Test
	void anAnswerThatIsCutOffIsATransportFailure() throws Exception {
		try (RawServer server = new RawServer(
				(socket) -> write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n[]"))) {
			assertThat(failureOf(loader(server.url())).kind()).isEqualTo(Kind.TRANSPORT);
		}
	}

	@Test
	void anAnswerThatIsNotHttpIsATransportFailure() throws Exception {
		try (RawServer server = new RawServer((socket) -> write(socket, "SSH-2.0-OpenSSH_9.2\r\n\r\n"))) {
			assertThat(failureOf(loader(server.url())).kind()).isEqualTo(Kind.TRANSPORT);
		}
	}

	@Test
	void l5ATrickleOfHeadersIsATimeout() throws Exception {
		try (RawServer server = new RawServer((socket) -> {
			write(socket, "HTTP/1.1 200 OK\r\n");
			for (int i = 0; i < 600; i++) {
				write(socket, "X-" + i + ": y\r\n");
				pause(50);
			}
		})) {
			assertThat(failureOf(hastyLoader(server.url())).kind()).isEqualTo(Kind.TIMEOUT);
		}
	}

	@Test
	void l5AServerThatNeverAcceptsIsATimeout() throws Exception {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertThat(failureOf(hastyLoader(URI.create("http://127.0.0.1:" + server.getLocalPort()))).kind())
				.isEqualTo(Kind.TIMEOUT);
		}
	}

	@Test
	void l5AnExchangeThatTimesOutClosesItsConnection() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.api.answers((exchange) -> {
			try {
				trickle(exchange);
			}
			catch (IOException ex) {
				closed.countDown();
			}
		});

		failureOf(hastyLoader(this.api.url()));

		assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void anInterruptEndsACallWhereverItIs() throws Exception {
		for (HttpHandler handler : List.<HttpHandler>of((exchange) -> pause(30_000), (exchange) -> {
			exchange.sendResponseHeaders(200, 1000);
			exchange.getResponseBody().flush();
			pause(30_000);
		})) {
			CountDownLatch arrived = new CountDownLatch(1);
			this.api.answers((exchange) -> {
				arrived.countDown();
				handler.handle(exchange);
			});
			ProofdockAttackLoader loader = new ProofdockAttackLoader(
					new ChaosApi(this.api.url(), TOKEN, Duration.ofMinutes(5)),
					new ApplicationIdentity("shop", null, "id-1"), LIMITS, null);
			AtomicReference<Throwable> failure = new AtomicReference<>();
			Thread thread = new Thread(() -> {
				try {
					loader.load();
				}
				catch (Exception ex) {
					failure.set(ex);
				}
			});
			thread.start();
			assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();

			thread.interrupt();
			thread.join(10_000);

			assertThat(failure.get()).hasMessageContaining("interrupted");
		}
	}

	@Test
	void l3ASelfSignedCertificateIsRefusedThenAcceptedThroughABundle(@TempDir Path directory) throws Exception {
		TestCertificates certificates = TestCertificates.selfSigned(directory, "ip:127.0.0.1");
		try (TestApi api = TestApi.startTls(certificates)) {
			ProofdockAttackLoader loader = loader(api.url());

			ChaosApiException failure = failureOf(loader);

			assertThat(failure.kind()).isEqualTo(Kind.TRANSPORT);
			assertThat(failure).hasMessageContaining("no trusted TLS connection")
				.hasMessageContaining("chaos.middleware.proofdock.ssl.bundle");
			assertThat(api.requests()).isEmpty();

			loader.useSslBundle(certificates.trust());

			assertThat(loader.load()).hasSize(1);
		}
	}

	@Test
	void l3ATrustedCertificateOfAnotherHostIsRefused(@TempDir Path directory) throws Exception {
		TestCertificates certificates = TestCertificates.selfSigned(directory, "dns:other.example.com");
		try (TestApi api = TestApi.startTls(certificates)) {
			ProofdockAttackLoader loader = loader(api.url());
			loader.useSslBundle(certificates.trust());

			assertThat(failureOf(loader).kind()).isEqualTo(Kind.TRANSPORT);
			assertThat(api.requests()).isEmpty();
		}
	}

	private static void write(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * A server below HTTP.
	 */
	private static final class RawServer implements AutoCloseable {

		private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

		RawServer(Behaviour behaviour) throws IOException {
			Thread thread = new Thread(() -> {
				while (!this.server.isClosed()) {
					try (Socket socket = this.server.accept()) {
						socket.getInputStream().read(new byte[8192]);
						behaviour.answer(socket);
					}
					catch (IOException ex) {
						// the client has gone, or the test is over
					}
				}
			});
			thread.setDaemon(true);
			thread.start();
		}

		URI url() {
			return URI.create("http://127.0.0.1:" + this.server.getLocalPort());
		}

		@Override
		public void close() throws IOException {
			this.server.close();
		}

		interface Behaviour {

			void answer(Socket socket) throws IOException;

		}

	}

}
