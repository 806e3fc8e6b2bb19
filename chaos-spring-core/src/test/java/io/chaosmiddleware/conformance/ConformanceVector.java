package io.chaosmiddleware.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line of {@code vectors.jsonl}: an input, and what the original did with it. The
 * names of Python's exceptions are replaced by names of the same kind in Java.
 *
 * @param id the id of the vector
 * @param note what it shows
 * @param registered whether an application was registered
 * @param application its name
 * @param environment its environment
 * @param loaded the JSON text that the Chaos API answered, {@code null} if nothing was
 * ever loaded
 * @param header the attack header
 * @param requestTarget the path as sent, perhaps with a query
 * @param roll the result of every draw
 * @param original what the original did
 */
public record ConformanceVector(String id, String note, boolean registered, @Nullable String application,
		@Nullable String environment, @Nullable String loaded, @Nullable String header, String requestTarget, int roll,
		Original original) {

	/** Reads what Python reads: {@code NaN}, duplicate keys, any depth. */
	static final JsonMapper LENIENT = JsonMapper
		.builder(JsonFactory.builder()
			.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
			.streamReadConstraints(StreamReadConstraints.builder().maxNumberLength(4300).maxNestingDepth(990).build())
			.build())
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private static final JsonMapper LINES = JsonMapper
		.builder(JsonFactory.builder()
			.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
			.streamReadConstraints(
					StreamReadConstraints.builder().maxNumberLength(Integer.MAX_VALUE).maxNestingDepth(100_000).build())
			.build())
		.build();

	private static final Pattern DOTTED_NAME = Pattern.compile(
			"[\\p{IsAlphabetic}_][\\p{IsAlphabetic}\\p{Nd}_]*(\\.[\\p{IsAlphabetic}_][\\p{IsAlphabetic}\\p{Nd}_]*)*");

	/**
	 * What the original did.
	 *
	 * @param outcome the comparable part of the outcome
	 * @param crashed whether the header failed the request
	 * @param hung whether matching did not end
	 * @param routeSeen the path that routes were compared with
	 */
	record Original(ConformanceOutcome outcome, boolean crashed, boolean hung, String routeSeen) {

	}

	public static List<ConformanceVector> readAll() {
		List<String> lines;
		try (InputStream stream = ConformanceVector.class.getResourceAsStream("/vectors.jsonl")) {
			lines = new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines()
				.filter((line) -> !line.isBlank())
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		List<JsonNode> nodes = lines.stream().map(LINES::readTree).toList();
		Map<String, String> kinds = new HashMap<>();
		for (JsonNode node : nodes) {
			Set<String> names = faultNames(node);
			if (names.size() == 1 && !node.at("/outcome/lookups").isEmpty()) {
				kinds.put(names.iterator().next(), kind(node));
			}
		}
		List<ConformanceVector> vectors = new ArrayList<>();
		for (int i = 0; i < lines.size(); i++) {
			vectors.add(vector(lines.get(i), nodes.get(i), kinds));
		}
		return vectors;
	}

	private static ConformanceVector vector(String line, JsonNode node, Map<String, String> kinds) {
		JsonNode input = node.get("input");
		Map<String, String> ownKinds = new HashMap<>(kinds);
		Set<String> names = faultNames(node);
		if (names.size() == 1 && !node.at("/outcome/lookups").isEmpty()) {
			ownKinds.put(names.iterator().next(), kind(node));
		}
		UnaryOperator<String> inJava = (name) -> inJava(name, ownKinds.get(name));
		String header = input.get("header").isNull() ? null : strip(input.get("header").stringValue());
		String loaded = input.get("loaded_actions").isNull() ? null : rawValue(line, "loaded_actions");
		JsonNode config = input.get("config");
		return new ConformanceVector(node.get("id").stringValue(), node.get("note").stringValue(), !config.isNull(),
				text(config, "name"), text(config, "env"), (loaded != null) ? replaceNames(loaded, inJava) : null,
				(header != null) ? replaceNames(header, inJava) : null, input.get("path").stringValue(),
				input.get("roll").intValue(), original(node.get("outcome")));
	}

	private static Original original(JsonNode outcome) {
		List<String> effects = new ArrayList<>();
		for (JsonNode effect : outcome.get("effects")) {
			effects.add(effect.has("delay") ? "delay " + effect.get("delay").asString()
					: "fault " + effect.get("fault").stringValue());
		}
		List<String> warnings = new ArrayList<>();
		outcome.get("warnings").forEach((warning) -> warnings.add(warning.stringValue()));
		JsonNode source = outcome.get("source");
		ConformanceOutcome comparable = new ConformanceOutcome(effects, source.isNull() ? "none" : source.stringValue(),
				outcome.get("rolls").intValue(), outcome.get("untouched").booleanValue(), warnings);
		return new Original(comparable, !outcome.get("crash").isNull(), outcome.path("hang").asBoolean(false),
				outcome.get("route_seen").asString(""));
	}

	// servers trim the value of a header
	private static String strip(String header) {
		int from = 0;
		int to = header.length();
		while (from < to && " \t".indexOf(header.charAt(from)) >= 0) {
			from++;
		}
		while (to > from && " \t".indexOf(header.charAt(to - 1)) >= 0) {
			to--;
		}
		return header.substring(from, to);
	}

	private static @Nullable String text(JsonNode node, String field) {
		JsonNode value = node.path(field);
		return value.isString() ? value.stringValue() : null;
	}

	/** The kind of class that the one fault name of a vector stands for. */
	private static String kind(JsonNode node) {
		String lookup = node.at("/outcome/lookups/0").stringValue();
		return node.at("/outcome/raised/kind").asString("").equals("base-exception") ? "base-exception" : lookup;
	}

	private static Set<String> faultNames(JsonNode node) {
		Set<String> names = new LinkedHashSet<>();
		JsonNode loaded = node.at("/input/loaded_actions");
		JsonNode header = node.at("/input/header");
		boolean byHeader = node.at("/outcome/source").asString("").equals("header");
		JsonNode actions = loaded;
		if (byHeader && header.isString()) {
			try {
				actions = LENIENT.readTree(header.stringValue()).path("actions");
			}
			catch (JacksonException ex) {
				return names;
			}
		}
		for (JsonNode action : actions) {
			if (action.path("name").asString("").equals("fault") && action.path("value").isString()) {
				names.add(action.get("value").stringValue());
			}
		}
		return names;
	}

	/**
	 * Return a name of the same kind in Java. Malformed names, and those that are unknown
	 * on both sides, stay as they are.
	 */
	private static String inJava(String name, @Nullable String kind) {
		if (kind == null || !DOTTED_NAME.matcher(name).matches()) {
			return name;
		}
		return switch (kind) {
			case "throwable" -> switch (name) {
				case "ValueError" -> "java.lang.IllegalArgumentException";
				case "KeyError" -> "java.util.NoSuchElementException";
				case "socket.timeout" -> "java.net.SocketTimeoutException";
				default -> "java.lang.IllegalStateException";
			};
			case "throwable-without-default-constructor" -> "java.nio.charset.MalformedInputException";
			case "base-exception" -> "java.lang.InternalError";
			case "not-throwable" -> "java.lang.String";
			case "lookup-error" -> ConformanceRules.FAILS_TO_LINK;
			default -> existsInJava(name) ? "java.lang.NoSuchException" : name;
		};
	}

	static boolean existsInJava(String name) {
		try {
			Class.forName((name.indexOf('.') < 0) ? "java.lang." + name : name, false, null);
			return true;
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return false;
		}
	}

	/** The text stays as it is but for the names, since its quirks count. */
	private static String replaceNames(String document, UnaryOperator<String> inJava) {
		StringBuilder replaced = new StringBuilder();
		int copied = 0;
		try (JsonParser parser = LENIENT.createParser(document)) {
			for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
				if (token == JsonToken.VALUE_STRING && "value".equals(parser.currentName())) {
					String name = parser.getString();
					String replacement = inJava.apply(name);
					if (!replacement.equals(name)) {
						int start = (int) parser.currentTokenLocation().getCharOffset();
						replaced.append(document, copied, start).append('"').append(replacement).append('"');
						copied = (int) parser.currentLocation().getCharOffset();
					}
				}
			}
		}
		catch (JacksonException ex) {
			return document;
		}
		return replaced.append(document, copied, document.length()).toString();
	}

	private static String rawValue(String line, String field) {
		try (JsonParser parser = LINES.createParser(line)) {
			for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
				if (token == JsonToken.PROPERTY_NAME && field.equals(parser.currentName())) {
					parser.nextToken();
					int start = (int) parser.currentTokenLocation().getCharOffset();
					parser.skipChildren();
					parser.finishToken();
					return line.substring(start, (int) parser.currentLocation().getCharOffset());
				}
			}
		}
		throw new IllegalStateException("no " + field);
	}

}
