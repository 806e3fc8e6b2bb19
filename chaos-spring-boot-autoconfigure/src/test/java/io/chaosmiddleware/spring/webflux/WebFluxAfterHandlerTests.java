package io.chaosmiddleware.spring.webflux;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.chaosmiddleware.engine.AttackEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.chaosmiddleware.spring.webflux.WebFluxServer.result;
import static io.chaosmiddleware.spring.webflux.WebFluxServer.actions;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is done after a handler (docs/attack-language.md, "After the handler"), whatever
 * the handler returns.
 */
@ExtendWith(NothingBlocks.class)
class WebFluxAfterHandlerTests {

	private static final String DELAY = "{\"name\":\"delay\",\"value\":\"100ms\",\"type\":\"after\"}";

	private static final String DELAYED = "delay;verdict=injected;seconds=0.1";

	private static final String BUSY = "{\"name\":\"status\",\"value\":\"503\",\"type\":\"after\",\"body\":\"busy\","
			+ "\"headers\":{\"Retry-After\":\"1\"}}";

	private static final String UNAVAILABLE = "{\"name\":\"status\",\"value\":\"503\",\"type\":\"after\"}";

	private static final String HALTED = "delay;verdict=skipped;reason=halted, status;verdict=skipped;reason=halted";

	@AutoClose
	private static final WebFluxServer server = WebFluxServer.start(AnsweringApplication.class);

	@BeforeEach
	void forget() {
		AnsweringApplication.stored.set(0);
	}

