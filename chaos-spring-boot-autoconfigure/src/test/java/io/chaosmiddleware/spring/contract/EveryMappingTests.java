package io.chaosmiddleware.spring.contract;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.contract.EveryMappingApplication.FirstMapping;
import io.chaosmiddleware.spring.contract.EveryMappingApplication.OnlyMapping;
import io.chaosmiddleware.spring.contract.EveryMappingApplication.OwnMvc;
import io.chaosmiddleware.spring.contract.EveryMappingApplication.PlainMapping;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * On Spring MVC it does not matter where a mapping comes from: the interceptor is the
 * last of every chain, except those of the actuator. What it does not reach is named, and
 * nobody is told that it could be hit.
 */
@ParameterizedClass
@EnumSource(names = { "TOMCAT", "JETTY" })
@ExtendWith(OutputCaptureExtension.class)
class EveryMappingTests {

	private static final String FAULT = "fault java.lang.IllegalStateException";

	private static final String[] ACTUATOR = { "management.endpoints.web.exposure.include=*",
			"management.endpoint.chaos.access=unrestricted" };

	private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private static TestApplication application;

	private static String startUp;

	@Parameter
	private TestServer server;

	@BeforeParameterizedClassInvocation
	static void start(TestServer server, CapturedOutput output) {
		int before = output.toString().length();
		application = TestApplication.start(server, EveryMappingApplication.class, ACTUATOR[0], ACTUATOR[1],
				"spring.web.resources.add-mappings=false", "chaos.middleware.exclude-routes=/excluded");
		startUp = output.toString().substring(before);
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		application.close();
	}

