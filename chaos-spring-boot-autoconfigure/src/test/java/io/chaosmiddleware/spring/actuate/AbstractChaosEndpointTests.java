package io.chaosmiddleware.spring.actuate;

import io.chaosmiddleware.spring.WithoutWaiting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.engine.ActiveAttack;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.engine.Performance;
import io.chaosmiddleware.spring.actuate.EndpointApplication.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint {@code chaos} MUST do on every web stack, on the application's port
 * and on one of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractChaosEndpointTests {

	private static final String DELAY = "{\"actions\":[{\"name\":\"delay\",\"value\":\"2\",\"route\":\"/orders\"}]}";

	private static final String JSON = "application/json";

	private EndpointApplication application;

	/** {@code servlet} or {@code reactive}. */
	abstract String type();

	/** Where the actuator is. */
	List<String> actuator() {
		return List.of();
	}

	/** The path of the endpoint. */
	String path() {
		return "/actuator/chaos";
	}

	/** What comes before all paths of the application. */
	String prefix() {
		return "";
	}

	/** What comes before the paths of the application as routes see them. */
	String servletPath() {
		return "";
	}

	Class<?>[] configurations() {
		return new Class<?>[0];
	}

	@BeforeAll
	void start() {
		this.application = start("management.endpoint.chaos.access=unrestricted",
				"management.endpoints.web.exposure.include=*", "chaos.middleware.attacks[0].actions[0].name=fault",
				"chaos.middleware.attacks[0].actions[0].value=java.lang.IllegalStateException",
				"chaos.middleware.attacks[0].actions[0].route=/never",
				"chaos.middleware.attacks[0].actions[0].probability=50",
				"chaos.middleware.attacks[0].target.application=shop");
	}

	EndpointApplication start(String... properties) {
		List<String> all = new ArrayList<>(actuator());
		all.addAll(Arrays.asList(properties));
		return new EndpointApplication(type(), all, configurations());
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	@AfterEach
	void calm() {
		engine().control().resume(null);
		engine().control().cancelAll(null);
	}

	AttackEngine engine() {
		return this.application.engine();
	}

	private Answer call(String method, String subPath) {
		return this.application.management(method, path() + subPath, null);
	}

	private Answer post(String subPath, @Nullable String contentType, String body) {
		return post(this.application, subPath, contentType, body.getBytes(StandardCharsets.UTF_8));
	}

	private Answer post(EndpointApplication application, String subPath, @Nullable String contentType, byte[] body) {
		String[] headers = (contentType != null) ? new String[] { "Content-Type", contentType } : new String[0];
		return application.management("POST", path() + subPath, body, headers);
	}

	private Answer startAttack(String document) {
		return post("", JSON, document);
	}

	private Answer explain(String document) {
		return post("/explain", JSON, document);
	}

	// ---- status

	@Test
	void recentRequestsCanBeFilteredByRouteVerdictAndSource() {
		String fault = "{\"actions\":[{\"name\":\"fault\",\"value\":\"x\"},{\"name\":\"delay\",\"value\":\"0\"}]}";
		consider("/filtered/1", fault);
		consider("/filtered/2", "nonsense");
		startAttack("{\"actions\":[{\"name\":\"fault\",\"value\":\"x\",\"route\":\"/filtered/3\"}]}");
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
	void aFilterThatMakesNoSenseIsRefusedAndSaysWhatIsKnown() {
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
	void statusShowsWhoAttacksWhatAndWhy() {
		Answer started = startAttack(DELAY);
		String header = "{\"actions\":[{\"name\":\"fault\",\"value\":\"nonsense\",\"route\":\"/elsewhere\"}]}";
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
		assertThat(json.at("/totals").propertyNames()).containsExactly("delays", "faults", "missed", "refused",
				"skipped");
		assertThat(json.at("/runningDelays").asInt()).isZero();
		JsonNode newest = json.at("/recent/0");
		assertThat(Instant.parse(newest.at("/time").asString())).isBefore(Instant.now());
		assertThat(newest.at("/method").asString()).isEqualTo("GET");
		assertThat(newest.at("/verdicts").toString())
			.isEqualTo("[{\"source\":\"header\",\"action\":\"fault\",\"verdict\":\"missed\",\"reason\":\"route\","
					+ "\"value\":\"nonsense\",\"route\":\"/elsewhere\"}]");
	}

	@Test
	void statusCountsHitsOfAnAttack() {
		String id = startAttack("{\"actions\":[{\"name\":\"fault\",\"value\":\"java.lang.IllegalStateException\"}]}")
			.json()
			.at("/id")
			.asString();
		WithoutWaiting.perform(engine().begin(engine().decide(RequestView.of("GET", "/orders", null))));

		JsonNode status = call("GET", "").json();

		assertThat(status.at("/attacks/1/hits").asInt()).isOne();
		assertThat(status.at("/recent/0/path").asString()).isEqualTo("/orders");
		assertThat(status.at("/recent/0/verdicts/0/attack").asString()).isEqualTo("properties-1");
		assertThat(status.at("/recent/0/verdicts/1/attack").asString()).isEqualTo(id);
		assertThat(status.at("/recent/0/verdicts/1/verdict").asString()).isEqualTo("injected");
	}

	@Test
	void statusStaysReadableWhateverARequestContained() {
		String half = new String(new char[] { (char) 0xd83d });
		String longName = "x".repeat(5000) + half;
		startAttack("{\"actions\":[{\"name\":\"fault\",\"value\":\"" + longName.substring(0, 5000)
				+ "\\ud83d<script>\\u0000\"},{\"name\":\"fault\",\"value\":\"\\ud83d\\n\"}]}");
		WithoutWaiting.perform(engine().begin(engine()
			.decide(RequestView.of("G" + half, "/" + "é".repeat(3000) + half + "\"\r\n", "no json" + half))));

		Answer status = call("GET", "");

		assertThat(status.status()).isEqualTo(200);
		assertThat(status.json().at("/attacks/1/actions/0/value").asString()).isEqualTo("x".repeat(256) + "...");
		assertThat(status.json().at("/attacks/1/actions/1/value").asString()).isEqualTo("\uFFFD\n");
		assertThat(status.json().at("/recent/0/method").asString()).isEqualTo("G\uFFFD");
		assertThat(status.json().at("/recent/0/path").asString()).hasSize(259).startsWith("/éé");
		assertThat(status.json().at("/recent/0/headerProblems/0/reason").asString()).isEqualTo("not-json");
	}

	// ---- start

	@Test
	void startAnswersTheAttack() {
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
	void startLastsTenMinutesUnlessTheDocumentSaysHowLong() {
		assertThat(startAttack(DELAY).status()).isEqualTo(201);

		assertThat(Duration.between(started().start(), started().expiry())).isEqualTo(Duration.ofMinutes(10));
	}

	@Test
	void startAcceptsContentTypesOfTheJsonFamily() {
		for (String type : List.of("application/json;charset=UTF-8", "APPLICATION/JSON",
				"application/vnd.spring-boot.actuator.v3+json")) {
			assertThat(post("", type, DELAY).status()).as(type).isEqualTo(201);
		}
	}

	@Test
	void startRefusesOtherContentTypesAndNone() {
		for (String type : Arrays.asList("application/x-www-form-urlencoded", "text/plain",
				"text/plain; application/json", "nonsense", "*/*", null)) {
			Answer answer = post("", type, DELAY);

			assertThat(answer.status()).as(String.valueOf(type)).isEqualTo(415);
			assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
			assertThat(answer.header("accept")).isEqualTo(JSON);
			assertThat(answer.detail()).contains("'Content-Type: application/json'");
		}
		assertThat(call("POST", "").status()).isEqualTo(415);
		// the server or Spring MVC stumbles over the missing parts first
		assertThat(post("", "multipart/form-data", DELAY).status()).isGreaterThanOrEqualTo(400);
		assertThat(engine().activeAttacks()).hasSize(1);
	}

	@Test
	void startNamesEveryFaultByItsPath() {
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
				(problem) -> assertThat(problem).startsWith("$.duration schema 'duration' may be at most PT24H"),
				(problem) -> assertThat(problem).startsWith("$.targets schema unknown field 'targets'"),
				(problem) -> assertThat(problem).startsWith("$.actions[0].value delay-invalid 'soon'"),
				(problem) -> assertThat(problem).startsWith("$.actions[0].probability probability-out-of-range"),
				(problem) -> assertThat(problem).startsWith("$.actions[1].name unknown-action"),
				(problem) -> assertThat(problem).startsWith("$.actions[1].route route-invalid"));
		assertThat(engine().activeAttacks()).hasSize(1);
	}

	@Test
	void startRefusesWhatIsNoAttack() {
		refusedAs("", "$ not-json the document is empty");
		refusedAs("{", "$ not-json the document is not readable JSON");
		refusedAs("[]", "$ schema the document must be a JSON object");
		refusedAs("null", "$ schema the document must be a JSON object");
		refusedAs("{\"actions\":[],\"actions\":[]}", "$ not-json");
		refusedAs("{}", "$.actions schema 'actions' is missing");
		refusedAs("{\"actions\":[{\"name\":\"delay\",\"value\":\"61\"}]}", "$.actions[0].value delay-too-long");
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
	void startRefusesAHugeDocument() {
		byte[] huge = new byte[AttackLimits.OPERATOR.maxSize() + 1];
		Arrays.fill(huge, (byte) ' ');

		Answer answer = post(this.application, "", JSON, huge);

		assertThat(answer.status()).isEqualTo(413);
		assertThat(answer.problems()).singleElement()
			.satisfies((problem) -> assertThat(problem).startsWith("$ too-large the document must have at most"));
	}

	@Test
	void startReadsALargeDocument() {
		String action = "{\"name\":\"delay\",\"value\":\"1\",\"route\":\"/" + "x".repeat(30) + "\"" + " ".repeat(70)
				+ "}";
		String actions = String.join(",", java.util.Collections.nCopies(5000, action));

		assertThat(startAttack("{\"actions\":[" + actions + "]}").status()).isEqualTo(201);
	}

	@Test
	void startedAttackEndsByItselfThoughNobodyAsks() throws Exception {
		assertThat(startAttack("{\"actions\":[{\"name\":\"delay\",\"value\":\"1\"}],\"duration\":\"PT0.3S\"}").status())
			.isEqualTo(201);
		assertThat(engine().activeAttacks()).hasSize(2);

		// 300 ms, and a wide margin for a busy machine
		for (int i = 0; i < 100 && engine().activeAttacks().size() > 1; i++) {
			Thread.sleep(50);
		}

		assertThat(engine().activeAttacks()).hasSize(1);
	}

	// ---- cancel

	@Test
	void cancelEndsOneAttackAndSaysWhich() {
		String first = startAttack(DELAY).json().at("/id").asString();
		String second = startAttack(DELAY).json().at("/id").asString();

		Answer answer = call("DELETE", "/" + first);

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().at("/cancelled")).hasSize(1);
		assertThat(answer.json().at("/cancelled/0/id").asString()).isEqualTo(first);
		assertThat(engine().activeAttacks()).extracting(ActiveAttack::id).containsExactly("properties-1", second);
		assertThat(call("DELETE", "/" + first).status()).isEqualTo(404);
	}

	@Test
	void cancelOfAnUnknownAttackIsNotFound() {
		Answer answer = call("DELETE", "/no%22th%C3%ADng");

		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.detail()).isEqualTo("No active attack has the id 'no\"thíng'; it may have ended by itself");
	}

	@Test
	void cancelOfAnAttackOfAnotherSourceIsAConflict() {
		Answer answer = call("DELETE", "/properties-1");

		assertThat(answer.status()).isEqualTo(409);
		assertThat(answer.detail()).contains("'properties-1'", "the source 'properties'", "'halt'");
		assertThat(engine().activeAttacks()).hasSize(1);
	}

	@Test
	void cancelIsNotMisledByParameters() {
		String id = startAttack(DELAY).json().at("/id").asString();

		assertThat(call("DELETE", "/nothing?id=" + id + "&name=" + id).status()).isEqualTo(404);

		assertThat(engine().activeAttacks()).hasSize(2);
	}

	@Test
	void cancelAllEndsThoseStartedHereOnly() {
		startAttack(DELAY);
		startAttack(DELAY);

		Answer answer = call("DELETE", "");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().at("/cancelled")).hasSize(2);
		assertThat(engine().activeAttacks()).extracting(ActiveAttack::id).containsExactly("properties-1");
		assertThat(call("DELETE", "").json().toString()).isEqualTo("{\"cancelled\":[]}");
	}

	// ---- halt and resume

	@Test
	void haltEndsARunningDelayAtOnce() throws Exception {
		CountDownLatch ended = new CountDownLatch(1);
		Performance injection = engine().begin(engine()
			.decide(RequestView.of("GET", "/orders", "{\"actions\":[{\"name\":\"delay\",\"value\":\"20\"}]}")));
		injection.onHalt(ended::countDown);
		assertThat(call("GET", "").json().at("/runningDelays").asInt()).isOne();

		Answer answer = call("POST", "/halt");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().toString()).isEqualTo("{\"state\":\"HALTED\"}");
		assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
		WithoutWaiting.perform(injection);
		assertThat(call("GET", "").json().at("/runningDelays").asInt()).isZero();
		assertThat(call("GET", "").json().at("/recent/0/verdicts/0/reason").asString()).isEqualTo("halted");
	}

	@Test
	void resumeReleasesTheSwitchAndBothMayBeRepeated() {
		call("POST", "/halt");
		assertThat(call("POST", "/halt").json().at("/state").asString()).isEqualTo("HALTED");
		assertThat(call("GET", "").json().at("/state").asString()).isEqualTo("HALTED");

		assertThat(call("POST", "/resume").json().toString()).isEqualTo("{\"state\":\"ACTIVE\"}");
		assertThat(call("POST", "/resume").status()).isEqualTo(200);

		assertThat(call("GET", "").json().at("/state").asString()).isEqualTo("ACTIVE");
	}

	@Test
	void startWhileHaltedSaysThatItIsHalted() {
		call("POST", "/halt");

		assertThat(startAttack(DELAY).json().at("/state").asString()).isEqualTo("HALTED");
	}

	@Test
	void haltAndResumeRefuseABody() {
		for (String name : List.of("halt", "resume")) {
			for (String body : List.of("{\"command\":\"resume\"}", "{\"name\":\"halt\"}", "{}", " ", "name=halt")) {
				for (String type : Arrays.asList(JSON, "application/x-www-form-urlencoded", null)) {
					Answer answer = post("/" + name, type, body);

					assertThat(answer.status()).as(name + " " + type + " " + body).isEqualTo(400);
					assertThat(answer.problems())
						.containsExactly("$ schema '" + name + "' takes no document; send no body");
				}
			}
		}
		assertThat(engine().state().name()).isEqualTo("ACTIVE");
	}

	@Test
	void haltIsNotMisledByParameters() {
		call("POST", "/halt");

		assertThat(call("POST", "/halt?name=resume&command=resume").json().at("/state").asString()).isEqualTo("HALTED");
	}

	@Test
	void unknownCallsAreNotFound() {
		for (String name : List.of("stop", "HALT", "hal", "properties-1", "halt%20", "%3Cb%3E")) {
			Answer answer = call("POST", "/" + name);

			assertThat(answer.status()).as(name).isEqualTo(404);
			assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
			assertThat(answer.detail()).contains("POST explain, POST halt, POST resume");
		}
		assertThat(call("POST", "/halt/now").status()).isEqualTo(404);
		assertThat(call("GET", "/halt/now").status()).isEqualTo(404);
	}

	// ---- explain

	@Test
	void explainAnswersTheVerdictOfEveryActionAndDoesNothing() {
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
				+ "\",\"action\":\"delay\",\"verdict\":\"injected\",\"value\":\"2\",\"route\":\"/orders\"},{\"source\":\"endpoint\",\"attack\":\""
				+ id + "\",\"action\":\"fault\",\"verdict\":\"injected\",\"value\":\"java.lang.IllegalStateException\","
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
	void explainReadsTheAttackHeader() {
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
	void explainShowsWhyAHeaderIsRefusedWhole() {
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
	void explainWhileHaltedSaysSo() {
		startAttack(DELAY);
		call("POST", "/halt");

		JsonNode json = explain("{\"path\":\"/orders\"}").json();

		assertThat(json.at("/state").asString()).isEqualTo("HALTED");
		assertThat(json.at("/verdicts/1/verdict").asString()).isEqualTo("skipped");
		assertThat(json.at("/verdicts/1/reason").asString()).isEqualTo("halted");
	}

	@Test
	void explainNamesEveryFaultByItsPath() {
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
	void explainRefusesWhatIsNoRequest() {
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
		assertThat(post(this.application, "/explain", JSON, huge).status()).isEqualTo(413);
	}

	// ---- what routes hit

	@Test
	void startWarnsOfRoutesThatHitNothing() {
		Answer answer = startAttack("{\"actions\":[{\"name\":\"delay\",\"value\":\"1\",\"route\":\"/orders\"},"
				+ "{\"name\":\"delay\",\"value\":\"1\",\"route\":\"/ordrs\"},{\"name\":\"delay\",\"value\":\"1\"},"
				+ "{\"name\":\"delay\",\"value\":\"1\",\"route\":\"^/orders/[0-9]{4}$\"}]}");

		assertThat(answer.status()).isEqualTo(201);
		assertThat(answer.json().at("/warnings")).extracting(JsonNode::asString)
			.containsExactly(
					"$.actions[1].route: '/ordrs' hits none of the application's mappings, static resources aside; similar is "
							+ servletPath() + "/orders",
					"$.actions[3].route: '^/orders/[0-9]{4}$' hits none of the application's mappings, static resources aside; similar is "
							+ servletPath() + "/orders");
	}

	@Test
	void startWarnsOfNothingElse() {
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
	void startWarnsOfTheActuatorWhichIsNeverAttacked() {
		Answer answer = startAttack(
				"{\"actions\":[{\"name\":\"delay\",\"value\":\"1\",\"route\":\"" + path() + "\"}]}");

		assertThat(answer.json().at("/warnings/0").asString())
			.startsWith("$.actions[0].route: '" + path() + "' hits none of the application's mappings")
			.endsWith("; the actuator is never attacked");
	}

	@Test
	void explainNamesWhatTheRoutesOfAHeaderHitThoughItIsMeantForAnotherPath() {
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
	void explainNamesAtMostAHundredRoutes() {
		String actions = IntStream.range(0, 120)
			.mapToObj((i) -> "{\"name\":\"delay\",\"value\":\"1\",\"route\":\"/orders" + i + "\"}")
			.collect(Collectors.joining(","));
		startAttack("{\"actions\":[" + actions + "]}");

		JsonNode explained = explain("{\"path\":\"/\"}").json();

		assertThat(explained.at("/routes")).hasSize(100);
		assertThat(explained.at("/routesLeftOut").asInt()).isEqualTo(21);
	}

	// ---- methods, browsers

	@Test
	void headAndOptionsAreSane() {
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
	void otherMethodsAreNotAllowed() {
		for (String call : List.of("PUT ", "PATCH ", "GET /halt", "HEAD /resume", "PUT /explain", "GET /0123")) {
			String[] parts = call.split(" ", 2);
			Answer answer = call(parts[0], parts[1]);

			assertThat(answer.status()).as(call).isEqualTo(405);
			assertThat(answer.header("allow")).as(call).contains("OPTIONS");
		}
		assertThat(engine().state().name()).isEqualTo("ACTIVE");
	}

	@Test
	void pagesOfOtherOriginsCannotCommandChaos() {
		for (String origin : List.of("https://evil.example", "null")) {
			assertThat(this.application.management("POST", path() + "/halt", null, "Origin", origin).status())
				.isEqualTo(403);
			assertThat(this.application
				.management("POST", path(), DELAY.getBytes(StandardCharsets.UTF_8), "Origin", origin, "Content-Type",
						JSON)
				.status()).isEqualTo(403);
			assertThat(this.application.management("DELETE", path(), null, "Origin", origin).status()).isEqualTo(403);
			assertThat(this.application
				.management("OPTIONS", path(), null, "Origin", origin, "Access-Control-Request-Method", "POST")
				.status()).isEqualTo(403);
		}
		assertThat(engine().state().name()).isEqualTo("ACTIVE");
		assertThat(engine().activeAttacks()).hasSize(1);
	}

	// ---- access, exposure, guard, limits

	@Test
	void readingAndExplainingIsAllThatIsAllowedByDefault() {
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
	void accessIsCappedByWhatIsPermittedAtMost() {
		try (EndpointApplication application = start("management.endpoints.web.exposure.include=chaos",
				"management.endpoint.chaos.access=unrestricted",
				"management.endpoints.access.max-permitted=read-only")) {
			assertThat(application.management("GET", path(), null).status()).isEqualTo(200);
			assertThat(post(application, "/halt", null, new byte[0]).status()).isEqualTo(405);
		}
	}

	@Test
	void nothingIsThereWithoutAccess() {
		try (EndpointApplication application = start("management.endpoints.web.exposure.include=*",
				"management.endpoint.chaos.access=none")) {
			nothingThere(application);
		}
	}

	@Test
	void nothingIsThereUnlessExposed() {
		try (EndpointApplication application = start("management.endpoint.chaos.access=unrestricted",
				"management.endpoints.web.exposure.include=health,info")) {
			nothingThere(application);
		}
	}

	@Test
	void nothingIsThereIfExposedToJmxOnly() {
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
	void guardedEngineStartsNothingAndSaysWhy() {
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
	void limitsAreThoseOfTheProperties() {
		try (EndpointApplication application = start("management.endpoints.web.exposure.include=*",
				"management.endpoint.chaos.access=unrestricted", "chaos.middleware.limits.max-duration=5m",
				"chaos.middleware.limits.max-delay=90s", "chaos.middleware.header.token=secret")) {
			JsonNode json = post(application, "", JSON,
					"{\"actions\":[{\"name\":\"delay\",\"value\":\"90\"}]}".getBytes(StandardCharsets.UTF_8))
				.json();
			assertThat(Duration.between(Instant.parse(json.at("/start").asString()),
					Instant.parse(json.at("/expiry").asString())))
				.isEqualTo(Duration.ofMinutes(5));
			Answer tooLong = post(application, "", JSON,
					"{\"actions\":[{\"name\":\"delay\",\"value\":\"91\"}],\"duration\":\"301s\"}"
						.getBytes(StandardCharsets.UTF_8));
			assertThat(tooLong.problems()).satisfiesExactly(
					(problem) -> assertThat(problem).startsWith("$.duration schema 'duration' may be at most PT5M"),
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
	void configuredOriginsMayCall() {
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

	// ---- the actuator is never attacked

	@Test
	void theRestOfTheActuatorWorksBesideOurMapping() {
		String base = path().substring(0, path().lastIndexOf('/'));
		assertThat(this.application.management("GET", base + "/env", null).status()).isEqualTo(200);
		assertThat(this.application.management("GET", base + "/mappings", null).status()).isEqualTo(200);
		assertThat(this.application.main("GET", prefix() + "/orders").response().body()).isEqualTo("orders");
	}

	EndpointApplication application() {
		return this.application;
	}

}
