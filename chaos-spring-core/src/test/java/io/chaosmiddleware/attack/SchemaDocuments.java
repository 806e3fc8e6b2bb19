package io.chaosmiddleware.attack;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.chaosmiddleware.effect.EffectType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Documents that are made of the examples of a schema, and of values near the edges of
 * what the language accepts. It knows no effect and no condition.
 */
final class SchemaDocuments {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final List<String> TEXTS = List.of("", " ", "\n", "\t5\n", "0", "1", "+1", "-1", "+ 1", "01", " 5 ",
			"1_0", "\u0665", "1e2", "1.0", "86400", "86401", "100000", "1000000000", "1000000001", "9".repeat(30),
			"0".repeat(30) + "2", "100", "100.0", "100.0000", "100.0001", "101", "0.0001", "0.0000", "0.00001",
			"50.55555", ".5", "5.", "00.5", "+0.5", "-0.5", "250ms", "0ms", "0.5ms", "0.0ms", "0.000001ms",
			"0.0000001ms", "1.5s", "1,5s", "1 s", "1S", "1m", "24h", "1d", "366d", "36500d", "999999999d",
			"1234567890s", "PT2S", "pt2s", "Pt1h", "P1D", "P1DT1H1M1S", "P1DT", "PT", "P", "P1W", "PT0S", "PT1M1H",
			"PT.5S", "PT0.5S", "PT1.S", "PT1,5S", "+PT5S", "PT+5S", "-PT-5S", "PT1H-30M", "PT1H-90M", "PT-5S", "-PT5S",
			"P1Y", "PT" + "0".repeat(36) + "1S", "PT" + "0".repeat(37) + "1S", "100ms..900ms", "900ms..100ms", "1s..1s",
			"0s..1s", "0s..0s", " 1s .. 2s ", "1s...2s", "1..2", "PT1S..PT2S", "-PT1S..1s", "..", "1s..",
			"normal(mean=200ms, stddev=50ms)", "normal(stddev=50ms,mean=200ms)", " normal( mean = 200ms , stddev=1s ) ",
			"normal(mean=1s)", "normal(mean=1s,mean=1s)", "normal(mean=1s,stddev=1s,x=1)", "normal (mean=1s,stddev=1s)",
			"normal(mean=0s,stddev=1s)", "normal(mean=PT1S,stddev=p1dt1,5s)", "normal()",
			"lognormal(sigma=0.4, median=90ms)", "lognormal(median=90ms, sigma=101)", "lognormal(median=90ms, sigma=0)",
			"lognormal(median=90ms, sigma=1.1234567)", "exponential(mean=2)", "exponential(mean=2m)",
			"pareto(min=50ms, shape=1000)", "pareto(shape=1,min=50ms)", "gamma(a=1s)", "199", "200", "204", "205",
			"304", "0304", "599", "600", "2e2", "before", "after", "Before", "header:x", "header:", "header:a b",
			"Header:x", "cookie:a$b", "cookie:" + "c".repeat(256), "cookie:" + "c".repeat(257), "user", "trace",
			"trace ", "25%", "0%", "100%", "100.5%", " 25 % ", "\u200325\t%\u2003", "25.5%", "0.0001%", "0.00001%",
			"-25%", "%", "a%", "a% ", "%a", "***", "*", "GET", "get", "Get", "PURGE", "purge", "connect", "a b",
			"\u00e9", "a,b", "text/plain", "text/plain; charset=utf-8", "text/plain;charset=\"utf-8\"", "text/",
			"text/plain;", "text / plain", "a\n", "a\nb", "a\r", "a\u0085", "a\u2028", "a\u200bb", "a\u202eb", "\u00a0",
			"\u2003", "\u2007", "\u3000", "\u001c", "\u180e", "\ufeff", "x".repeat(64), "x".repeat(65), "x".repeat(100),
			"x".repeat(101), "x".repeat(200), "x".repeat(201), "x".repeat(256), "x".repeat(257), "x".repeat(1000),
			"x".repeat(1001), "\ud83d\ude00", "\ud83d\ude00".repeat(100), "\ud83d\ude00".repeat(128),
			"\ud83d\ude00".repeat(129), "\ud83d", "-a", ".a", "a.b_c-d", "a$", "^", "[", "/users/{id}", "/**", "/{a:b}",
			"/users/*", "2026-11-25T10:00:00Z", "2026-11-25T10:00Z", "2026-11-25T10:00:00.Z",
			"2026-11-25t10:00:00.123456789z", "2026-11-25T10:00:00.1234567890Z", "2026-11-25T10:00:00+01",
			"2026-11-25T10:00:00+0100", "2026-11-25T10:00:00+01:00:30", "2026-11-25T10:00:00-18:00",
			"2026-11-25T10:00:00+18:01", "2026-11-25T10:00:00+17:60", "2026-11-25T10:00:00", "2026-11-25",
			"2026-11-25T24:00:00Z", "2026-11-25T23:59:60Z", "2026-11-31T10:00:00Z", "2024-02-29T10:00:00Z",
			"2026-02-29T10:00:00Z", "2026-02-30T10:00:00Z", "2026-13-01T10:00:00Z", "1970-01-01T00:00:00Z",
			"1969-12-31T23:59:59Z", "1969-12-31T23:30:00-01:00", "1970-01-01T00:30:00+01:00", "9999-12-31T23:59:59Z",
			"+10000-01-01T00:30:00+01:00", "+10000-01-01T00:00:00Z", "+2026-11-25T10:00:00Z", "99999-01-01T00:00:00Z",
			"2000-01-01T00:00:00Z", "100/1m", "0/1m", "00/1m", "01/1s", "100/0s", "100/1ms", "100/PT1M", "100/ 1m",
			"1000000000/1m", "999999999/1d", "100/2d", "/1m", "100/PT0000000000000000001S", "java.io.IOException",
			"Range: bytes", "retry-after");