	@AfterEach
	void calmDown() {
		application.engine().control().cancelAll(null);
		EveryMappingApplication.SEEN.clear();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/annotated", "/plain", "/url", "/second/hello" })
	void itsRequestsAreAttacked(String path) throws Exception {
		assertThat(application.get(path).statusCode()).isEqualTo(200);

		HttpResponse<String> attacked = application.attack(path, FAULT);

		assertThat(attacked.statusCode()).isEqualTo(500);
		assertThat(result(attacked)).isEqualTo("fault;verdict=injected");
		application.configure(FAULT);
		assertThat(application.get(path).statusCode()).isEqualTo(500);
		JsonNode explained = explain("{\"path\":\"" + path + "\"}");
		assertThat(explained.at("/verdicts/0/verdict").asString()).isEqualTo("injected");
		assertThat(explained.has("warning")).isFalse();
	}

	@Test
	void theInterceptorsOfAMappingSeeTheFailureAsARealOne() {
		application.attack("/plain", FAULT);

		assertThat(EveryMappingApplication.SEEN).containsExactly("preHandle",
				"afterCompletion java.lang.IllegalStateException");
		assertThat(application.bean(PlainMapping.class).chain.getInterceptorList())
			.as("a chain that a mapping shares between requests stays as it is")
			.hasSize(1);
	}

	@Test
	void aFilterThatAsksTheMappingsIsNotDisturbed() {
		application.configure(FAULT);

		assertThat(result(application.attack("/annotated?ask", FAULT))).isEqualTo("fault;verdict=injected");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			textBlock = """
					GET     ; /first         ; 200 ; it is served by the mapping 'firstMapping' (io.chaosmiddleware.spring.contract.EveryMappingApplication$FirstMapping), which Chaos Middleware does not reach
					GET     ; /narrow/hello  ; 200 ; it is served by the mapping io.chaosmiddleware.spring.contract.EveryMappingApplication$OnlyMapping, which Chaos Middleware does not reach
					GET     ; /servlet       ; 200 ; it is served by the servlet 'plainServlet', not by Spring MVC
					GET     ; /nowhere       ; 404 ; none of the application's mappings serves it
					GET     ; /second/nowhere; 404 ; none of the application's mappings serves it
					DELETE  ; /annotated     ; 405 ; Request method 'DELETE' is not supported
					GET     ; /parameter?x=2 ; 400 ; Parameter conditions "x=1" not met for actual request parameters: x={2}
					GET     ; /header        ; 404 ; none of the application's mappings serves it
					GET     ; /actuator/info ; 200 ; the actuator is never attacked
					""")
	void whatIsNotReachedIsNotSaidToBeInjected(String method, String path, int status, String why) throws Exception {
		HttpResponse<String> attacked = send(method, path, AttackEngine.ATTACK_HEADER, document(FAULT));
		assertThat(attacked.statusCode()).isEqualTo(status);
		assertThat(result(attacked)).isNull();
		application.configure(FAULT);
		assertThat(send(method, path).statusCode()).isEqualTo(status);

		JsonNode explained = explain("{\"method\":\"" + method + "\",\"path\":\"" + path + "\"}");

		assertThat(explained.at("/verdicts/0/verdict").asString()).isEqualTo("skipped");
		assertThat(explained.at("/verdicts/0/reason").asString())
			.isEqualTo(path.startsWith("/actuator") ? "excluded-route" : "unreachable");
		assertThat(explained.path("warning").asString()).startsWith("No attack can hit this request: ").endsWith(why);
	}

	@Test
	void aMappingThatFailsOnlyForARequestThatNobodySendsIsNotSaidToBeOutOfReach() throws Exception {
		application.configure(FAULT);
		assertThat(application.get("/filtered").statusCode()).as("a filter of the application has run").isEqualTo(500);
		assertThat(application.get("/unlinked").statusCode()).isEqualTo(500);

		JsonNode filtered = explain("{\"path\":\"/filtered\"}");
		JsonNode unlinked = explain("{\"path\":\"/unlinked\"}");

		String unknown = "Whether an attack can hit this request is not known: the mapping 'plainMapping' ("
				+ PlainMapping.class.getName() + ") fails with ";
		assertThat(filtered.at("/verdicts/0/verdict").asString()).isEqualTo("injected");
		assertThat(filtered.path("warning").asString()).isEqualTo(unknown + "java.lang.NullPointerException");
		assertThat(unlinked.at("/verdicts/0/verdict").asString()).isEqualTo("injected");
		assertThat(unlinked.path("warning").asString()).isEqualTo(unknown + "java.lang.NoClassDefFoundError");
	}

	@Test
	void aMappingMayLookAtMoreThanTheRequestLine() throws Exception {
		application.configure(FAULT);
		assertThat(application.get("/curious", "cookie", "a=1; b=2", "x-version", "2").statusCode()).isEqualTo(500);

		JsonNode explained = explain(
				"{\"path\":\"/curious\",\"headers\":{\"cookie\":\"a=1; b=2\",\"x-version\":\"2\"}}");

		assertThat(explained.at("/verdicts/0/verdict").asString()).isEqualTo("injected");
		assertThat(explained.has("warning")).isFalse();
	}

	@Test
	void aRequestThatNobodyServesIsAnsweredAsEver() {
		HttpResponse<String> calm = application.get("/nowhere");

		application.configure("fault java.lang.IllegalStateException /elsewhere");
		HttpResponse<String> attacked = application.get("/nowhere");

		assertThat(attacked.statusCode()).isEqualTo(404);
		assertThat(attacked.body().replaceFirst("\"timestamp\":\"[^\"]*\"", ""))
			.isEqualTo(calm.body().replaceFirst("\"timestamp\":\"[^\"]*\"", ""));
	}

	@Test
	void whatSuitsAMappingByQueryOrHeaderIsInjected() throws Exception {
		application.configure(FAULT);

		assertThat(explain("{\"path\":\"/parameter?x=1\"}").at("/verdicts/0/verdict").asString()).isEqualTo("injected");
		assertThat(
				explain("{\"path\":\"/header\",\"headers\":{\"X-Other\":\"1\"}}").at("/verdicts/0/verdict").asString())
			.isEqualTo("injected");
		assertThat(application.get("/parameter?x=1").statusCode()).isEqualTo(500);
		assertThat(application.get("/header", "x-other", "1").statusCode()).isEqualTo(500);
	}

	@Test
	void aPreflightRequestIsNot() throws Exception {
		application.configure(FAULT);

		JsonNode explained = explain("{\"method\":\"OPTIONS\",\"path\":\"/annotated\",\"headers\":"
				+ "{\"origin\":\"https://other.example\",\"access-control-request-method\":\"GET\"}}");

		assertThat(explained.at("/verdicts/0/reason").asString()).isEqualTo("unreachable");
		assertThat(explained.path("warning").asString()).endsWith("CORS preflight requests are never attacked");
	}

	@Test
	void startUpNamesTheMappingsThatAreNotReached() {
		assertThat(startUp.lines().filter((line) -> line.contains("cannot be attacked"))).satisfiesExactlyInAnyOrder(
				(line) -> assertThat(line).contains("WARN",
						"Requests that the handler mapping 'firstMapping' (" + FirstMapping.class.getName()
								+ ") serves cannot be attacked"),
				(line) -> assertThat(line).contains("WARN", "Requests that the handler mapping "
						+ OnlyMapping.class.getName() + " serves cannot be attacked"));
	}

	@Test
	void aRouteThatHitsOnlyWhatIsNotReachedIsWarnedOf() throws Exception {
		HttpResponse<String> started = send("POST", "/actuator/chaos", document("delay 1 ^/first$", "delay 1 /url"));

		assertThat(JsonMapper.shared().readTree(started.body()).path("warnings").valueStream().map(JsonNode::asString))
			.containsExactly("$.actions[0].route: '^/first$' hits none of the application's mappings that may be"
					+ " attacked, only others such as /first");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/health", "/chaos", "/mappings" })
	void theActuatorOnTheSamePortIsNot(String path) {
		application.configure(FAULT);

		HttpResponse<String> answer = application.attack("/actuator" + path, FAULT);

		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(result(answer)).isNull();
	}

	@Test
	void anActuatorAtTheRootIsNeitherButTheApplicationIs() throws Exception {
		try (TestApplication root = TestApplication.start(this.server, OwnMvc.class, ACTUATOR[0], ACTUATOR[1],
				"management.endpoints.web.base-path=/")) {
			root.configure(FAULT);
			for (String path : List.of("/health", "/chaos")) {
				HttpResponse<String> answer = root.attack(path, FAULT);
				assertThat(answer.statusCode()).as(path).isEqualTo(200);
				assertThat(result(answer)).as(path).isNull();
			}
			assertThat(result(root.attack("/annotated", FAULT))).isEqualTo("fault;verdict=injected");
		}
	}

	@Test
	void anApplicationThatConfiguresSpringMvcByItselfIsAttacked(CapturedOutput output) {
		int before = output.toString().length();
		try (TestApplication own = TestApplication.start(this.server, OwnMvc.class, ACTUATOR)) {
			assertThat(output.toString().substring(before)).contains("header attacks on")
				.doesNotContain("nothing that it can attack", "cannot be attacked");
			assertThat(own.get("/annotated").statusCode()).isEqualTo(200);
			assertThat(result(own.attack("/annotated", FAULT))).isEqualTo("fault;verdict=injected");
			own.configure(FAULT);
			assertThat(own.get("/annotated").statusCode()).isEqualTo(500);
			assertThat(own.get("/actuator/health").statusCode()).isEqualTo(200);
			assertThat(result(own.attack("/actuator/health", FAULT))).isNull();
		}
	}

	private static JsonNode explain(String request) throws Exception {
		return JsonMapper.shared().readTree(send("POST", "/actuator/chaos/explain", request).body());
	}

	private static HttpResponse<String> send(String method, String path) throws Exception {
		return send(method, path, Map.of(), HttpRequest.BodyPublishers.noBody());
	}

	private static HttpResponse<String> send(String method, String path, String header, String value) throws Exception {
		return send(method, path, Map.of(header, value), HttpRequest.BodyPublishers.noBody());
	}

	private static HttpResponse<String> send(String method, String path, String json) throws Exception {
		return send(method, path, Map.of("Content-Type", "application/json"),
				HttpRequest.BodyPublishers.ofString(json));
	}

	private static HttpResponse<String> send(String method, String path, Map<String, String> headers,
			HttpRequest.BodyPublisher body) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + application.port() + path))
			.method(method, body);
		headers.forEach(request::header);
		return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private static String result(HttpResponse<String> answer) {
		return answer.headers().firstValue(AttackEngine.RESULT_HEADER).orElse(null);
	}

}
