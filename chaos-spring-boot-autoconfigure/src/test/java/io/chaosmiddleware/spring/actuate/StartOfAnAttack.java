package io.chaosmiddleware.spring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.engine.ActiveAttack;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.spring.actuate.EndpointApplication.Answer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which documents the endpoint starts, and which it refuses.
 */
interface StartOfAnAttack extends EndpointCalls {

	@Test
	default void startAnswersTheAttack() {
		Instant before = Instant.now();

		Answer answer = startAttack("{\"actions\":[{\"name\":\"delay\",\"value\":3,\"probability\":\"20\"}],"
				+ "\"target\":{\"application\":\"shop\",\"environment\":\"test\"},\"duration\":\"90s\"}");

		assertThat(answer.status()).isEqualTo(201);
		assertThat(answer.header("content-type")).isEqualTo(JSON);
		ActiveAttack attack = started();
		JsonNode json = answer.json();
		assertThat(json.propertyNames()).containsExactly("state", "id", "source", "start", "expiry", "startedBy",
				"hits", "requests", "target", "actions");
		assertThat(json.at("/id").asString()).isEqualTo(attack.id());
		assertThat(json.at("/source").asString()).isEqualTo("endpoint");
		assertThat(json.at("/actions").toString())
			.isEqualTo("[{\"name\":\"delay\",\"value\":\"3\",\"probability\":\"20\"}]");
		Instant start = Instant.parse(json.at("/start").asString());
		assertThat(start).isBetween(before.minusMillis(1), Instant.now().plusMillis(1));
		assertThat(Duration.between(start, Instant.parse(json.at("/expiry").asString())))
			.isEqualTo(Duration.ofSeconds(90));
	}

	private ActiveAttack started() {
		return engine().activeAttacks()
			.stream()
			.filter((attack) -> attack.source() == AttackSource.ENDPOINT)
			.findFirst()
			.orElseThrow();
	}

	@Test
	default void startLastsTenMinutesUnlessTheDocumentSaysHowLong() {
		assertThat(startAttack(DELAY).status()).isEqualTo(201);

		assertThat(Duration.between(started().start(), started().expiry())).isEqualTo(Duration.ofMinutes(10));
	}

	@Test
	default void startKeepsTheIdTheNameAndTheTimesOfTheDocument() {
		Instant start = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
		String document = "{\"id\":\"slow-1\",\"name\":\"Slow\",\"start\":\"%s\",\"until\":\"%s\",\"actions\":[]}"
			.formatted(start, start.plusSeconds(60));

		JsonNode json = startAttack(document).json();

		assertThat(json.at("/id").asString()).isEqualTo("slow-1");
		assertThat(json.at("/name").asString()).isEqualTo("Slow");
		assertThat(json.at("/start").asString()).isEqualTo(start.toString());
		assertThat(json.at("/expiry").asString()).isEqualTo(start.plusSeconds(60).toString());
		Answer again = startAttack(document);
		assertThat(again.status()).isEqualTo(409);
		assertThat(again.detail()).isEqualTo("An attack with the id 'slow-1' is active; cancel it, or use another id");
	}

	@Test
	default void startAcceptsContentTypesOfTheJsonFamily() {
		for (String type : List.of("application/json;charset=UTF-8", "APPLICATION/JSON",
				"application/vnd.spring-boot.actuator.v3+json")) {
			assertThat(post("", type, DELAY).status()).as(type).isEqualTo(201);
		}
	}

	@Test
	default void startRefusesOtherContentTypesAndNone() {
		for (String type : Arrays.asList("application/x-www-form-urlencoded", "text/plain",
				"text/plain; application/json", "nonsense", "*/*", null)) {
			Answer answer = post("", type, DELAY);

			assertThat(answer.status()).as(String.valueOf(type)).isEqualTo(415);
			assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
			assertThat(answer.header("accept")).isEqualTo(JSON);
			assertThat(answer.detail()).contains("'Content-Type: application/json'");
		}
		assertThat(call("POST", "").status()).isEqualTo(415);
		// The server or Spring MVC refuses a multipart request without parts before the
		// endpoint does.
		assertThat(post("", "multipart/form-data", DELAY).status()).isGreaterThanOrEqualTo(400);
		assertThat(engine().activeAttacks()).hasSize(1);
	}