	private static final List<String> OTHERS = List.of("0", "1", "-1", "50", "100", "101", "200", "204", "304", "599",
			"600", "86400", "86401", "1000000000", "1000000001", "123456789012345678901234567890", "0.5", "0.0001",
			"0.00001", "100.5", "1.5", "1e400", "true", "false", "null", "[]", "{}", "[\"a\"]", "[\"a\",1]", "[1.5]",
			"[null]", "[\"\"]", "[\" \"]", "[\"***\"]", "[\"*\"]", "[\"25%\"]", "[[\"a\"]]", "[\"GET\",\"get\"]",
			"{\"a\":\"b\"}", "{\"a\":[\"b\",\"*\"]}", "{\"a\":1}", "{\"a\":1.5}", "{\"a\":true}", "{\"a\":null}",
			"{\"a\":[]}", "{\"a\":{}}", "{\"a\":\"***\"}", "{\"a\":[\"***\"]}", "{\"a\":\"b\\nc\"}", "{\"a\":\" b\"}",
			"{\"a b\":\"c\"}", "{\"\":\"a\"}", "{\"\u00e9\":\"a\"}", "{\"X\":\"1\",\"x\":\"2\"}",
			"{\"Content-Type\":\"a/b\"}", "{\"Set-Cookie\":\"a\"}", "{\"ETag\":\"a\"}");

	private final JsonNode definitions;

	private final JsonNode schema;

	private final List<JsonNode> edges = new ArrayList<>();

	SchemaDocuments(JsonNode schema) {
		this.schema = schema;
		this.definitions = schema.get("$defs");
		TEXTS.forEach((text) -> this.edges.add(JSON.getNodeFactory().stringNode(text)));
		OTHERS.forEach((text) -> this.edges.add(JSON.readTree(text)));
		for (int size : new int[] { 20, 21, 32, 33, 1000, 1001 }) {
			this.edges.add(JSON.valueToTree(IntStream.range(0, size).mapToObj((i) -> "i" + i).toList()));
			this.edges.add(JSON
				.valueToTree(IntStream.range(0, size).boxed().collect(Collectors.toMap((i) -> "i" + i, (i) -> "x"))));
		}
		for (int length : new int[] { 100, 101, 256, 257 }) {
			this.edges.add(JSON.valueToTree(Map.of("x".repeat(length), "x")));
			this.edges.add(JSON.valueToTree(Map.of("x", "x".repeat(length * 10 - ((length < 200) ? 0 : 1000)))));
		}
	}

	/**
	 * Return the fields that an action with an effect may have, by their names.
	 */
	Map<String, JsonNode> fields(EffectType effect) {
		return properties(this.definitions.get(effect.code()));
	}

