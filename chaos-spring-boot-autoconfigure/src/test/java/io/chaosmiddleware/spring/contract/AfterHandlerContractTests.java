package io.chaosmiddleware.spring.contract;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.web.HeldBytesLeft;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an action of the type {@code after} does on the wire, whatever the server: the
 * handler has done its work, and then its answer is delayed or replaced.
 */
abstract class AfterHandlerContractTests extends BodyContractTests {

	@AfterEach
	void nothingIsHeld() {
		HeldBytesLeft.assertNothingIsHeld();
	}

	@ParameterizedTest
	@ValueSource(strings = { "object", "text", "entity", "mono", "flux" })
	void anAnswerIsDelayedAndOtherwiseTheSame(String path) {
		HttpResponse<String> calm = get("/after/" + path, null);
		ContractApplication.handled.set(0);
		long begin = System.nanoTime();

		CompletableFuture<HttpResponse<String>> answer = getAsync("/after/" + path, after("delay", "\"300ms\""));
		awaitRunningDelays(1);
		assertThat(ContractApplication.handled).as("the work is done before the delay").hasValue(1);
		HttpResponse<String> response = answer.join();

		assertThat(elapsed(begin)).isGreaterThan(Duration.ofMillis(295));
		assertThat(result(response)).isEqualTo("delay;verdict=injected;seconds=0.3");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo(calm.body());
		assertThat(headers(response)).isEqualTo(headers(calm));
	}

