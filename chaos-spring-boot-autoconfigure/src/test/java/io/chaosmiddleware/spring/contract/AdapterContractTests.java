package io.chaosmiddleware.spring.contract;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every adapter of incoming requests MUST do, tried over HTTP on a real port (see
 * docs/web-stacks.md). An adapter subclasses it for each server and says only how its
 * application starts. The application serves, besides {@link ContractApplication}'s
 * controller: {@code /functional} by a functional route, {@code /static.txt} as a static
 * resource, {@code /stream} with a streamed body {@code streamed}, and its own filter or
 * security answers 401 for {@code /secured}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class AdapterContractTests {

	protected static final String CONTEXT_PATH = "/shop";

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private ConfigurableApplicationContext context;

	/** Return the application for the stack and server that are tried. */
	protected abstract SpringApplication application();

	/** Return the name of the server that is tried. */
	protected abstract String serverName();

	/** Return the property that sets the context path on this stack. */
	protected abstract String contextPathProperty();

	@BeforeAll
	void start() {
		SpringApplication application = application();
		this.context = application.run("--server.port=0", "--" + contextPathProperty() + "=" + CONTEXT_PATH,
				"--spring.main.banner-mode=off", "--spring.jmx.enabled=false",
				"--server.max-http-request-header-size=64KB", "--server.jetty.max-http-request-header-size=64KB",
				"--management.endpoints.web.exposure.include=health", "--chaos.middleware.enabled=true",
				"--chaos.middleware.application-name=shop", "--chaos.middleware.application-env=test",
				"--chaos.middleware.attack-loader=none", "--chaos.middleware.exclude-routes=/orders/calm,/calm/**",
				"--chaos.middleware.fault.allowed=java.**,org.springframework.**,jakarta.servlet.**,java.lang.AssertionError",
				"--chaos.middleware.limits.max-concurrent-delays=3");
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	@BeforeEach
	@AfterEach
	void calm() {
		engine().control().resume(null);
		engine().control().cancelAll(null);
		assertThat(engine().runningDelays()).isZero();
		ContractApplication.handled.set(0);
	}

	@Test
	void theServerIsTheOneThatIsTried() {
		assertThat(((WebServerApplicationContext) this.context).getWebServer()).extracting(Object::getClass)
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

		HttpResponse<String> response = get("/orders", "{'actions':[{'name':'delay','value':'1','route':'/orders'}]}");

		assertThat(elapsed(begin)).isBetween(Duration.ofMillis(995), Duration.ofSeconds(4));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("orders");
		assertThat(result(response)).isEqualTo("delay;verdict=injected;seconds=1");
	}

	@Test
	void delaysAddUp() {
		long begin = System.nanoTime();

		HttpResponse<String> response = get("/orders",
				"{'actions':[{'name':'delay','value':'1'},{'name':'delay','value':'1'}]}");

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
		HttpResponse<String> response = get("/orders", "{'actions':[{'name':'delay','value':'1','route':'/nope'},"
				+ "{'name':'fault','value':'IllegalStateException'},{'name':'delay','value':'9'},{'name':'abort','value':''}]}");

		assertThat(result(response)).isEqualTo("delay;verdict=missed;reason=route, fault;verdict=injected,"
				+ " delay;verdict=skipped;reason=after-outcome, unknown;verdict=refused;reason=unknown-action");
	}

	@Test
	void aTargetThatIsNotUsIsMissed() {
		assertThat(
				result(get("/orders", "{'actions':[{'name':'delay','value':'9'}],'target':{'application':'other'}}")))
			.isEqualTo("delay;verdict=missed;reason=application");
		assertThat(
				result(get("/orders", "{'actions':[{'name':'delay','value':'9'}],'target':{'environment':'other'}}")))
			.isEqualTo("delay;verdict=missed;reason=environment");
		assertThat(get("/orders", "{'actions':[{'name':'fault','value':'IllegalStateException'}],"
				+ "'target':{'application':'shop','environment':'test'}}")
			.statusCode()).isEqualTo(409);
	}

	@Test
	void aConfiguredAttackHitsWithoutAResultHeader() {
		configure("{'actions':[{'name':'fault','value':'IllegalStateException','route':'/orders'}]}");

		HttpResponse<String> response = get("/orders", null);

		assertThat(response.statusCode()).isEqualTo(409);
		assertThat(response.headers().map()).doesNotContainKey(AttackEngine.RESULT_HEADER);
		assertThat(engine().activeAttacks()).singleElement().satisfies((attack) -> assertThat(attack.hits()).isOne());
	}

	@Test
	void aReadableHeaderReplacesTheConfiguredAttacks() {
		configure("{'actions':[{'name':'fault','value':'IllegalStateException'}]}");

		HttpResponse<String> response = get("/orders", "{'actions':[{'name':'delay','value':'abc'}]}");

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(result(response)).isEqualTo("delay;verdict=refused;reason=delay-invalid");
	}

	@Test
	@DisplayName("D1, D2: a header that is refused whole counts as absent")
	void aRefusedHeaderLeavesTheConfiguredAttacks() {
		configure("{'actions':[{'name':'fault','value':'IllegalStateException'}]}");

		HttpResponse<String> response = get("/orders", "not json");

		assertThat(response.statusCode()).isEqualTo(409);
		assertThat(result(response)).isEqualTo("attack;verdict=refused;reason=not-json");
	}

	@Test
	void aRefusedHeaderNeverBreaksTheRequest() {
		assertThat(result(get("/orders", "{'actions':[{'name':'delay'}]}")))
			.isEqualTo("attack;verdict=refused;reason=schema");
		assertThat(result(get("/orders", "x".repeat(9000)))).isEqualTo("attack;verdict=refused;reason=too-large");
		assertThat(result(get("/orders",
				"{'actions':[" + "{'name':'delay','value':'1'},".repeat(32) + "{'name':'delay','value':'1'}]}")))
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
				"{'actions':[{'name':'evil\\r\\nset-cookie: a=b','value':'x','route':'/\\u0000','type':'\\n'}]}");

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

		HttpResponse<String> delayed = get(path, "{'actions':[{'name':'delay','value':'1'}]}");

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

		HttpResponse<String> response = get("/broken", "{'actions':[{'name':'delay','value':'1'}]}");

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
		configure("{'actions':[{'name':'fault','value':'IllegalStateException'}]}");
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
		configure("{'actions':[{'name':'fault','value':'IllegalStateException'}]}");
		int status = path.startsWith("/calm") ? 404 : 200;

		assertThat(get(path, null).statusCode()).isEqualTo(status);
		HttpResponse<String> response = get(path, fault("IllegalStateException"));
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(result(response)).isEqualTo("fault;verdict=skipped;reason=excluded-route");
	}

	@Test
	void theActuatorIsNeverAttacked() {
		configure("{'actions':[{'name':'fault','value':'IllegalStateException'}]}");

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
				"{'actions':[" + "{'name':'delay','value':'20'},{'name':'fault','value':'IllegalStateException'}]}");
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
			delayed.add(getAsync("/orders", "{'actions':[{'name':'delay','value':'20'}]}"));
		}
		awaitRunningDelays(3);

		HttpResponse<String> response = get("/orders",
				"{'actions':[{'name':'delay','value':'20'},{'name':'fault','value':'IllegalStateException'}]}");

		assertThat(response.statusCode()).isEqualTo(409);
		assertThat(result(response)).isEqualTo("delay;verdict=skipped;reason=limit-concurrent, fault;verdict=injected");
		engine().control().halt(null);
		delayed.forEach((future) -> assertThat(future.join().statusCode()).isEqualTo(200));
	}

	protected final AttackEngine engine() {
		return this.context.getBean(AttackEngine.class);
	}

	protected final ConfigurableApplicationContext context() {
		return this.context;
	}

	protected final int decided() {
		return this.context.getBean(ContractApplication.Recorder.class).decided.get();
	}

	protected final void configure(String attack) {
		engine().control()
			.start(new AttackParser(AttackLimits.OPERATOR).parseStrictly(attack.replace('\'', '"')),
					Duration.ofMinutes(1), null);
		assertThat(engine().activeAttacks()).extracting((active) -> active.source())
			.containsExactly(AttackSource.ENDPOINT);
	}

	protected final HttpResponse<String> get(String path, String attack) {
		return send(attacked(path, attack));
	}

	protected final CompletableFuture<HttpResponse<String>> getAsync(String path, String attack) {
		return this.client.sendAsync(attacked(path, attack).build(), HttpResponse.BodyHandlers.ofString());
	}

	private HttpRequest.Builder attacked(String path, String attack) {
		HttpRequest.Builder request = request(path);
		if (attack != null) {
			request.header(AttackEngine.ATTACK_HEADER, attack.replace('\'', '"'));
		}
		return request;
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:"
					+ this.context.getEnvironment().getRequiredProperty("local.server.port") + CONTEXT_PATH + path))
			.timeout(Duration.ofSeconds(30));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new AssertionError("The request was broken", ex);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	protected static String result(HttpResponse<String> response) {
		return response.headers().firstValue(AttackEngine.RESULT_HEADER).orElse(null);
	}

	protected static String fault(String name) {
		return "{'actions':[{'name':'fault','value':'" + name + "'}]}";
	}

	private static String faultOn(String route) {
		return "{'actions':[{'name':'fault','value':'IllegalStateException','route':'" + route + "'}]}";
	}

	protected static Duration elapsed(long begin) {
		return Duration.ofNanos(System.nanoTime() - begin);
	}

	private void awaitRunningDelays(int expected) {
		long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		while (engine().runningDelays() != expected) {
			assertThat(System.nanoTime()).as("deadline for " + expected + " running delays").isLessThan(deadline);
			Thread.onSpinWait();
		}
	}

}
