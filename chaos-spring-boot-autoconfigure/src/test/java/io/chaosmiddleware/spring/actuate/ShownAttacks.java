package io.chaosmiddleware.spring.actuate;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.spring.TestDocuments;
import io.chaosmiddleware.spring.WithoutWaiting;
import io.chaosmiddleware.spring.actuate.EndpointApplication.Answer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint shows of an active attack is a document that it takes.
 */
interface ShownAttacks extends EndpointCalls {

	String ROUTE = "/" + "r".repeat(255);

	String LONG = "x".repeat(3000) + "\\u0000\\u001b[2J\\u009b\\u007f\\r\\n\\t\\\"\\\\ \u00e9\ud83d\ude00\u2028";

	String ACTIONS = "[{\"name\":\"fault\",\"value\":\"" + LONG + "\",\"route\":\"" + ROUTE + "\"},"
			+ "{\"name\":\"fault\",\"value\":\"java.io.IOException\",\"route\":\"^/[a-z]+$\",\"probability\":\" +07\"},"
			+ "{\"name\":\"fault\",\"value\":\"\",\"type\":\"before\"},{\"name\":\"delay\",\"value\":\" 007\",\"route\":\"\"}]";

	@Test
	default void everythingThatIsShownCanBePostedAgain() {
		AttackParser parser = new AttackParser(AttackLimits.OPERATOR);
		String document = "{\"actions\":" + ACTIONS + ",\"target\":{\"application\":\"" + LONG + "\",\"environment\":\""
				+ LONG + "\"}}";
		JsonNode started = startAttack(document).json();
		engine().control()
			.replace(AttackSource.LOADER,
					List.of(new Attack(parser.parseActions(ACTIONS.getBytes(StandardCharsets.UTF_8)))));
		try {
			JsonNode attacks = call("GET", "").json().at("/attacks");

			assertThat(attacks).extracting((attack) -> attack.path("source").asString())
				.containsExactly("properties", "endpoint", "loader");
			assertThat(parser.parse(document(started))).isEqualTo(parser.parse(document));
			for (JsonNode shown : attacks) {
				Answer again = startAttack(document(shown));

				assertThat(again.status()).as(again::toString).isEqualTo(201);
				assertThat(attack(again.json())).isEqualTo(attack(shown));
				assertThat(document(again.json())).isEqualTo(document(shown));
			}
			JsonNode cancelled = call("DELETE", "/" + started.path("id").asString()).json().at("/cancelled/0");
			assertThat(document(cancelled)).isEqualTo(document(started));
		}
		finally {
			engine().control().replace(AttackSource.LOADER, List.of());
		}
	}

	@Test
	default void aRefusedActionShowsItsProblemsAndCannotBePostedAgain() {
		engine().control()
			.replace(AttackSource.LOADER,
					List.of(new Attack(new AttackParser(AttackLimits.OPERATOR)
						.parseActions(("[{\"name\":\"delay\",\"value\":\"soon\"},{\"name\":\"burn\",\"value\":\"1\"},"
								+ "{\"name\":\"delay\",\"value\":\"1\"}]")
							.getBytes(StandardCharsets.UTF_8)))));
		try {
			JsonNode shown = call("GET", "").json().at("/attacks/1");

			assertThat(shown.at("/actions/0").propertyNames()).containsExactly("name", "problems");
			assertThat(shown.at("/actions/0/name").asString()).isEqualTo("delay");
			assertThat(shown.at("/actions/0/problems/0/path").asString()).isEqualTo("$[0].value");
			assertThat(shown.at("/actions/0/problems/0/message").asString()).startsWith("'soon' is not");
			assertThat(shown.at("/actions/1/name").asString()).isEqualTo("unknown");
			assertThat(shown.at("/actions/1/problems/0/message").asString()).startsWith("unknown action 'burn'");
			assertThat(shown.at("/actions/2").toString()).isEqualTo("{\"name\":\"delay\",\"value\":\"1\"}");

			Answer again = startAttack(document(shown));

			assertThat(again.status()).isEqualTo(400);
			assertThat(again.problems())
				.anySatisfy((problem) -> assertThat(problem).startsWith("$.actions[0].problems schema unknown field"))
				.anySatisfy((problem) -> assertThat(problem).startsWith("$.actions[1].problems schema unknown field"));
		}
		finally {
			engine().control().replace(AttackSource.LOADER, List.of());
		}
	}

	@Test
	default void theActionsOfAHeaderAreCut() {
		WithoutWaiting.perform(engine()
			.begin(engine().decide(RequestView.of("GET", "/", TestDocuments.document("fault " + "x".repeat(300))))));

		assertThat(call("GET", "").json().at("/recent/0/verdicts/0/value").asString())
			.isEqualTo("x".repeat(256) + "...");
	}

	private Attack attack(JsonNode shown) {
		return engine().activeAttacks()
			.stream()
			.filter((attack) -> attack.id().equals(shown.path("id").asString()))
			.findFirst()
			.orElseThrow()
			.attack();
	}

	/** Return what docs/endpoint-status.md says to post of a shown attack. */
	private static String document(JsonNode shown) {
		ObjectNode document = JsonMapper.shared().createObjectNode();
		for (String field : List.of("target", "actions")) {
			if (shown.has(field)) {
				document.set(field, shown.get(field));
			}
		}
		return document.toString();
	}

}
