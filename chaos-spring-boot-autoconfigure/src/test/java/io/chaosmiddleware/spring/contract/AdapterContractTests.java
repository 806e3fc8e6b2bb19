package io.chaosmiddleware.spring.contract;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.chaosmiddleware.engine.AttackEngine;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.web.server.context.WebServerApplicationContext;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every adapter of incoming requests MUST do, tried over HTTP on a real port (see
 * docs/web-stacks.md). An adapter subclasses it for each server and says only how its
 * application starts. The application serves, besides {@link ContractApplication}'s
 * controller: {@code /functional} by a functional route, {@code /static.txt} as a static
 * resource, {@code /stream} with a streamed body {@code streamed}, and its own filter or
 * security answers 401 for {@code /secured}.
 */
public abstract class AdapterContractTests extends LanguageContractTests {

	@Test
	void theServerIsTheOneThatIsTried() {
		assertThat(((WebServerApplicationContext) context()).getWebServer()).extracting(Object::getClass)
			.extracting(Class::getSimpleName)
			.asString()
			.startsWith(serverName());
	}

	@Test
	void aRequestWithoutAttackIsLeftAlone() {
		int decided = decided();

		HttpResponse<String> response = get("/orders", null);

		assertThat(response.body()).isEqualTo("orders");
		assertThat(response.headers().map()).doesNotContainKey(AttackEngine.RESULT_HEADER);
		assertThat(decided()).isEqualTo(decided);
	}

	@Test
	void aDelayByHeaderHappensBeforeTheHandlerAndIsReported() {
		long begin = System.nanoTime();

		HttpResponse<String> response = get("/orders", document("delay 1 /orders"));

		assertThat(elapsed(begin)).isBetween(Duration.ofMillis(995), Duration.ofSeconds(4));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("orders");
		assertThat(result(response)).isEqualTo("delay;verdict=injected;seconds=1");
	}

	@Test
	void delaysAddUp() {
		long begin = System.nanoTime();

		HttpResponse<String> response = get("/orders", document("delay 1", "delay 1"));

		assertThat(elapsed(begin)).isBetween(Duration.ofMillis(1995), Duration.ofSeconds(5));
		assertThat(result(response)).isEqualTo("delay;verdict=injected;seconds=1, delay;verdict=injected;seconds=1");
	}

	@Test
	void aFaultReachesTheExceptionHandlerOfTheController() {
		HttpResponse<String> response = get("/orders", fault("java.lang.IllegalStateException"));

		assertThat(response.statusCode()).isEqualTo(409);
		assertThat(response.body()).isEqualTo("handled by the controller");
		assertThat(result(response)).isEqualTo("fault;verdict=injected");
		assertThat(ContractApplication.handled).as("the handler is not reached").hasValue(0);
	}

	@Test
	void aFaultReachesTheAdvice() {
		HttpResponse<String> response = get("/orders", fault("IllegalArgumentException"));

		assertThat(response.statusCode()).isEqualTo(422);
		assertThat(response.body()).isEqualTo("handled by the advice");
	}

	@ParameterizedTest
	@ValueSource(strings = { "java.io.IOException", "java.lang.RuntimeException", "java.sql.SQLException",
			"java.lang.AssertionError" })
	void aFaultThatNobodyHandlesIsAnInternalServerErrorWithTheResultHeader(String name) {
		HttpResponse<String> response = get("/orders", fault(name));

		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(response.body()).contains("/orders").contains("500");
		assertThat(result(response)).isEqualTo("fault;verdict=injected");
	}

	@Test
	void aFaultWithAStatusOfItsOwnKeepsIt() {
		HttpResponse<String> response = get("/orders",
				fault("org.springframework.web.server.UnsupportedMediaTypeStatusException"));

		assertThat(response.statusCode()).isEqualTo(415);
	}

	@ParameterizedTest
	@DisplayName("D12 to D14: a name that cannot be used injects the default exception")
	@ValueSource(strings = { "NoSuch", "java.lang.String", "java.lang.OutOfMemoryError", "com.example.Nope", "" })
	void aFaultThatCannotBeUsedInjectsTheDefaultException(String name) {
		HttpResponse<String> response = get("/orders", fault(name));

		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(result(response)).matches("fault;verdict=injected;reason=fault-not-(located|allowed)");
	}

	@ParameterizedTest
	@DisplayName("D15: after every kind of fault the next request is healthy")
	@ValueSource(strings = { "jakarta.servlet.UnavailableException", "jakarta.servlet.ServletException",
			"java.lang.InterruptedException", "java.nio.channels.ClosedChannelException",
			"java.util.concurrent.TimeoutException", "java.io.EOFException", "java.lang.ThreadDeath" })
	void theNextRequestIsHealthy(String name) {
		get("/orders", fault(name));

		assertThat(get("/orders", null).statusCode()).isEqualTo(200);
		assertThat(get("/orders", null).statusCode()).isEqualTo(200);
	}

