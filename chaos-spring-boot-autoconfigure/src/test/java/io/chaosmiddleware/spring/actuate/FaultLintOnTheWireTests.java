package io.chaosmiddleware.spring.actuate;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.actuate.EndpointApplication.Answer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint says of faults that do not do what their names promise, and that it
 * is true.
 */
class FaultLintOnTheWireTests {

	private static final String NOT_FOUND = "'java.io.IOExeption' is not found, so ChaosMiddlewareException is thrown"
			+ " instead; similar is java.io.IOException; see chaos.middleware.fault.allowed";

	private static final String NOT_ALLOWED = "'jakarta.persistence.PersistenceException' is not among the allowed"
			+ " exceptions (java.**, org.springframework.**, io.chaosmiddleware.spring.actuate.**), so"
			+ " ChaosMiddlewareException is thrown instead; see chaos.middleware.fault.allowed";

	private static final String LOST_CLIENT = "'java.io.EOFException' is taken for a client that has gone: unless the"
			+ " application handles it, the answer is 200 without a body";

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void faultsThatDoSomethingElseAreWarnedOf(String type) {
		boolean servlet = type.equals("servlet");
		try (EndpointApplication application = new EndpointApplication(type, List
			.of("management.endpoints.web.exposure.include=chaos", "management.endpoint.chaos.access=unrestricted"))) {
			Answer started = start(application,
					"{\"actions\":[" + fault("java.io.IOExeption") + "," + fault("java.io.IOExeption") + ","
							+ fault("jakarta.persistence.PersistenceException") + "," + fault("java.io.EOFException")
							+ "," + fault("java.io.IOException") + ",{\"name\":\"delay\",\"value\":\"1\"}]}");
			assertThat(started.status()).isEqualTo(201);
			assertThat(started.json().at("/warnings")).extracting(JsonNode::asString)
				.containsExactlyElementsOf(servlet
						? List.of("$.actions[0].value: " + NOT_FOUND, "$.actions[2].value: " + NOT_ALLOWED,
								"$.actions[3].value: " + LOST_CLIENT)
						: List.of("$.actions[0].value: " + NOT_FOUND, "$.actions[2].value: " + NOT_ALLOWED));
			assertThat(start(application,
					"{\"actions\":[" + fault("java.io.IOExeption") + "],\"target\":{\"application\":\"other\"}}")
				.json()
				.has("warnings")).isFalse();
			assertThat(warnings(explain(application, "")))
				.containsExactlyElementsOf(servlet ? List.of(NOT_FOUND, NOT_FOUND, NOT_ALLOWED, LOST_CLIENT, "", "", "")
						: List.of(NOT_FOUND, NOT_FOUND, NOT_ALLOWED, "", "", "", ""));

			application.engine().control().halt(null);
			assertThat(warnings(explain(application, header("java.io.IOExeption", "")))).containsExactly(NOT_FOUND);
			assertThat(warnings(explain(application, header("java.io.IOExeption", "other")))).containsExactly("");
			application.engine().control().resume(null);

			Answer attacked = application.main("GET", "/orders", AttackEngine.ATTACK_HEADER,
					"{\"actions\":[" + fault("java.io.EOFException") + "]}");
			assertThat(attacked.status()).isEqualTo(servlet ? 200 : 500);
			assertThat(attacked.response().body()).isEmpty();
		}
	}

	private static String fault(String name) {
		return "{\"name\":\"fault\",\"value\":\"" + name + "\"}";
	}

	private static String header(String name, String application) {
		String target = application.isEmpty() ? "" : ",\"target\":{\"application\":\"" + application + "\"}";
		return ",\"headers\":{\"x-proofdock-attack\":"
				+ JsonMapper.shared().writeValueAsString("{\"actions\":[" + fault(name) + "]" + target + "}") + "}";
	}

	private static Answer start(EndpointApplication application, String document) {
		return application.management("POST", "/actuator/chaos", document.getBytes(StandardCharsets.UTF_8),
				"Content-Type", "application/json");
	}

	private static JsonNode explain(EndpointApplication application, String headers) {
		return application
			.management("POST", "/actuator/chaos/explain",
					("{\"path\":\"/orders\"" + headers + "}").getBytes(StandardCharsets.UTF_8), "Content-Type",
					"application/json")
			.json();
	}

	private static List<String> warnings(JsonNode explained) {
		return explained.at("/verdicts").valueStream().map((verdict) -> verdict.path("warning").asString("")).toList();
	}

}
