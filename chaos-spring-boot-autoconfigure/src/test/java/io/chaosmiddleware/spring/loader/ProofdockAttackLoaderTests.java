package io.chaosmiddleware.spring.loader;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.engine.LoaderStatus.State;
import io.chaosmiddleware.spring.loader.ChaosApiException.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The client of the Chaos API against real servers on loopback.
 */
@ExtendWith(OutputCaptureExtension.class)
class ProofdockAttackLoaderTests {

	private static final String TOKEN = "top-secret-token";

	private static final Duration TIMEOUT = Duration.ofMillis(400);

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final AttackLimits LIMITS = new AttackLimits(10_000, 100, Duration.ofSeconds(60));

	private TestApi api;

	@BeforeEach
	void startApi() {
		this.api = TestApi.start();
	}

	@AfterEach
	void stopApi() {
		this.api.close();
	}

	private ProofdockAttackLoader loader() {
		return loader(this.api.url());
	}

	private static ProofdockAttackLoader loader(URI url) {
		return loader(url, new ApplicationIdentity("shop", "test", "id-1"));
	}

	private static ProofdockAttackLoader loader(URI url, ApplicationIdentity identity) {
		return loader(url, identity, PATIENCE);
	}

	private static ProofdockAttackLoader hastyLoader(URI url) {
		return loader(url, new ApplicationIdentity("shop", "test", "id-1"), TIMEOUT);
	}

