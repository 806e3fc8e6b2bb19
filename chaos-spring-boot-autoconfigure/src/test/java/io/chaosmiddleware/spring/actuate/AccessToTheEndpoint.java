package io.chaosmiddleware.spring.actuate;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.chaosmiddleware.spring.actuate.EndpointApplication.Answer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may call the endpoint how: methods, origins, access, exposure, guard and limits.
 */
interface AccessToTheEndpoint extends EndpointCalls {

	@Test
	default void headAndOptionsAreSane() {
		Answer head = call("HEAD", "");
		assertThat(head.status()).isEqualTo(200);
		assertThat(head.response().body()).isEmpty();
		assertThat(call("OPTIONS", "").status()).isEqualTo(200);
		assertThat(call("OPTIONS", "").header("allow")).isEqualTo("GET, HEAD, POST, DELETE, OPTIONS");
		assertThat(call("OPTIONS", "/halt").header("allow")).isEqualTo("POST, OPTIONS");
		assertThat(call("OPTIONS", "/explain").header("allow")).isEqualTo("POST, OPTIONS");
		assertThat(call("OPTIONS", "/0123").header("allow")).isEqualTo("DELETE, OPTIONS");
	}

	@Test
	default void otherMethodsAreNotAllowed() {
		for (String call : List.of("PUT ", "PATCH ", "GET /halt", "HEAD /resume", "PUT /explain", "GET /0123")) {
			String[] parts = call.split(" ", 2);
			Answer answer = call(parts[0], parts[1]);

			assertThat(answer.status()).as(call).isEqualTo(405);
			assertThat(answer.header("allow")).as(call).contains("OPTIONS");
		}
		assertThat(engine().state().name()).isEqualTo("ACTIVE");
	}

	@Test
	default void pagesOfOtherOriginsCannotCommandChaos() {
		for (String origin : List.of("https://evil.example", "null")) {
			assertThat(application().management("POST", path() + "/halt", null, "Origin", origin).status())
				.isEqualTo(403);
			assertThat(application()
				.management("POST", path(), DELAY.getBytes(StandardCharsets.UTF_8), "Origin", origin, "Content-Type",
						JSON)
				.status()).isEqualTo(403);
			assertThat(application().management("DELETE", path(), null, "Origin", origin).status()).isEqualTo(403);
			assertThat(application()
				.management("OPTIONS", path(), null, "Origin", origin, "Access-Control-Request-Method", "POST")
				.status()).isEqualTo(403);
		}
		assertThat(engine().state().name()).isEqualTo("ACTIVE");
		assertThat(engine().activeAttacks()).hasSize(1);
	}

	@Test
	default void readingAndExplainingIsAllThatIsAllowedByDefault() {
		try (EndpointApplication application = start("management.endpoints.web.exposure.include=chaos")) {
			assertThat(application.management("GET", path(), null).status()).isEqualTo(200);
			assertThat(application.management("GET", path(), null).json().at("/sources/endpoint/state").asString())
				.isEqualTo("READ_ONLY");
			byte[] request = "{\"path\":\"/orders\"}".getBytes(StandardCharsets.UTF_8);
			assertThat(post(application, "/explain", JSON, request).status()).isEqualTo(200);
			byte[] attack = DELAY.getBytes(StandardCharsets.UTF_8);
			for (Answer answer : List.of(post(application, "", JSON, attack), post(application, "", null, attack),
					post(application, "/halt", null, new byte[0]), post(application, "/resume", null, new byte[0]),
					application.management("DELETE", path(), null),
					application.management("DELETE", path() + "/properties-1", null))) {
				assertThat(answer.status()).isEqualTo(405);
				assertThat(answer.header("allow")).doesNotContain("POST").doesNotContain("DELETE");
				assertThat(answer.detail()).contains("'management.endpoint.chaos.access=unrestricted'");
			}
			assertThat(application.management("OPTIONS", path(), null).header("allow")).isEqualTo("GET, HEAD, OPTIONS");
			assertThat(application.engine().state().name()).isEqualTo("ACTIVE");
			assertThat(application.engine().activeAttacks()).isEmpty();
		}
	}

	@Test
	default void accessIsCappedByWhatIsPermittedAtMost() {
		try (EndpointApplication application = start("management.endpoints.web.exposure.include=chaos",
				"management.endpoint.chaos.access=unrestricted",
				"management.endpoints.access.max-permitted=read-only")) {
			assertThat(application.management("GET", path(), null).status()).isEqualTo(200);
			assertThat(post(application, "/halt", null, new byte[0]).status()).isEqualTo(405);
		}
	}

