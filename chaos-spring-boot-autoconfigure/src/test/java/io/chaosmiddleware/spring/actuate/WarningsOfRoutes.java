package io.chaosmiddleware.spring.actuate;

import java.util.stream.IntStream;

import io.chaosmiddleware.spring.actuate.EndpointApplication.Answer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint says about routes and the mappings they hit.
 */
interface WarningsOfRoutes extends EndpointCalls {

	@Test
	default void startWarnsOfRoutesThatHitNothing() {
		Answer answer = startAttack(
				document("delay 1 /orders", "delay 1 /ordrs", "delay 1", "delay 1 ^/orders/[0-9]{4}$"));

		assertThat(answer.status()).isEqualTo(201);
		assertThat(answer.json().at("/warnings")).extracting(JsonNode::asString)
			.containsExactly(
					"$.actions[1].route: '/ordrs' hits none of the application's mappings, static resources aside; similar is "
							+ servletPath() + "/orders",
					"$.actions[3].route: '^/orders/[0-9]{4}$' hits none of the application's mappings, static resources aside; similar is "
							+ servletPath() + "/orders");
	}

	@Test
	default void startWarnsOfNothingElse() {
		String route = "{\"actions\":[{\"name\":\"delay\",\"value\":\"1\",\"route\":\"%s\"}]%s}";

		assertThat(startAttack(route.formatted("/orders", "")).json().has("warnings")).isFalse();
		assertThat(startAttack(route.formatted("", "")).json().has("warnings")).isFalse();
		assertThat(startAttack(route.formatted("/ordrs", ",\"target\":{\"application\":\"other\"}")).json()
			.has("warnings")).isFalse();
		assertThat(
				startAttack(route.formatted("/ordrs", ",\"target\":{\"application\":\"shop\"}")).json().at("/warnings"))
			.hasSize(1);
	}

	@Test
	default void startWarnsOfTheActuatorWhichIsNeverAttacked() {
		Answer answer = startAttack(document("delay 1 " + path()));

		assertThat(answer.json().at("/warnings/0").asString())
			.startsWith("$.actions[0].route: '" + path() + "' hits none of the application's mappings")
			.endsWith("; the actuator is never attacked");
	}

	@Test
	default void explainNamesWhatTheRoutesOfAHeaderHitThoughItIsMeantForAnotherPath() {
		String header = "{\\\"actions\\\":[{\\\"name\\\":\\\"delay\\\",\\\"value\\\":\\\"1\\\",\\\"route\\\":\\\"%s\\\"},"
				+ "{\\\"name\\\":\\\"delay\\\",\\\"value\\\":\\\"1\\\"}]%s}";
		String request = "{\"path\":\"/\",\"headers\":{\"x-proofdock-attack\":\"%s\"}}";

		JsonNode hit = explain(request.formatted(header.formatted("ord", ""))).json().at("/routes");
		assertThat(hit).hasSize(2);
		assertThat(hit.at("/0").toString())
			.isEqualTo("{\"source\":\"header\",\"action\":\"delay\",\"route\":\"ord\",\"mappings\":[\"" + servletPath()
					+ "/orders\"]}");
		assertThat(hit.at("/1/attack").asString()).isEqualTo("properties-1");
		JsonNode missed = explain(request.formatted(header.formatted("/ordrs", ""))).json().at("/routes/0");
		assertThat(missed.at("/mappings")).isEmpty();
		assertThat(missed.at("/warning").asString()).contains("similar is " + servletPath() + "/orders");
		String onOthers = header.formatted("/ordrs", ",\\\"target\\\":{\\\"application\\\":\\\"other\\\"}");
		assertThat(explain(request.formatted(onOthers)).json().at("/routes")).hasSize(1);
		assertThat(explain(request.formatted("nonsense")).json().at("/routes")).hasSize(1);
	}

	@Test
	default void explainNamesAtMostAHundredRoutes() {
		String[] actions = IntStream.range(0, 120).mapToObj((i) -> "delay 1 /orders" + i).toArray(String[]::new);
		startAttack(document(actions));

		JsonNode explained = explain("{\"path\":\"/\"}").json();

		assertThat(explained.at("/routes")).hasSize(100);
		assertThat(explained.at("/routesLeftOut").asInt()).isEqualTo(21);
	}

}
