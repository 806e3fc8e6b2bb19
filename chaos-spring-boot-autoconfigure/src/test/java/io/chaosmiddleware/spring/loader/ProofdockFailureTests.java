package io.chaosmiddleware.spring.loader;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpHandler;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.engine.LoaderStatus.State;
import io.chaosmiddleware.spring.loader.ChaosApiException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the Chaos API answers, the client recovers from.
 */
@ExtendWith(OutputCaptureExtension.class)
class ProofdockFailureTests extends ProofdockLoaderOnLoopback {

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
				new Row("trickle", ProofdockLoaderOnLoopback::trickle, Kind.TIMEOUT, "within 0.4s"),
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

	static Stream<Map.Entry<String, Duration>> retryAfters() {
		return Stream.of(Map.entry("0", Duration.ZERO), Map.entry("7", Duration.ofSeconds(7)),
				Map.entry("99999999999999999999", Duration.ofSeconds(Integer.MAX_VALUE)),
				Map.entry("Sun, 22 Nov 2026 12:01:30 GMT", Duration.ofSeconds(90)),
				Map.entry("Sunday, 22-Nov-26 12:01:30 GMT", Duration.ofSeconds(90)),
				Map.entry("Sun, 22 Nov 2026 11:00:00 GMT", Duration.ZERO));
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

	private static HttpHandler status(int status) {
		return (exchange) -> TestApi.answer(exchange, status, "<html>" + TOKEN + "</html>");
	}

	private static HttpHandler redirect(int status, String location) {
		return (exchange) -> {
			exchange.getResponseHeaders().add("Location", location);
			TestApi.answer(exchange, status, "");
		};
	}

	private static void endless(OutputStream body) throws IOException {
		byte[] blanks = new byte[1000];
		Arrays.fill(blanks, (byte) ' ');
		for (int i = 0; i < 1_000_000; i++) {
			body.write(blanks);
		}
	}

}