	@AfterEach
	void noPlaceIsHeld() {
		assertThat(server.engine().runningDelays()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/text", "/object", "/objects", "/entity", "/nothing", "/functional", "/view",
			"/static.txt", "/unwritten", "/handled", "/broken", "/missing", "/nowhere" })
	void aDelayedAnswerIsAsEver(String path) {
		HttpResponse<String> plain = server.get(path);
		AnsweringApplication.stored.set(0);
		assertThat(plain.statusCode()).isNotEqualTo(406);
		long begin = System.nanoTime();

		HttpResponse<String> response = attack(path, DELAY);

		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(99));
		assertThat(result(response)).isEqualTo(DELAYED);
		assertThat(response.statusCode()).isEqualTo(plain.statusCode());
		assertThat(stable(response.body())).isEqualTo(stable(plain.body()));
		assertThat(headers(response)).isEqualTo(headers(plain));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/text", "/object", "/objects", "/entity", "/nothing", "/functional", "/view",
			"/static.txt", "/unwritten" })
	void anAnswerIsReplaced(String path) {
		HttpResponse<String> response = attack(path, BUSY);

		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.body()).isEqualTo("busy");
		assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(4);
		assertThat(response.headers().allValues("Content-Type")).containsExactly("text/plain;charset=UTF-8");
		assertThat(response.headers().allValues("Retry-After")).containsExactly("1");
		assertThat(response.headers().allValues("Cache-Control")).containsExactly("no-store");
		assertThat(response.headers().map()).doesNotContainKeys("etag", "last-modified", "of-the-handler", "set-cookie")
			.containsKey("of-a-filter");
		assertThat(result(response)).isEqualTo("status;verdict=injected;status=503");
		assertThat(AnsweringApplication.stored).as("its work is done").hasValue(path.equals("/static.txt") ? 0 : 1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/text", "/object", "/objects", "/entity", "/nothing", "/functional", "/view",
			"/static.txt", "/unwritten" })
	void orByTheErrorPageOfTheApplication(String path) {
		HttpResponse<String> response = attack(path, UNAVAILABLE);

		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.body()).contains("\"status\":503", "\"path\":\"" + path + "\"");
		assertThat(response.headers().allValues("Cache-Control")).containsExactly("no-store");
		assertThat(response.headers().map()).doesNotContainKeys("etag", "of-the-handler", "set-cookie");
		assertThat(result(response)).isEqualTo("status;verdict=injected;status=503");
	}

	@ParameterizedTest
	@CsvSource({ "/text, java.io.IOException, 200, by the controller",
			"/text, java.lang.IllegalStateException, 502, by the advice",
			"/text, java.lang.UnsupportedOperationException, 500, \"status\":500",
			"/object, java.io.IOException, 200, by the controller",
			"/objects, java.io.IOException, 200, by the controller",
			"/entity, java.lang.IllegalStateException, 502, by the advice",
			"/view, java.io.IOException, 200, by the controller",
			"/functional, java.lang.UnsupportedOperationException, 500, \"status\":500",
			"/unwritten, java.lang.UnsupportedOperationException, 500, \"status\":500" })
	void aFaultIsHandledByTheApplication(String path, String exception, int status, String body) {
		HttpResponse<String> response = attack(path,
				"{\"name\":\"fault\",\"value\":\"" + exception + "\",\"type\":\"after\"}");

		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.body()).contains(body);
		assertThat(response.headers().allValues("Cache-Control")).containsExactly("no-store");
		assertThat(response.headers().map()).doesNotContainKeys("etag", "of-the-handler", "set-cookie");
		assertThat(result(response)).isEqualTo("fault;verdict=injected");
		assertThat(AnsweringApplication.stored).hasValue(1);
	}

	@ParameterizedTest
	@CsvSource({ "/handled, 200", "/broken, 500", "/missing, 404", "/nowhere, 404", "/rejected, 418" })
	void aHandlerThatFailsIsDelayedAndNotReplaced(String path, int status) {
		int decided = server.engine().recent().size();
		long begin = System.nanoTime();

		HttpResponse<String> response = attack(path, DELAY, BUSY);

		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(99));
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(result(response)).isEqualTo(DELAYED + ", status;verdict=skipped;reason=handler-failed");
		assertThat(server.engine().recent()).hasSize(Math.min(decided + 1, 50));
	}

	@Test
	void theWorkIsDoneAtOnceAndTheAnswerIsLate() {
		CompletableFuture<HttpResponse<String>> response = attackAsync("/object",
				"{\"name\":\"delay\",\"value\":\"20\",\"type\":\"after\"}", BUSY);
		awaitRunningDelay();
		assertThat(AnsweringApplication.stored).hasValue(1);
		assertThat(response).isNotDone();

		server.engine().control().halt(null);

		try {
			assertThat(response.join().body()).as("the answer that was held").isEqualTo("{\"id\":1}");
			assertThat(response.join().statusCode()).isEqualTo(200);
			assertThat(result(response.join())).isEqualTo(HALTED);
		}
		finally {
			server.engine().control().resume(null);
		}
	}

	@Test
	void aFloorCountsTheTimeOfTheHandler() {
		server.get("/slow");
		long begin = System.nanoTime();

		HttpResponse<String> response = attack("/slow", "{\"name\":\"delay\",\"value\":\"700ms\",\"floor\":true}");

		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofMillis(695),
				Duration.ofMillis(1290));
		assertThat(response.body()).isEqualTo("slow");
		assertThat(result(response)).matches("delay;verdict=injected;seconds=0(\\.[01]\\d*)?");
	}

	@Test
	void bothPhasesHaveTheirEffects() {
		HttpResponse<String> response = attack("/text", "{\"name\":\"delay\",\"value\":\"1ms\"}", DELAY, BUSY);

		assertThat(response.body()).isEqualTo("busy");
		assertThat(result(response))
			.isEqualTo("delay;verdict=injected;seconds=0.001, " + DELAYED + ", status;verdict=injected;status=503");
	}

	@Test
	void anApplicationThatStopsWaitingAnswersAsEver() {
		HttpResponse<String> response = attack("/object?timeout",
				"{\"name\":\"delay\",\"value\":\"20\",\"type\":\"after\"}", BUSY);

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("timeout");
		assertThat(response.headers().map()).doesNotContainKeys("content-type", "of-the-handler");
		assertThat(result(response))
			.matches("delay;verdict=injected;seconds=\\d(\\.\\d+)?, status;verdict=skipped;reason=abandoned");
	}

	@Test
	void aFilterThatTriesAgainIsNotAttackedAgain() {
		HttpResponse<String> response = attack("/object?retry", UNAVAILABLE);

		assertThat(response.body()).isEqualTo("{\"id\":2}");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(AnsweringApplication.stored).hasValue(2);
	}

	@Test
	void aProblemDetailSaysThatItWasInjected() {
		HttpResponse<String> response = attack("/object",
				"{\"name\":\"fault\",\"value\":\"java.lang.ArithmeticException\",\"type\":\"after\"}");

		assertThat(response.statusCode()).isEqualTo(507);
		assertThat(response.body()).contains("\"chaos\":{\"effect\":\"fault\"");
	}

	@Test
	void anAnswerToHeadIsHeldToo() {
		HttpResponse<String> delayed = server.send("HEAD", "/object", AttackEngine.ATTACK_HEADER, actions(DELAY));
		HttpResponse<String> replaced = server.send("HEAD", "/object", AttackEngine.ATTACK_HEADER, actions(BUSY));

		assertThat(delayed.headers().firstValueAsLong("Content-Length")).hasValue(8);
		assertThat(result(delayed)).isEqualTo(DELAYED);
		assertThat(replaced.statusCode()).isEqualTo(503);
		assertThat(replaced.headers().firstValueAsLong("Content-Length")).hasValue(4);
	}

	private static HttpResponse<String> attack(String path, String... actions) {
		return server.get(path, AttackEngine.ATTACK_HEADER, actions(actions));
	}

	private static CompletableFuture<HttpResponse<String>> attackAsync(String path, String... actions) {
		return server.sendAsync(path, AttackEngine.ATTACK_HEADER, actions(actions));
	}

	private static void awaitRunningDelay() {
		long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		while (server.engine().runningDelays() == 0) {
			assertThat(System.nanoTime()).isLessThan(deadline);
			Thread.onSpinWait();
		}
	}

	private static String stable(String body) {
		return body.replaceAll("\"(timestamp|requestId)\":\"[^\"]*\"", "");
	}

	private static Map<String, List<String>> headers(HttpResponse<String> response) {
		Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
		headers.remove(AttackEngine.RESULT_HEADER);
		headers.remove("date");
		if (response.body().contains("\"timestamp\":")) {
			// a timestamp ends where only zeros would follow
			headers.remove("content-length");
		}
		return headers;
	}

}