	@Test
	void actionsAfterAnOutcomeAreSkipped() {
		HttpResponse<String> response = get("/orders",
				document("delay 1 /nope", "fault IllegalStateException", "delay 2", "abort "));

		assertThat(result(response)).isEqualTo("delay;verdict=missed;reason=route, fault;verdict=injected,"
				+ " delay;verdict=skipped;reason=after-outcome, unknown;verdict=refused;reason=unknown-action");
	}

	@Test
	void aTargetThatIsNotUsIsMissed() {
		assertThat(result(get("/orders", targeting("{\"application\":\"other\"}", "delay 2"))))
			.isEqualTo("delay;verdict=missed;reason=application");
		assertThat(result(get("/orders", targeting("{\"environment\":\"other\"}", "delay 2"))))
			.isEqualTo("delay;verdict=missed;reason=environment");
		assertThat(get("/orders",
				targeting("{\"application\":\"shop\",\"environment\":\"test\"}", "fault IllegalStateException"))
			.statusCode()).isEqualTo(409);
	}

	@Test
	void aConfiguredAttackHitsWithoutAResultHeader() {
		configure(document("fault IllegalStateException /orders"));

		HttpResponse<String> response = get("/orders", null);

		assertThat(response.statusCode()).isEqualTo(409);
		assertThat(response.headers().map()).doesNotContainKey(AttackEngine.RESULT_HEADER);
		assertThat(engine().activeAttacks()).singleElement().satisfies((attack) -> assertThat(attack.hits()).isOne());
	}

	@Test
	void aReadableHeaderReplacesTheConfiguredAttacks() {
		configure(document("fault IllegalStateException"));

		HttpResponse<String> response = get("/orders", document("delay abc"));

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(result(response)).isEqualTo("delay;verdict=refused;reason=delay-invalid");
	}

	@Test
	@DisplayName("D1, D2: a header that is refused whole counts as absent")
	void aRefusedHeaderLeavesTheConfiguredAttacks() {
		configure(document("fault IllegalStateException"));

		HttpResponse<String> response = get("/orders", "not json");

		assertThat(response.statusCode()).isEqualTo(409);
		assertThat(result(response)).isEqualTo("attack;verdict=refused;reason=not-json");
	}

	@Test
	void aRefusedHeaderNeverBreaksTheRequest() {
		assertThat(result(get("/orders", "{\"actions\":[{\"name\":\"delay\"}]}")))
			.isEqualTo("attack;verdict=refused;reason=schema");
		assertThat(result(get("/orders", "x".repeat(9000)))).isEqualTo("attack;verdict=refused;reason=too-large");
		assertThat(result(get("/orders", document(Collections.nCopies(33, "delay 1").toArray(String[]::new)))))
			.isEqualTo("attack;verdict=refused;reason=too-many-actions");
		assertThat(ContractApplication.handled).hasValue(3);
	}

	@Test
	@DisplayName("D1: a header that is sent twice is refused")
	void aRepeatedHeaderIsRefused() {
		HttpResponse<String> response = send(request("/orders").header(AttackEngine.ATTACK_HEADER, "{\"actions\":[]}")
			.header(AttackEngine.ATTACK_HEADER, "{\"actions\":[]}"));

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(result(response)).isEqualTo("attack;verdict=refused;reason=repeated-header");
	}

	@Test
	void theResultHeaderNeverRepeatsTextOfTheRequest() {
		HttpResponse<String> response = get("/orders",
				"{\"actions\":[{\"name\":\"evil\\r\\nset-cookie: a=b\",\"value\":\"x\","
						+ "\"route\":\"/\\u0000\",\"type\":\"\\n\"}]}");

		assertThat(result(response)).isEqualTo("unknown;verdict=refused;reason=unknown-action");
		assertThat(response.headers().map()).doesNotContainKey("set-cookie");
	}

