package io.chaosmiddleware.spring.actuate;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.spring.actuate.EndpointApplication.Answer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint says would be done to a request.
 */
interface ExplanationOfARequest extends EndpointCalls {

	@Test
	default void explainAnswersTheVerdictOfEveryActionAndDoesNothing() {
		String id = startAttack("{\"actions\":[{\"name\":\"delay\",\"value\":\"2\",\"route\":\"/orders\"},"
				+ "{\"name\":\"fault\",\"value\":\"java.lang.IllegalStateException\",\"probability\":\"30\"}]}")
			.json()
			.at("/id")
			.asString();
		long decided = call("GET", "").json().at("/recent").size();

		Answer answer = explain("{\"method\":\"PUT\",\"path\":\"" + servletPath() + "/ord%65rs/7?x=1\"}");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().toString()).isEqualTo("{\"state\":\"ACTIVE\",\"method\":\"PUT\",\"path\":\""
				+ servletPath() + "/orders/7\"," + "\"headerProblems\":[],\"verdicts\":["
				+ "{\"source\":\"properties\",\"attack\":\"properties-1\",\"action\":\"fault\",\"verdict\":\"missed\","
				+ "\"reason\":\"route\",\"value\":\"java.lang.IllegalStateException\",\"route\":\"/never\","
				+ "\"probability\":\"50\"},{\"source\":\"endpoint\",\"attack\":\"" + id
				+ "\",\"action\":\"delay\",\"verdict\":\"injected\",\"details\":{\"seconds\":2},\"value\":\"2\",\"route\":\"/orders\"},{\"source\":\"endpoint\",\"attack\":\""
				+ id
				+ "\",\"action\":\"fault\",\"verdict\":\"would-hit\",\"details\":{\"probability\":30},\"value\":\"java.lang.IllegalStateException\","
				+ "\"probability\":\"30\"}],\"routes\":["
				+ "{\"source\":\"properties\",\"attack\":\"properties-1\",\"action\":\"fault\",\"route\":\"/never\","
				+ "\"mappings\":[],\"warning\":\"'/never' hits none of the application's mappings, static resources aside; known is "
				+ servletPath() + "/orders\"},{\"source\":\"endpoint\",\"attack\":\"" + id
				+ "\",\"action\":\"delay\",\"route\":\"/orders\",\"mappings\":[\"" + servletPath() + "/orders\"]}]}");
		JsonNode status = call("GET", "").json();
		assertThat(status.at("/recent").size()).isEqualTo((int) decided);
		assertThat(status.at("/attacks/1/hits").asInt()).isZero();
	}

	@Test
	default void explainReadsTheAttackHeader() {
		String header = "{\\\"actions\\\":[{\\\"name\\\":\\\"delay\\\",\\\"value\\\":\\\"soon\\\"}]}";
		for (String value : List.of("\"" + header + "\"", "[\"" + header + "\"]")) {
			JsonNode json = explain("{\"path\":\"/orders\",\"headers\":{\"X-Proofdock-Attack\":" + value + "}}").json();

			assertThat(json.at("/method").asString()).isEqualTo("GET");
			assertThat(json.at("/verdicts")).hasSize(1);
			assertThat(json.at("/verdicts/0/source").asString()).isEqualTo("header");
			assertThat(json.at("/verdicts/0/verdict").asString()).isEqualTo("refused");
			assertThat(json.at("/verdicts/0/reason").asString()).isEqualTo("delay-invalid");
			assertThat(json.at("/verdicts/0/problems/0/path").asString()).isEqualTo("$.actions[0].value");
		}
	}

	@Test
	default void explainAuthorisesTheAttackHeaderOnce() {
		AtomicInteger asked = application().context.getBean(AskedAuthorizer.class).asked;
		asked.set(0);

		JsonNode json = explain("{\"path\":\"/orders\",\"headers\":{\"x-proofdock-attack\":\"{\\\"actions\\\":[]}\"}}")
			.json();

		assertThat(json.at("/headerProblems")).isEmpty();
		assertThat(json.at("/verdicts")).isEmpty();
		assertThat(asked).hasValue(1);
	}

	@Test
	default void explainShowsWhyAHeaderIsRefusedWhole() {
		JsonNode notJson = explain("{\"path\":\"/\",\"headers\":{\"x-proofdock-attack\":\"nonsense\"}}").json();
		assertThat(notJson.at("/headerProblems/0/reason").asString()).isEqualTo("not-json");
		assertThat(notJson.at("/verdicts/0/source").asString()).isEqualTo("properties");

		for (String headers : List.of("{\"x-proofdock-attack\":[\"{}\",\"{}\"]}",
				"{\"x-proofdock-attack\":\"{}\",\"X-PROOFDOCK-ATTACK\":\"{}\"}")) {
			JsonNode twice = explain("{\"path\":\"/\",\"headers\":" + headers + "}").json();
			assertThat(twice.at("/headerProblems/0/reason").asString()).isEqualTo("repeated-header");
		}
	}

	@Test
	default void explainWhileHaltedSaysSo() {
		startAttack(DELAY);
		call("POST", "/halt");

		JsonNode json = explain("{\"path\":\"/orders\"}").json();

		assertThat(json.at("/state").asString()).isEqualTo("HALTED");
		assertThat(json.at("/verdicts/1/verdict").asString()).isEqualTo("skipped");
		assertThat(json.at("/verdicts/1/reason").asString()).isEqualTo("halted");
	}

	@Test
	default void explainNamesEveryFaultByItsPath() {
		Answer answer = explain("{\"method\":\"G T\",\"paths\":1,\"headers\":{\"a b\":\"1\",\"c\":2,"
				+ "\"d\":[\"1\",null,[\"2\"]],\"x-proofdock-attack\":{\"actions\":[]},\"e\":\"a\\r\\nb\"}}");

		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.problems()).satisfiesExactlyInAnyOrder(
				(problem) -> assertThat(problem).startsWith("$.paths schema unknown field 'paths'"),
				(problem) -> assertThat(problem).startsWith("$.method schema 'method' must be"),
				(problem) -> assertThat(problem).startsWith("$.path schema 'path' is missing"),
				(problem) -> assertThat(problem).startsWith("$.headers.a b schema 'a b' is not the name of a header"),
				(problem) -> assertThat(problem).startsWith("$.headers.c schema the value of a header must be a text"),
				(problem) -> assertThat(problem).startsWith("$.headers.d[1] schema the value of a header must be"),
				(problem) -> assertThat(problem).startsWith("$.headers.d[2] schema the value of a header must be"),
				(problem) -> assertThat(problem).startsWith("$.headers.x-proofdock-attack schema")
					.contains("as a text"),
				(problem) -> assertThat(problem).startsWith("$.headers.e schema the value of a header has no line"));
	}

	@Test
	default void explainRefusesADocumentInTheWordsOfAnAttack() {
		for (String document : List.of("", "{\n\"path\":}", "{\"path\":\"/\",\"path\":\"/\"}",
				"{\"path\":" + "1".repeat(5000) + "}", "[".repeat(2000))) {
			Answer answer = explain(document);

			assertThat(answer.status()).as(document).isEqualTo(400);
			assertThat(answer.problems()).as(document).isEqualTo(startAttack(document).problems());
		}
		assertThat(explain("{\"path\":7,\"method\":null,\"body\":1}").problems()).containsExactly(
				"$.method schema 'method' must be a text: the name of an HTTP method, such as 'GET'",
				"$.path schema 'path' must be a text: the path of a request, such as '/orders'",
				"$.body schema unknown field 'body'; known are headers, method, path, user");
	}

	@Test
	default void explainRefusesWhatIsNoRequest() {
		for (String document : List.of("", "{", "[]", "\"/orders\"", "{\"path\":\"/\",\"path\":\"/\"}",
				"{\"path\":\"/\"}x", "{\"path\":\"orders\"}", "{\"path\":7}", "{\"path\":null}", "{\"path\":\"\"}",
				"{\"path\":\"/\",\"method\":7}", "{\"path\":\"/\",\"method\":\"\"}", "{\"path\":\"/\",\"headers\":[]}",
				"{\"path\":\"/" + "x".repeat(9000) + "\"}", "[".repeat(2000))) {
			Answer answer = explain(document);

			assertThat(answer.status()).as(document).isEqualTo(400);
			assertThat(answer.problems()).as(document).hasSize(1);
		}
		assertThat(post("/explain", "text/plain", "{\"path\":\"/\"}").status()).isEqualTo(415);
		assertThat(call("POST", "/explain").status()).isEqualTo(415);
		byte[] huge = new byte[AttackLimits.OPERATOR.maxSize() + 1];
		assertThat(post(application(), "/explain", JSON, huge).status()).isEqualTo(413);
	}

}
