package io.chaosmiddleware.spring.actuate;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import io.chaosmiddleware.spring.actuate.EndpointApplication.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint shows and explains of attacks that are aimed as in docs/aim.md.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class AimOnTheWireTests {

	private static final String SECRETIVE = "{\"id\":\"blip\",\"actions\":[{\"name\":\"delay\",\"value\":\"1ms\","
			+ "\"headers\":{\"x-token\":[\"s3cret\",\"other\"],\"x-any\":\"*\"},\"query\":{\"page\":[\"1\",\"2\"]},"
			+ "\"cookies\":{\"sid\":\"s3cret\"},\"user\":[\"s3cret\"]}]}";

	private static final String SHOWN = "{\"name\":\"delay\",\"value\":\"1ms\",\"requestHeaders\":{\"x-any\":\"*\",\"x-token\":\"***\"},"
			+ "\"query\":{\"page\":[\"1\",\"2\"]},\"cookies\":{\"sid\":\"***\"},\"user\":\"***\"}";

	private EndpointApplication application;

	@BeforeAll
	void start() {
		// Without Spring Security the auto-configuration of Spring Boot 4.1.1 fails.
		this.application = new EndpointApplication("servlet",
				List.of("management.endpoints.web.exposure.include=chaos",
						"management.endpoint.chaos.access=unrestricted", "chaos.middleware.application-id="),
				EventsOnTheWireTests.Audit.class);
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	@AfterEach
	void calm() {
		this.application.engine().control().cancelAll(null);
	}

	private Answer post(String path, String document) {
		return this.application.management("POST", "/actuator/chaos" + path, document.getBytes(StandardCharsets.UTF_8),
				"Content-Type", "application/json");
	}

	private JsonNode status() {
		return this.application.management("GET", "/actuator/chaos", null).json();
	}

	@Test
	void secretsAreNotShownAnywhere(CapturedOutput output) throws InterruptedException {
		BlockingQueue<AuditEvent> events = this.application.context.getBean(EventsOnTheWireTests.Audit.class).events;
		events.clear();

		Answer started = post("", SECRETIVE);
		Answer hit = this.application.main("GET", "/orders?page=1", "x-proofdock-attack",
				"{\"actions\":[{\"name\":\"delay\",\"value\":\"1ms\",\"headers\":{\"x-token\":\"s3cret\"}}]}",
				"x-token", "s3cret");

		assertThat(started.status()).isEqualTo(201);
		assertThat(started.json().at("/actions/0")).hasToString(SHOWN);
		assertThat(hit.header("x-proofdock-attack-result")).isEqualTo("delay;verdict=injected;seconds=0.001");
		JsonNode status = status();
		assertThat(status.at("/attacks/0/actions/0")).hasToString(SHOWN);
		assertThat(status.at("/recent/0/verdicts/0/requestHeaders")).hasToString("{\"x-token\":\"***\"}");
		assertThat(status.toString()).doesNotContain("s3cret");
		AuditEvent audited = events.poll(30, TimeUnit.SECONDS);
		while (audited != null && !audited.getType().equals("CHAOS_ATTACK_STARTED")) {
			audited = events.poll(30, TimeUnit.SECONDS);
		}
		assertThat(String.valueOf(audited)).contains("x-token", "sid").doesNotContain("s3cret");
		assertThat(output).contains("blip").doesNotContain("s3cret");
	}

	@Test
	void whatIsShownInPlaceOfSecretsCannotBePostedAgain() {
		Answer again = post("", "{\"actions\":[" + SHOWN + "]}");

		assertThat(again.status()).isEqualTo(400);
		assertThat(again.problems()).containsExactly(
				"$.actions[0].requestHeaders header-invalid '***' stands for a value that is not shown; give the value of 'x-token' in its place",
				"$.actions[0].cookies cookie-invalid '***' stands for a value that is not shown; give the value of 'sid' in its place",
				"$.actions[0].user user-invalid '***' stands for a value that is not shown; give the value of 'user' in its place");
		assertThat(status().at("/attacks")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"path":"/orders?page=2","user":"alice","headers":{"x-a":"1","cookie":"sid=7"}} | would-hit |
			{"path":"/orders?page=2","user":"alice","headers":{"x-a":"1"}}                  | missed    | cookies
			{"path":"/orders?page=2","user":"eve","headers":{"x-a":"1","cookie":"sid=7"}}   | missed    | user
			{"path":"/orders?page=2","headers":{"x-a":"1","cookie":"sid=7"}}                | missed    | user
			{"path":"/orders","user":"alice","headers":{"x-a":"1","cookie":"sid=7"}}        | missed    | query
			{"path":"/orders?page=2","user":"alice","headers":{"cookie":"sid=7"}}           | missed    | headers
			{"path":"/orders?page=2","method":"HEAD","user":"alice"}                        | missed    | method
			""")
	void explainKnowsAllConditions(String request, String verdict, String reason) {
		post("", "{\"actions\":[{\"name\":\"delay\",\"value\":\"1\",\"method\":\"GET\",\"headers\":{\"x-a\":\"*\"},"
				+ "\"query\":{\"page\":\"2\"},\"cookies\":{\"sid\":\"7\"},\"user\":\"alice\",\"probability\":\"0.5\"}]}");

		JsonNode explained = post("/explain", request).json();

		assertThat(explained.at("/verdicts/0/verdict").asString()).isEqualTo(verdict);
		assertThat(explained.at("/verdicts/0/reason").asString("-")).isEqualTo((reason != null) ? reason : "-");
		assertThat(explained.at("/verdicts/0/probability").asString()).isEqualTo("0.5");
	}

	@Test
	void whatCannotBeReachedWouldNotHit() {
		post("", "{\"actions\":[{\"name\":\"delay\",\"value\":\"1\",\"probability\":\"0.5\"}]}");

		JsonNode explained = post("/explain", "{\"path\":\"/orders\",\"method\":\"DELETE\"}").json();

		assertThat(explained.at("/verdicts/0/verdict").asString()).isEqualTo("skipped");
		assertThat(explained.at("/verdicts/0/reason").asString()).isEqualTo("unreachable");
	}

	@Test
	void aUserIsAText() {
		assertThat(post("/explain", "{\"path\":\"/\",\"user\":1}").problems())
			.containsExactly("$.user schema 'user' must be a text: the name of an authenticated user");
	}

	@Test
	void aShareOfTheInstancesNeedsAnIdThatStays() {
		String warning = "[\"This instance has a random id, so that another start may decide otherwise whether it belongs"
				+ " to the share of 'instances'; set 'chaos.middleware.application-id'\"]";

		Answer started = post("", SECRETIVE.replaceFirst("\\{", "{\"target\":{\"instances\":\"99.9%\"},"));

		assertThat(started.json().at("/warnings")).hasToString(warning);
		assertThat(status().at("/attacks/0/target")).hasToString("{\"instances\":\"99.9%\"}");
		assertThat(status().at("/attacks/0/warnings")).hasToString(warning);
		this.application.engine().control().cancelAll(null);
		String id = status().at("/identity/id").asString();
		post("", SECRETIVE.replaceFirst("\\{", "{\"target\":{\"instances\":[\"" + id + "\"]},"));
		assertThat(status().at("/attacks/0").has("warnings")).isFalse();
	}

}