	@Test
	@DisplayName("D20: routes see the decoded path without query and context path")
	void routesSeeTheDecodedPath() {
		assertThat(result(get("/caf%C3%A9?x=/nope", faultOn("/caf\\u00e9")))).isEqualTo("fault;verdict=injected");
		assertThat(result(get("/a%20b", faultOn("^/a b$")))).isEqualTo("fault;verdict=injected");
		assertThat(result(get("/orders?x=/nope", faultOn("/nope")))).isEqualTo("fault;verdict=missed;reason=route");
		assertThat(result(get("/orders", faultOn(CONTEXT_PATH)))).isEqualTo("fault;verdict=missed;reason=route");
		assertThat(result(get("/orders/1;v=2", faultOn("^/orders/1;v=2$")))).isEqualTo("fault;verdict=injected");
		assertThat(result(get("/orders/42", faultOn("/orders/{id}")))).isEqualTo("fault;verdict=injected");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/orders", "/functional", "/static.txt", "/stream" })
	void everyKindOfHandlerIsAttackedOnce(String path) {
		String body = get(path, null).body();
		int decided = decided();
		long begin = System.nanoTime();

		HttpResponse<String> delayed = get(path, document("delay 1"));

		assertThat(elapsed(begin)).isBetween(Duration.ofMillis(995), Duration.ofSeconds(5));
		assertThat(delayed.statusCode()).isEqualTo(200);
		assertThat(delayed.body()).isEqualTo(body);
		assertThat(result(delayed)).isEqualTo("delay;verdict=injected;seconds=1");
		assertThat(get(path, fault("java.io.IOException")).statusCode()).isEqualTo(500);
		assertThat(get(path, fault("IllegalArgumentException")).statusCode()).isIn(422, 500);
		assertThat(decided()).as("attacked once each, error dispatches included").isEqualTo(decided + 3);
	}

	@Test
	void aHandlerThatFailsByItselfIsAttackedOnce() {
		int decided = decided();
		long begin = System.nanoTime();

		HttpResponse<String> response = get("/broken", document("delay 1"));

		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(elapsed(begin)).isLessThan(Duration.ofSeconds(5));
		assertThat(decided()).isEqualTo(decided + 1);
	}

	@Test
	void theFiltersOfTheApplicationComeFirst() {
		int decided = decided();

		HttpResponse<String> response = get("/secured", fault("IllegalStateException"));

		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(decided()).isEqualTo(decided);
	}

	@Test
	void aPreflightRequestIsNotAttacked() {
		configure(document("fault IllegalStateException"));
		int decided = decided();

		HttpResponse<String> response = send(request("/cors").method("OPTIONS", HttpRequest.BodyPublishers.noBody())
			.header("Origin", "http://example.org")
			.header("Access-Control-Request-Method", "GET"));

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(decided()).isEqualTo(decided);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/orders/calm", "/orders/calm;a=b", "/orders/c%61lm", "/calm/x" })
	void anExcludedRouteIsNeverAttacked(String path) {
		configure(document("fault IllegalStateException"));
		int status = path.startsWith("/calm") ? 404 : 200;

		assertThat(get(path, null).statusCode()).isEqualTo(status);
		HttpResponse<String> response = get(path, fault("IllegalStateException"));
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(result(response)).isEqualTo("fault;verdict=skipped;reason=excluded-route");
	}

	@Test
	void theActuatorIsNeverAttacked() {
		configure(document("fault IllegalStateException"));

		HttpResponse<String> response = get("/actuator/health", fault("IllegalStateException"));

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("UP");
	}

	@Test
	void whileHaltedNothingIsPerformed() {
		engine().control().halt(null);

		HttpResponse<String> response = get("/orders", fault("IllegalStateException"));

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(result(response)).isEqualTo("fault;verdict=skipped;reason=halted");
	}

	@Test
	void haltEndsRunningDelaysAtOnceAndSkipsWhatFollows() {
		long begin = System.nanoTime();
		CompletableFuture<HttpResponse<String>> response = getAsync("/orders",
				document("delay 2", "fault IllegalStateException"));
		awaitRunningDelays(1);

		engine().control().halt(null);

		assertThat(response.join().statusCode()).isEqualTo(200);
		assertThat(elapsed(begin)).isLessThan(Duration.ofSeconds(10));
		assertThat(result(response.join()))
			.isEqualTo("delay;verdict=skipped;reason=halted, fault;verdict=skipped;reason=halted");
	}

	@Test
	void aDelayAboveTheConcurrentLimitIsSkippedAndTheRestGoesOn() {
		List<CompletableFuture<HttpResponse<String>>> delayed = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			delayed.add(getAsync("/orders", document("delay 2")));
		}
		awaitRunningDelays(3);

		HttpResponse<String> response = get("/orders", document("delay 2", "fault IllegalStateException"));

		assertThat(response.statusCode()).isEqualTo(409);
		assertThat(result(response)).isEqualTo("delay;verdict=skipped;reason=limit-concurrent, fault;verdict=injected");
		engine().control().halt(null);
		delayed.forEach((future) -> assertThat(future.join().statusCode()).isEqualTo(200));
	}

	private static String targeting(String target, String action) {
		return document(action).replace("]}", "],\"target\":" + target + "}");
	}

	private static String faultOn(String route) {
		return document("fault IllegalStateException " + route);
	}

}