	@Test
	default void nothingIsThereWithoutAccess() {
		try (EndpointApplication application = start("management.endpoints.web.exposure.include=*",
				"management.endpoint.chaos.access=none")) {
			nothingThere(application);
		}
	}

	@Test
	default void nothingIsThereUnlessExposed() {
		try (EndpointApplication application = start("management.endpoint.chaos.access=unrestricted",
				"management.endpoints.web.exposure.include=health,info")) {
			nothingThere(application);
		}
	}

	@Test
	default void nothingIsThereIfExposedToJmxOnly() {
		try (EndpointApplication application = start("management.endpoint.chaos.access=unrestricted",
				"spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=chaos")) {
			nothingThere(application);
		}
	}

	private void nothingThere(EndpointApplication application) {
		byte[] attack = DELAY.getBytes(StandardCharsets.UTF_8);
		assertThat(application.management("GET", path(), null).status()).isEqualTo(404);
		assertThat(post(application, "", JSON, attack).status()).isEqualTo(404);
		assertThat(post(application, "/explain", JSON, attack).status()).isEqualTo(404);
		assertThat(post(application, "/halt", null, new byte[0]).status()).isEqualTo(404);
		assertThat(application.management("DELETE", path(), null).status()).isEqualTo(404);
	}

	@Test
	default void guardedEngineStartsNothingAndSaysWhy() {
		try (EndpointApplication application = start("management.endpoints.web.exposure.include=*",
				"management.endpoint.chaos.access=unrestricted", "spring.profiles.active=prod")) {
			JsonNode status = application.management("GET", path(), null).json();
			assertThat(status.at("/state").asString()).isEqualTo("GUARDED");
			assertThat(status.at("/guardedReason").asString()).contains("'prod'");

			Answer answer = post(application, "", JSON, DELAY.getBytes(StandardCharsets.UTF_8));

			assertThat(answer.status()).isEqualTo(409);
			assertThat(answer.detail()).contains("stands down", "'prod'");
			assertThat(post(application, "", JSON, "{}".getBytes(StandardCharsets.UTF_8)).status()).isEqualTo(400);
		}
	}

	@Test
	default void limitsAreThoseOfTheProperties() {
		try (EndpointApplication application = start("management.endpoints.web.exposure.include=*",
				"management.endpoint.chaos.access=unrestricted", "chaos.middleware.limits.max-duration=5m",
				"chaos.middleware.limits.max-delay=90s", "chaos.middleware.header.token=secret")) {
			JsonNode json = post(application, "", JSON, document("delay 90").getBytes(StandardCharsets.UTF_8)).json();
			assertThat(Duration.between(Instant.parse(json.at("/start").asString()),
					Instant.parse(json.at("/expiry").asString())))
				.isEqualTo(Duration.ofMinutes(5));
			Answer tooLong = post(application, "", JSON,
					"{\"actions\":[{\"name\":\"delay\",\"value\":\"91\"}],\"duration\":\"301s\"}"
						.getBytes(StandardCharsets.UTF_8));
			assertThat(tooLong.problems()).satisfiesExactly(
					(problem) -> assertThat(problem).startsWith("$.duration schema 'duration' may be at most 5m"),
					(problem) -> assertThat(problem).startsWith("$.actions[0].value delay-too-long"));
			String status = application.management("GET", path(), null).response().body();
			assertThat(status).contains("TOKEN_REQUIRED").doesNotContain("secret");
			JsonNode explained = post(application, "/explain", JSON,
					"{\"path\":\"/\",\"headers\":{\"x-proofdock-attack\":\"{}\"}}".getBytes(StandardCharsets.UTF_8))
				.json();
			assertThat(explained.at("/headerProblems/0/reason").asString()).isEqualTo("unauthorized");
		}
	}

	@Test
	default void configuredOriginsMayCall() {
		try (EndpointApplication application = start("management.endpoints.web.exposure.include=*",
				"management.endpoint.chaos.access=unrestricted",
				"management.endpoints.web.cors.allowed-origins=https://panel.example",
				"management.endpoints.web.cors.allowed-methods=GET,POST")) {
			Answer preflight = application.management("OPTIONS", path(), null, "Origin", "https://panel.example",
					"Access-Control-Request-Method", "POST");
			assertThat(preflight.status()).isEqualTo(200);
			assertThat(preflight.header("access-control-allow-origin")).isEqualTo("https://panel.example");
			assertThat(
					application.management("POST", path() + "/halt", null, "Origin", "https://panel.example").status())
				.isEqualTo(200);
			assertThat(
					application.management("POST", path() + "/halt", null, "Origin", "https://evil.example").status())
				.isEqualTo(403);
		}
	}

}