	@ParameterizedTest
	@ValueSource(strings = { "object", "text", "entity", "mono", "flux" })
	void anAnswerIsReplacedByAnErrorOfTheApplication(String path) {
		HttpResponse<String> response = get("/after/" + path,
				after("status", "\"503\",\"headers\":{\"Retry-After\":\"5\"}"));

		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.body()).contains("\"path\":").contains("/after/" + path).contains("503");
		assertThat(response.headers().allValues("Retry-After")).containsExactly("5");
		assertThat(result(response)).isEqualTo("status;verdict=injected;status=503");
		assertReplaced(response);
	}

	@ParameterizedTest
	@ValueSource(strings = { "object", "text", "entity", "mono", "flux" })
	void anAnswerIsReplacedByAnother(String path) {
		HttpResponse<String> response = get("/after/" + path,
				after("status", "\"429\",\"body\":\"zu schnell \\u00fc\",\"headers\":{\"X-Why\":\"many\"}"));

		assertThat(response.statusCode()).isEqualTo(429);
		assertThat(response.body()).isEqualTo("zu schnell \u00fc");
		assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(13);
		assertThat(response.headers().allValues("Content-Type")).singleElement()
			.asString()
			.isEqualToIgnoringCase("text/plain;charset=utf-8");
		assertThat(response.headers().allValues("X-Why")).containsExactly("many");
		assertReplaced(response);
		assertThat(get("/orders", null).body()).as("the next request on the connection").isEqualTo("orders");
	}

	@ParameterizedTest
	@ValueSource(strings = { "object", "text", "entity", "mono", "flux" })
	void aFaultReachesTheExceptionHandlersWhenTheWorkIsDone(String path) {
		HttpResponse<String> response = get("/after/" + path, after("fault", "\"java.lang.IllegalArgumentException\""));

		assertThat(response.statusCode()).isEqualTo(422);
		assertThat(response.body()).isEqualTo("handled by the advice");
		assertThat(result(response)).isEqualTo("fault;verdict=injected");
		assertReplaced(response);
	}

	private static void assertReplaced(HttpResponse<String> response) {
		assertThat(ContractApplication.handled).as("the work is done").hasValue(1);
		assertThat(response.headers().allValues("Cache-Control")).singleElement().asString().contains("no-store");
		assertThat(response.headers().map()).doesNotContainKeys("etag", "last-modified", "x-own");
	}

	@Test
	void aConfiguredAttackHitsToo() {
		configure(after("status", "\"503\",\"body\":\"lost\",\"route\":\"/after/object\""));

		HttpResponse<String> response = get("/after/object", null);

		assertThat(response.body()).isEqualTo("lost");
		assertThat(response.headers().map()).doesNotContainKey(AttackEngine.RESULT_HEADER);
		assertReplaced(response);
		assertThat(get("/after/text", null).body()).as("another route").isEqualTo("tea pot \u00fc");
	}

	@ParameterizedTest
	@CsvSource({ "failing, 500", "missing, 404" })
	void aHandlerThatFailsIsDelayedButNotReplaced(String path, int status) {
		HttpResponse<String> calm = get("/after/" + path, null);
		long begin = System.nanoTime();

		HttpResponse<String> response = get("/after/" + path,
				"{\"actions\":[{\"name\":\"delay\",\"value\":\"50ms\",\"type\":\"after\"},"
						+ "{\"name\":\"status\",\"value\":\"302\",\"type\":\"after\"},"
						+ "{\"name\":\"delay\",\"value\":\"50ms\",\"type\":\"after\"}]}");

		assertThat(elapsed(begin)).isGreaterThan(Duration.ofMillis(95));
		assertThat(response.statusCode()).isEqualTo(status).isEqualTo(calm.statusCode());
		assertThat(withoutTime(response.body())).isEqualTo(withoutTime(calm.body()));
		assertThat(result(response))
			.isEqualTo("delay;verdict=injected;seconds=0.05, status;verdict=skipped;reason=handler-failed,"
					+ " delay;verdict=injected;seconds=0.05");
	}

	// Spring writes when it was, and on WebFlux which request.
	private static String withoutTime(String body) {
		return body.replaceFirst("\"timestamp\":\"[^\"]*\"", "").replaceFirst("\"requestId\":\"[^\"]*\"", "");
	}

	@Test
	void aLargeAnswerIsSentAsItIs() {
		HttpResponse<String> calm = get("/after/large", null);

		HttpResponse<String> response = get("/after/large",
				"{\"actions\":[{\"name\":\"delay\",\"value\":\"2\",\"type\":\"after\"},"
						+ "{\"name\":\"status\",\"value\":\"503\",\"type\":\"after\"}]}");

		assertThat(response.body()).hasSizeGreaterThan(AnsweringController.LARGE - 10).isEqualTo(calm.body());
		assertThat(headers(response)).isEqualTo(headers(calm));
		assertThat(result(response))
			.isEqualTo("delay;verdict=skipped;reason=committed, status;verdict=skipped;reason=committed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "object", "text", "entity", "mono", "flux" })
	void anAnswerForWhichTheOthersLeaveNoRoomIsSentAsItIs(String path) {
		HttpResponse<String> calm = get("/after/" + path, null);
		HttpResponse<String> response;

		try (HeldBytesLeft others = HeldBytesLeft.takeAll()) {
			response = get("/after/" + path, "{\"actions\":[{\"name\":\"delay\",\"value\":\"2\",\"type\":\"after\"},"
					+ "{\"name\":\"status\",\"value\":\"503\",\"type\":\"after\"}]}");
		}

		assertThat(response.body()).isEqualTo(calm.body());
		assertThat(headers(response)).isEqualTo(headers(calm));
		assertThat(result(response))
			.isEqualTo("delay;verdict=skipped;reason=committed, status;verdict=skipped;reason=committed");
	}

	@Test
	void eventsAreSentAtOnce() throws IOException {
		AnsweringController.lastEvent = new CompletableFuture<>();

		HttpResponse<InputStream> response = open(
				request("/after/events").header(AttackEngine.ATTACK_HEADER, after("status", "\"503\"")));

		try (BufferedReader events = new BufferedReader(
				new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
			assertThat(events.readLine()).isEqualTo("data:first");
			AnsweringController.lastEvent.complete("last");
			assertThat(events.lines().toList()).contains("data:last");
		}
		assertThat(result(response)).isEqualTo("status;verdict=skipped;reason=committed");
	}

	@Test
	void aHaltSendsTheAnswerThatIsHeld() {
		CompletableFuture<HttpResponse<String>> answer = getAsync("/after/object",
				"{\"actions\":[{\"name\":\"delay\",\"value\":\"2\",\"type\":\"after\"},"
						+ "{\"name\":\"status\",\"value\":\"503\",\"type\":\"after\"}]}");
		awaitRunningDelays(1);

		engine().control().halt(null);
		HttpResponse<String> response = answer.join();

		assertThat(response.body()).contains("rubber duck");
		assertThat(result(response))
			.isEqualTo("delay;verdict=skipped;reason=halted, status;verdict=skipped;reason=halted");
	}

	@Test
	void aFloorIsTheShortestDurationOfTheRequest() {
		long begin = System.nanoTime();

		HttpResponse<String> response = get("/after/object", "{\"actions\":[{\"name\":\"delay\",\"value\":\"500ms\"},"
				+ "{\"name\":\"delay\",\"value\":\"700ms\",\"floor\":true}]}");

		assertThat(elapsed(begin)).isBetween(Duration.ofMillis(695), Duration.ofMillis(1190));
		assertThat(response.body()).contains("rubber duck");
		assertThat(result(response)).as("what the floor has added")
			.matches("delay;verdict=injected;seconds=0\\.5, delay;verdict=injected;seconds=0(\\.[012]\\d*)?");
	}

	@Test
	void whatMissesPasses() {
		HttpResponse<String> calm = get("/after/entity", null);

		HttpResponse<String> response = get("/after/entity", after("status", "\"503\",\"route\":\"/elsewhere\""));

		assertThat(response.body()).isEqualTo(calm.body());
		assertThat(headers(response)).isEqualTo(headers(calm));
		assertThat(result(response)).isEqualTo("status;verdict=missed;reason=route");
	}

	@Test
	void anOutcomeBeforeTheHandlerIsTheOnlyOne() {
		HttpResponse<String> response = get("/after/object",
				"{\"actions\":[{\"name\":\"status\",\"value\":\"503\",\"type\":\"after\"},"
						+ "{\"name\":\"status\",\"value\":\"418\",\"body\":\"\"}]}");

		assertThat(response.statusCode()).isEqualTo(418);
		assertThat(result(response))
			.isEqualTo("status;verdict=skipped;reason=after-outcome, status;verdict=injected;status=418");
		assertThat(ContractApplication.handled).hasValue(0);
	}

	@Test
	void answersWithoutABodyAreDelayedToo() {
		HttpResponse<String> calmHead = send(head(request("/after/entity")));
		HttpResponse<String> calmCached = send(request("/after/entity").header("If-None-Match", "\"v1\""));

		HttpResponse<String> head = send(
				head(request("/after/entity")).header(AttackEngine.ATTACK_HEADER, after("delay", "\"10ms\"")));
		HttpResponse<String> cached = send(request("/after/entity").header("If-None-Match", "\"v1\"")
			.header(AttackEngine.ATTACK_HEADER, after("delay", "\"10ms\"")));

		assertThat(head.statusCode()).isEqualTo(200);
		assertThat(headers(head)).isEqualTo(headers(calmHead));
		assertThat(cached.statusCode()).isEqualTo(304);
		assertThat(headers(cached)).isEqualTo(headers(calmCached));
		assertThat(List.of(result(head), result(cached))).containsOnly("delay;verdict=injected;seconds=0.01");
	}

	private static HttpRequest.Builder head(HttpRequest.Builder request) {
		return request.method("HEAD", HttpRequest.BodyPublishers.noBody());
	}

	@Test
	void bothTimesAddUp() {
		String before = document("delay 100ms").replace("]}", ",");
		long begin = System.nanoTime();

		HttpResponse<String> response = get("/after/text", before + after("delay", "\"100ms\"").substring(12));

		assertThat(elapsed(begin)).isGreaterThan(Duration.ofMillis(195));
		assertThat(response.body()).isEqualTo("tea pot \u00fc");
		assertThat(result(response))
			.isEqualTo("delay;verdict=injected;seconds=0.1, delay;verdict=injected;seconds=0.1");
	}

	protected static String after(String name, String fields) {
		return "{\"actions\":[{\"name\":\"" + name + "\",\"type\":\"after\",\"value\":" + fields + "}]}";
	}

	/** Return all headers that do not depend on when and by whom a request is sent. */
	protected static Map<String, List<String>> headers(HttpResponse<?> response) {
		Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
		headers.remove("date");
		headers.remove(AttackEngine.RESULT_HEADER);
		return headers;
	}

}
