package io.chaosmiddleware.spring.actuate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.engine.Performance;
import io.chaosmiddleware.spring.WithoutWaiting;
import io.chaosmiddleware.spring.actuate.EndpointApplication.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint shows of attacks and of recent requests.
 */
interface StatusOfTheEndpoint extends EndpointCalls {

	@Test
	default void recentRequestsCanBeFilteredByRouteVerdictAndSource() {
		String fault = document("fault x", "delay 0");
		consider("/filtered/1", fault);
		consider("/filtered/2", "nonsense");
		startAttack(document("fault x /filtered/3"));
		consider("/filtered/3", null);

		assertThat(recent("route=/filtered/{n}")).containsExactly("/filtered/3", "/filtered/2", "/filtered/1");
		assertThat(recent("route=/filtered/1")).containsExactly("/filtered/1");
		assertThat(recent("route=/filtered&verdict=injected")).containsExactly("/filtered/3", "/filtered/1");
		assertThat(recent("route=/filtered&verdict=refused")).containsExactly("/filtered/2", "/filtered/1");
		assertThat(recent("route=/filtered&source=endpoint")).containsExactly("/filtered/3");
		assertThat(recent("route=/filtered&source=header&verdict=injected")).containsExactly("/filtered/1");
		assertThat(recent("route=/filtered&source=endpoint&verdict=refused")).isEmpty();
	}

	private void consider(String path, @Nullable String header) {
		WithoutWaiting.perform(engine().begin(engine().decide(RequestView.of("GET", path, header))));
	}

	private List<String> recent(String query) {
		Answer answer = call("GET", "?" + query.replace("{", "%7B").replace("}", "%7D"));
		assertThat(answer.status()).as(answer::toString).isEqualTo(200);
		assertThat(answer.json().has("attacks")).isTrue();
		List<String> paths = new ArrayList<>();
		answer.json().path("recent").forEach((request) -> paths.add(request.path("path").asString()));
		return paths;
	}

	@Test
	default void aFilterThatMakesNoSenseIsRefusedAndSaysWhatIsKnown() {
		assertThat(refusal("verdict=stopped"))
			.isEqualTo("Unknown 'verdict' 'stopped'; known are injected, missed, refused, skipped");
		assertThat(refusal("source=nowhere"))
			.isEqualTo("Unknown 'source' 'nowhere'; known are header, properties, endpoint, loader");
		assertThat(refusal("route=%5B"))
			.startsWith("'route' must be a route as in an attack, such as '/orders' or '/orders/{id}': ");
	}

	private String refusal(String query) {
		Answer answer = call("GET", "?" + query);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		return answer.detail();
	}