	/**
	 * Return the properties of an object, without references to their own definitions.
	 */
	Map<String, JsonNode> properties(JsonNode object) {
		return object.get("properties").properties().stream().collect(Collectors.toMap(Map.Entry::getKey, (field) -> {
			JsonNode value = field.getValue();
			return (value.size() == 1 && value.has("$ref"))
					? this.schema.at(value.get("$ref").stringValue().substring(1)) : value;
		}));
	}

	Map<String, JsonNode> ofAttacks() {
		return properties(this.schema);
	}

	Map<String, JsonNode> ofTargets() {
		return properties(this.definitions.get("target"));
	}

	/**
	 * Return the shortest document with an effect that has some fields, and what they
	 * depend on.
	 */
	ObjectNode document(EffectType effect, ObjectNode fields) {
		ObjectNode document = object();
		ObjectNode action = document.putArray("actions").addObject();
		action.put("name", effect.code()).set("value", example(fields(effect).get("value")));
		action.setAll(fields);
		JsonNode required = this.definitions.at("/" + effect.code() + "/dependentRequired");
		required.properties().forEach((dependent) -> {
			if (action.has(dependent.getKey())) {
				dependent.getValue()
					.forEach((name) -> action.withObject("")
						.putIfAbsent(name.stringValue(), example(fields(effect).get(name.stringValue()))));
			}
		});
		return document;
	}

	private static JsonNode example(JsonNode field) {
		return field.get("examples").get(0);
	}

	/**
	 * Return a document for each example of each field.
	 */
	List<ObjectNode> examples() {
		return documents((field) -> field.path("examples").values());
	}

	/**
	 * Return a document for each value near the edges of each field.
	 */
	List<ObjectNode> edges() {
		return documents((field) -> this.edges);
	}

	private List<ObjectNode> documents(Function<JsonNode, Collection<JsonNode>> values) {
		List<ObjectNode> documents = new ArrayList<>();
		for (EffectType effect : EffectType.values()) {
			each(fields(effect), values, (field) -> documents.add(document(effect, field)));
		}
		EffectType any = EffectType.values()[0];
		each(ofAttacks(), values, (field) -> documents.add(document(any, object()).setAll(field)));
		each(ofTargets(), values, (field) -> documents.add(document(any, object()).set("target", field)));
		return documents;
	}

	private static void each(Map<String, JsonNode> fields, Function<JsonNode, Collection<JsonNode>> values,
			Consumer<ObjectNode> field) {
		fields.forEach(
				(name, schema) -> values.apply(schema).forEach((value) -> field.accept(object().set(name, value))));
	}

	private static ObjectNode object() {
		return JSON.createObjectNode();
	}

	/**
	 * Return a document with several fields, most of which are valid.
	 */
	ObjectNode random(Random random) {
		ObjectNode document = object();
		ArrayNode actions = document.putArray("actions");
		for (int i = random.nextInt(3); i >= 0; i--) {
			EffectType effect = EffectType.values()[random.nextInt(EffectType.values().length)];
			ObjectNode action = (ObjectNode) document(effect, random(fields(effect), random)).get("actions").get(0);
			actions.add((random.nextInt(50) == 0) ? edge(random) : action);
			if (random.nextInt(20) == 0) {
				action.remove(List.of("name", "value").get(random.nextInt(2)));
			}
		}
		document.setAll(random(ofAttacks(), random));
		if (random.nextInt(4) == 0) {
			document.set("target", random(ofTargets(), random));
		}
		if (random.nextInt(50) == 0) {
			document.remove("actions");
		}
		return document;
	}

	private ObjectNode random(Map<String, JsonNode> fields, Random random) {
		ObjectNode object = object();
		fields.forEach((name, field) -> {
			List<JsonNode> valid = Stream.of("examples", "enum")
				.flatMap((values) -> field.path(values).valueStream())
				.toList();
			if (!valid.isEmpty() && random.nextInt(5) == 0) {
				object.set(name, (random.nextInt(20) == 0) ? edge(random) : valid.get(random.nextInt(valid.size())));
			}
		});
		if (random.nextInt(40) == 0) {
			object.set(edge(random).asString("unknown"), edge(random));
		}
		return object;
	}

	private JsonNode edge(Random random) {
		return this.edges.get(random.nextInt(this.edges.size()));
	}

}