	private static ProofdockAttackLoader loader(URI url, ApplicationIdentity identity, Duration timeout) {
		return new ProofdockAttackLoader(new ChaosApi(url, TOKEN, timeout), identity, LIMITS, null,
				Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC));
	}

	// what is loaded for the first time in a JVM takes its time
	@BeforeAll
	static void warmUp() throws Exception {
		try (TestApi api = TestApi.start()) {
			loader(api.url()).load();
		}
	}

	private static ChaosApiException failureOf(ProofdockAttackLoader loader) {
		AtomicReference<ChaosApiException> failure = new AtomicReference<>();
		assertThatExceptionOfType(ChaosApiException.class).isThrownBy(loader::load).satisfies(failure::set);
		return failure.get();
	}

	@Test
	void l2SendsWhoWeAreAndTheToken() throws Exception {
		loader().load();

		TestApi.Request request = this.api.request();
		assertThat(request.method()).isEqualTo("POST");
		assertThat(request.uri()).isEqualTo("/v1/attacks/synchronize");
		assertThat(request.header("Authorization")).isEqualTo("Bearer " + TOKEN);
		assertThat(request.header("Content-type")).isEqualTo("application/json");
		assertThat(request.header("Accept")).isEqualTo("application/json");
		assertThat(request.header("Accept-encoding")).isEqualTo("gzip");
		assertThat(request.header("Upgrade")).isNull();
		assertThat(request.header("Content-length")).isEqualTo("40");
		assertThat(request.body()).isEqualTo("{\"id\":\"id-1\",\"env\":\"test\",\"name\":\"shop\"}");
	}

	@Test
	void l2AMissingEnvironmentIsNull() throws Exception {
		loader(this.api.url(), new ApplicationIdentity("shop", null, "id-1")).load();

		assertThat(this.api.request().body()).isEqualTo("{\"id\":\"id-1\",\"env\":null,\"name\":\"shop\"}");
	}

	@Test
	void l2NamesOutsideAsciiAreEscapedAsInTheOriginal() throws Exception {
		loader(this.api.url(), new ApplicationIdentity("k\u00e4se \"laden\" \ud83e\uddc0", "\n", "id-1")).load();

		assertThat(this.api.request().body())
			.isEqualTo("{\"id\":\"id-1\",\"env\":\"\\n\",\"name\":\"k\\u00E4se \\\"laden\\\" \\uD83E\\uDDC0\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "/base", "/base/" })
	void oneTrailingSlashOfTheBaseUrlIsTolerated(String path) throws Exception {
		loader(URI.create(this.api.url() + path)).load();

		assertThat(this.api.request().uri())
			.isEqualTo((path.startsWith("/base") ? "/base" : "") + "/v1/attacks/synchronize");
	}

	@Test
	void theActionsBecomeOneAttackWithoutTarget() throws Exception {
		this.api.answers(200, "[{\"name\": \"delay\", \"value\": \"1\"}, {\"name\": \"fault\", \"value\": \"X\"}]");

		List<Attack> attacks = loader().load();

		assertThat(attacks).hasSize(1);
		assertThat(attacks.get(0).target()).isNull();
		assertThat(attacks.get(0).actions()).extracting(Action::name).containsExactly("delay", "fault");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "null", "{}", "false" })
	void l7AnEmptyAnswerIsASuccessThatLoadsNothing(String answer) throws Exception {
		this.api.answers(200, answer);

		assertThat(loader().load()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 201, 202, 203, 206, 299 })
	void anySuccessCounts(int status) throws Exception {
		this.api.answers(status, TestApi.DELAY);

		assertThat(loader().load()).hasSize(1);
	}

	@Test
	void theContentTypeOfTheAnswerDoesNotMatter() throws Exception {
		this.api.answers((exchange) -> {
			exchange.getResponseHeaders().add("Content-Type", "text/html; charset=iso-8859-1");
			TestApi.answer(exchange, 200, TestApi.DELAY);
		});

		assertThat(loader().load()).hasSize(1);
	}

	@Test
	void gzipIsUnderstood() throws Exception {
		this.api.answers(gzip(TestApi.DELAY.getBytes(StandardCharsets.UTF_8)));

		assertThat(loader().load()).hasSize(1);
	}

	@Test
	void chunkedIsUnderstood() throws Exception {
		this.api.answers((exchange) -> {
			exchange.sendResponseHeaders(200, 0);
			for (byte b : TestApi.DELAY.getBytes(StandardCharsets.UTF_8)) {
				exchange.getResponseBody().write(b);
				exchange.getResponseBody().flush();
			}
		});

		assertThat(loader().load()).hasSize(1);
	}

	@Test
	void aByteOrderMarkIsUnderstood() throws Exception {
		this.api.answers(200, "\ufeff" + TestApi.DELAY);

		assertThat(loader().load()).hasSize(1);
	}

	@Test
	void l11ASenselessActionIsRefusedAlone() throws Exception {
		this.api.answers(200, "[{\"name\": \"delay\", \"value\": \"61\"}, {\"name\": \"delay\", \"value\": \"1\"}]");

		assertThat(loader().load().get(0).actions())
			.satisfiesExactly(
					(action) -> assertThat(((Action.Refused) action).problems().get(0).reason())
						.isEqualTo(Reason.DELAY_TOO_LONG),
					(action) -> assertThat(action).isInstanceOf(Action.Valid.class));
	}

	record Row(String name, HttpHandler failure, Kind kind, String message) {

		@Override
		public String toString() {
			return this.name;
		}

	}

	static Stream<Row> failures() {
		return Stream.of(new Row("hang", (exchange) -> pause(30_000), Kind.TIMEOUT, "within 0.4s"),
				new Row("hang in the body", (exchange) -> {
					exchange.sendResponseHeaders(200, 1000);
					exchange.getResponseBody().write('[');
					exchange.getResponseBody().flush();
					pause(30_000);
				}, Kind.TIMEOUT, "within 0.4s"), new Row("hang in a gzip body", (exchange) -> {
					exchange.getResponseHeaders().add("Content-Encoding", "gzip");
					exchange.sendResponseHeaders(200, 1000);
					exchange.getResponseBody().write(0x1f);
					exchange.getResponseBody().flush();
					pause(30_000);
				}, Kind.TIMEOUT, "within 0.4s"),
				new Row("trickle", ProofdockAttackLoaderTests::trickle, Kind.TIMEOUT, "within 0.4s"),
				new Row("401", status(401), Kind.STATUS, "token refused (status 401)"),
				new Row("403", status(403), Kind.STATUS, "token refused (status 403)"),
				new Row("404", status(404), Kind.STATUS, "status 404"), new Row("429", (exchange) -> {
					exchange.getResponseHeaders().add("Retry-After", "7");
					TestApi.answer(exchange, 429, "");
				}, Kind.STATUS, "status 429"), new Row("500", status(500), Kind.STATUS, "status 500"),
				new Row("500 with a body that never ends", (exchange) -> {
					exchange.sendResponseHeaders(500, 0);
					endless(exchange.getResponseBody());
				}, Kind.STATUS, "status 500"),
				new Row("redirect", redirect(302, "https://elsewhere.example.com/login"), Kind.REDIRECT,
						"'https://elsewhere.example.com/login' (status 302)"),
				new Row("permanent redirect", redirect(308, "/v2/"), Kind.REDIRECT, "'/v2/' (status 308)"),
				new Row("redirect with the token", redirect(303, "/login?token=" + TOKEN + "&\u00e4"), Kind.REDIRECT,
						"'/login?token=***&"),
				new Row("300 without location", status(300), Kind.STATUS, "status 300"),
				new Row("304", (exchange) -> exchange.sendResponseHeaders(304, -1), Kind.STATUS, "status 304"),
				new Row("HTML", (exchange) -> TestApi.answer(exchange, 200, "<html>" + TOKEN + "</html>"),
						Kind.UNREADABLE, "not JSON"),
				new Row("empty body", (exchange) -> TestApi.answer(exchange, 200, ""), Kind.UNREADABLE, "not JSON"),
				new Row("204", (exchange) -> exchange.sendResponseHeaders(204, -1), Kind.UNREADABLE, "not JSON"),
				new Row("oversized", (exchange) -> TestApi.answer(exchange, 200, " ".repeat(10_001)), Kind.TOO_LARGE,
						"larger than 10000 bytes"),
				new Row("oversized without end", (exchange) -> {
					exchange.sendResponseHeaders(200, 0);
					endless(exchange.getResponseBody());
				}, Kind.TOO_LARGE, "larger than 10000 bytes"), new Row("oversized only after gunzip",
						gzip(new byte[1_000_000]), Kind.TOO_LARGE, "larger than 10000 bytes"),
				new Row("broken gzip", (exchange) -> {
					exchange.getResponseHeaders().add("Content-Encoding", "gzip");
					TestApi.answer(exchange, 200, TestApi.DELAY);
				}, Kind.UNREADABLE, "not valid gzip"), new Row("other encoding", (exchange) -> {
					exchange.getResponseHeaders().add("Content-Encoding", "br");
					TestApi.answer(exchange, 200, TestApi.DELAY);
				}, Kind.UNREADABLE, "content encoding 'br'"),
				new Row("object", (exchange) -> TestApi.answer(exchange, 200, "{\"actions\": []}"), Kind.REFUSED,
						"$: a list of actions is expected (schema)"),
				new Row("schema error",
						(exchange) -> TestApi.answer(exchange, 200,
								"[{\"name\": \"delay\", \"value\": \"1\"}, {\"name\": \"delay\"}]"),
						Kind.REFUSED, "$[1].value: 'value' is missing"),
				new Row("schema error that names the token",
						(exchange) -> TestApi.answer(exchange, 200,
								"[{\"name\": \"delay\", \"value\": \"1\", \"" + TOKEN + "\": 1}]"),
						Kind.REFUSED, "unknown field '***'"),
				new Row("too many actions",
						(exchange) -> TestApi.answer(exchange, 200,
								"[" + "{\"name\":\"delay\",\"value\":\"1\"},".repeat(100)
										+ "{\"name\":\"delay\",\"value\":\"1\"}]"),
						Kind.REFUSED, "at most 100 actions"));
	}

	// L4, L5, L6, L11: whatever fails unloads, and does no lasting harm
	@ParameterizedTest
	@MethodSource("failures")
	void everyFailureUnloadsAndIsRecoveredFrom(Row row, CapturedOutput output) throws Exception {
		ProofdockAttackLoader loader = (row.kind() == Kind.TIMEOUT) ? hastyLoader(this.api.url()) : loader();
		SteppedPause pause = new SteppedPause();
		AttackEngine engine = AttackEngine.builder().build();
		AttackSynchronizer synchronizer = synchronizer(engine, loader, pause);
		synchronizer.start();
		pause.untilCalled();
		assertThat(engine.activeAttacks()).singleElement()
			.satisfies((attack) -> assertThat(attack.source()).isEqualTo(AttackSource.LOADER));

		this.api.answers(row.failure());
		long start = System.nanoTime();
		pause.step();

		// an exchange of 0.4 s instead of 30 s, and a generous margin for a busy machine
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
		assertThat(engine.activeAttacks()).isEmpty();
		assertThat(synchronizer.loaderStatus().state()).isEqualTo(State.FAILING);
		assertThat(synchronizer.loaderStatus().lastError()).contains(row.message()).matches("[ -~]*");
		ChaosApiException failure = failureOf(loader);
		assertThat(failure.kind()).isEqualTo(row.kind());

		this.api.answers(200, TestApi.DELAY);
		pause.step();

		assertThat(engine.activeAttacks()).hasSize(1);
		assertThat(synchronizer.loaderStatus().state()).isEqualTo(State.OK);
		synchronizer.stop();
		assertThat(engine.activeAttacks()).isEmpty();
		assertThat(output).contains("works again, after 1 failure").doesNotContain(TOKEN);
		for (Throwable ex = failure; ex != null; ex = ex.getCause()) {
			assertThat(ex.toString()).doesNotContain(TOKEN);
		}
	}

	private static AttackSynchronizer synchronizer(AttackEngine engine, ProofdockAttackLoader loader,
			SteppedPause pause) {
		return new AttackSynchronizer(engine, "proofdock", loader, Timing.of(Duration.ofSeconds(30)), () -> 0,
				Clock.systemUTC(), pause);
	}

	@Test
	void aRefusedConnectionIsRecoveredFrom() throws Exception {
		int port = this.api.port();
		ProofdockAttackLoader loader = loader();
		loader.load();
		this.api.close();

		assertThat(failureOf(loader)).satisfies((failure) -> {
			assertThat(failure.kind()).isEqualTo(Kind.TRANSPORT);
			assertThat(failure).hasMessage("the Chaos API cannot be reached: connection refused");
		});

		this.api = TestApi.start(port);
		assertThat(loader.load()).hasSize(1);
	}

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

	static Stream<Map.Entry<String, Duration>> retryAfters() {
		return Stream.of(Map.entry("0", Duration.ZERO), Map.entry("7", Duration.ofSeconds(7)),
				Map.entry("99999999999999999999", Duration.ofSeconds(Integer.MAX_VALUE)),
				Map.entry("Sun, 22 Nov 2026 12:01:30 GMT", Duration.ofSeconds(90)),
				Map.entry("Sunday, 22-Nov-26 12:01:30 GMT", Duration.ofSeconds(90)),
				Map.entry("Sun, 22 Nov 2026 11:00:00 GMT", Duration.ZERO));
	}

	@ParameterizedTest
	@MethodSource("retryAfters")
	void l7RetryAfterIsReadInSecondsAndAsDate(Map.Entry<String, Duration> row) {
		this.api.answers((exchange) -> {
			exchange.getResponseHeaders().add("Retry-After", row.getKey());
			TestApi.answer(exchange, 429, "");
		});

		ChaosApiException failure = failureOf(loader());

		assertThat(failure.status()).isEqualTo(429);
		assertThat(failure.retryAfter()).isEqualTo(row.getValue());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "soon", "-5", "1.5" })
	void l7AnUnreadableRetryAfterIsIgnored(String value) {
		this.api.answers((exchange) -> {
			exchange.getResponseHeaders().add("Retry-After", value);
			TestApi.answer(exchange, 503, "");
		});

		assertThat(failureOf(loader()).retryAfter()).isNull();
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

	@Test
	void everyThreadIsADaemon() throws Exception {
		loader().load();

		assertThat(Thread.getAllStackTraces().keySet())
			.filteredOn((thread) -> thread.getName().startsWith("chaos-") || thread.getName().startsWith("HttpClient"))
			.isNotEmpty()
			.allMatch(Thread::isDaemon);
	}

	@ParameterizedTest
	@ValueSource(strings = { "chaos.example.com", "/relative", "ftp://chaos.example.com", "http://", "https:///path",
			"http://a b", "http://user:secret@chaos.example.com", "https://chaos.example.com?a=b",
			"https://chaos.example.com#a", "http://under_score", "http://chaos.example.com:99999" })
	void anUrlThatCannotBeUsedIsRefused(String url) {
		assertThat(ChaosApi.problemOfUrl(url)).isNotNull().doesNotContain("secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a b", "a\n", "\u00e4" })
	void aTokenThatCannotBeAHeaderIsRefusedWithoutBeingQuoted(String token) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ChaosApi(URI.create("http://localhost"), token, TIMEOUT))
			.withMessage("must consist of printable ASCII characters, without blanks and line breaks");
	}

	@Test
	void theCoordinatesDoNotPrintTheToken() {
		assertThat(new ChaosApi(URI.create("http://localhost"), TOKEN, TIMEOUT).toString()).doesNotContain(TOKEN);
	}

	private static HttpHandler status(int status) {
		return (exchange) -> TestApi.answer(exchange, status, "<html>" + TOKEN + "</html>");
	}

	private static HttpHandler redirect(int status, String location) {
		return (exchange) -> {
			exchange.getResponseHeaders().add("Location", location);
			TestApi.answer(exchange, status, "");
		};
	}

	private static HttpHandler gzip(byte[] body) {
		return (exchange) -> {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			try (OutputStream output = new GZIPOutputStream(bytes)) {
				output.write(body);
			}
			exchange.getResponseHeaders().add("Content-Encoding", "gzip");
			TestApi.answer(exchange, 200, bytes.toByteArray());
		};
	}

	private static void trickle(HttpExchange exchange) throws IOException {
		exchange.sendResponseHeaders(200, 0);
		for (int i = 0; i < 600; i++) {
			exchange.getResponseBody().write(' ');
			exchange.getResponseBody().flush();
			pause(50);
		}
	}

	private static void endless(OutputStream body) throws IOException {
		byte[] blanks = new byte[1000];
		Arrays.fill(blanks, (byte) ' ');
		for (int i = 0; i < 1_000_000; i++) {
			body.write(blanks);
		}
	}

	private static void write(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	private static void pause(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
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