	@Test
	default void startNamesEveryFaultByItsPath() {
		Answer answer = startAttack(
				"{\"actions\":[{\"name\":\"delay\",\"value\":\"soon\",\"probability\":\"0\"},{\"name\":\"burn\","
						+ "\"value\":\"1\",\"route\":\"(\"}],\"duration\":\"25h\",\"targets\":{}}");

		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
		assertThat(answer.json().at("/type").asString()).isEqualTo("about:blank");
		assertThat(answer.json().at("/title").asString()).isEqualTo("Bad Request");
		assertThat(answer.json().at("/status").asInt()).isEqualTo(400);
		assertThat(answer.detail()).isEqualTo("The document is refused; nothing was done");
		assertThat(answer.problems()).satisfiesExactlyInAnyOrder(
				(problem) -> assertThat(problem).startsWith("$.duration schema 'duration' may be at most 24h"),
				(problem) -> assertThat(problem).startsWith("$.targets schema unknown field 'targets'"),
				(problem) -> assertThat(problem).startsWith("$.actions[0].value delay-invalid 'soon'"),
				(problem) -> assertThat(problem).startsWith("$.actions[0].probability probability-out-of-range"),
				(problem) -> assertThat(problem).startsWith("$.actions[1].name unknown-action"),
				(problem) -> assertThat(problem).startsWith("$.actions[1].route route-invalid"));
		assertThat(engine().activeAttacks()).hasSize(1);
	}

	@Test
	default void startRefusesWhatIsNoAttack() {
		refusedAs("", "$ not-json the document is empty");
		refusedAs("{", "$ not-json the document is not readable JSON");
		refusedAs("[]", "$ schema the document must be a JSON object");
		refusedAs("null", "$ schema the document must be a JSON object");
		refusedAs("{\"actions\":[],\"actions\":[]}", "$ not-json");
		refusedAs("{}", "$.actions schema 'actions' is missing");
		refusedAs(document("delay 61"), "$.actions[0].value delay-too-long");
		refusedAs("{\"actions\":[{\"name\":\"delay\",\"value\":\"1\"}],\"target\":{\"application\":\" \"}}",
				"$.target.application blank-target");
		for (String duration : List.of("\"0s\"", "\"-1s\"", "\"PT0S\"", "\"PT-5S\"", "\"soon\"", "\"\"", "5", "null")) {
			refusedAs("{\"actions\":[],\"duration\":" + duration + "}", "$.duration schema 'duration' must be");
		}
		refusedAs("{\"actions\":[],\"duration\":\"P106751991167300D\"}", "$.duration schema 'duration' may be at most");
	}

	private void refusedAs(String document, String problem) {
		Answer answer = startAttack(document);
		assertThat(answer.status()).as(document).isEqualTo(400);
		assertThat(answer.problems()).as(document)
			.singleElement()
			.satisfies((only) -> assertThat(only).startsWith(problem));
	}

	@Test
	default void startRefusesAHugeDocument() {
		byte[] huge = new byte[AttackLimits.OPERATOR.maxSize() + 1];
		Arrays.fill(huge, (byte) ' ');

		Answer answer = post(application(), "", JSON, huge);

		assertThat(answer.status()).isEqualTo(413);
		assertThat(answer.problems()).singleElement()
			.satisfies((problem) -> assertThat(problem).startsWith("$ too-large the document must have at most"));
	}

	@Test
	default void startReadsALargeDocument() {
		String action = "{\"name\":\"delay\",\"value\":\"1\",\"route\":\"/" + "x".repeat(30) + "\"" + " ".repeat(70)
				+ "}";
		String actions = String.join(",", Collections.nCopies(5000, action));

		assertThat(startAttack("{\"actions\":[" + actions + "]}").status()).isEqualTo(201);
	}

	@Test
	default void startedAttackEndsByItselfThoughNobodyAsks() throws Exception {
		assertThat(startAttack("{\"actions\":[{\"name\":\"delay\",\"value\":\"1\"}],\"duration\":\"PT0.3S\"}").status())
			.isEqualTo(201);
		assertThat(engine().activeAttacks()).hasSize(2);

		// The attack lasts 300 ms; the rest is a wide margin for a busy machine.
		for (int i = 0; i < 100 && engine().activeAttacks().size() > 1; i++) {
			Thread.sleep(50);
		}

		assertThat(engine().activeAttacks()).hasSize(1);
	}

}