	@Test
	default void statusShowsWhoAttacksWhatAndWhy() {
		Answer started = startAttack(DELAY);
		String header = document("fault nonsense /elsewhere");
		Performance injection = engine().begin(engine().decide(RequestView.of("GET", "/orders?", header)));
		WithoutWaiting.perform(injection);

		Answer status = call("GET", "");

		assertThat(status.status()).isEqualTo(200);
		JsonNode json = status.json();
		assertThat(json.at("/state").asString()).isEqualTo("ACTIVE");
		assertThat(json.has("guardedReason")).isFalse();
		assertThat(json.at("/identity").toString())
			.isEqualTo("{\"application\":\"shop\",\"environment\":\"test\",\"id\":\"shop-1\"}");
		assertThat(json.at("/sources/header/state").asString()).isEqualTo("ENABLED");
		assertThat(json.at("/sources/properties/attacks").asInt()).isOne();
		assertThat(json.at("/sources/endpoint/state").asString()).isEqualTo("UNRESTRICTED");
		assertThat(json.at("/sources/endpoint/attacks").asInt()).isOne();
		assertThat(json.at("/sources/loader/attacks").asInt()).isZero();
		assertThat(json.at("/sources/loader/state").asString()).isNotEmpty();
		assertThat(json.at("/attacks")).hasSize(2);
		JsonNode fromProperties = json.at("/attacks/0");
		assertThat(fromProperties.at("/id").asString()).isEqualTo("properties-1");
		assertThat(fromProperties.at("/source").asString()).isEqualTo("properties");
		assertThat(Instant.parse(fromProperties.at("/start").asString())).isBefore(Instant.now());
		assertThat(fromProperties.has("expiry")).isFalse();
		assertThat(fromProperties.at("/hits").asInt()).isZero();
		assertThat(fromProperties.at("/target").toString()).isEqualTo("{\"application\":\"shop\"}");
		assertThat(fromProperties.at("/actions").toString())
			.isEqualTo("[{\"name\":\"fault\",\"value\":\"java.lang.IllegalStateException\","
					+ "\"route\":\"/never\",\"probability\":\"50\"}]");
		assertThat(json.at("/attacks/1/id")).isEqualTo(started.json().at("/id"));
		assertThat(Instant.parse(json.at("/attacks/1/expiry").asString())).isAfter(Instant.now());
		assertThat(json.at("/totals/missed").asInt()).isPositive();
		assertThat(json.at("/totals").propertyNames()).containsExactly("delays", "faults", "statuses", "disconnects",
				"throttles", "truncates", "corrupts", "missed", "refused", "skipped");
		assertThat(json.at("/runningDelays").asInt()).isZero();
		JsonNode newest = json.at("/recent/0");
		assertThat(Instant.parse(newest.at("/time").asString())).isBefore(Instant.now());
		assertThat(newest.at("/method").asString()).isEqualTo("GET");
		assertThat(newest.at("/verdicts").toString())
			.isEqualTo("[{\"source\":\"header\",\"action\":\"fault\",\"verdict\":\"missed\",\"reason\":\"route\","
					+ "\"value\":\"nonsense\",\"route\":\"/elsewhere\"}]");
	}

	@Test
	default void statusCountsHitsOfAnAttack() {
		String id = startAttack(document("fault java.lang.IllegalStateException")).json().at("/id").asString();
		WithoutWaiting.perform(engine().begin(engine().decide(RequestView.of("GET", "/orders", null))));

		JsonNode status = call("GET", "").json();

		assertThat(status.at("/attacks/1/hits").asInt()).isOne();
		assertThat(status.at("/recent/0/path").asString()).isEqualTo("/orders");
		assertThat(status.at("/recent/0/verdicts/0/attack").asString()).isEqualTo("properties-1");
		assertThat(status.at("/recent/0/verdicts/1/attack").asString()).isEqualTo(id);
		assertThat(status.at("/recent/0/verdicts/1/verdict").asString()).isEqualTo("injected");
	}

	@Test
	default void statusStaysReadableWhateverARequestContained() {
		String half = new String(new char[] { (char) 0xd83d });
		String longName = "x".repeat(5000);
		startAttack("{\"actions\":[{\"name\":\"fault\",\"value\":\"" + longName
				+ "\\ud83d<script>\\u0000\"},{\"name\":\"fault\",\"value\":\"\\ud83d\\n\"}]}");
		WithoutWaiting.perform(engine().begin(engine()
			.decide(RequestView.of("G" + half, "/" + "é".repeat(3000) + half + "\"\r\n", "no json" + half))));

		Answer status = call("GET", "");

		assertThat(status.status()).isEqualTo(200);
		assertThat(status.json().at("/attacks/1/actions/0/value").asString())
			.isEqualTo(longName + "\uFFFD<script>\u0000");
		assertThat(status.json().at("/attacks/1/actions/1/value").asString()).isEqualTo("\uFFFD\n");
		assertThat(status.json().at("/recent/0/method").asString()).isEqualTo("G\uFFFD");
		assertThat(status.json().at("/recent/0/path").asString()).hasSize(259).startsWith("/éé");
		assertThat(status.json().at("/recent/0/headerProblems/0/reason").asString()).isEqualTo("not-json");
	}

}
