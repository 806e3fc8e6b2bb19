package io.chaosmiddleware.conformance;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the decisions D1 to D5, D19, D22 and D23 ask of documents, as part of the
 * {@link ConformanceRules}.
 */
final class ConformanceDocuments {

	private static final int MAX_HEADER_SIZE = 8192;

	private static final int MAX_HEADER_ACTIONS = 32;

	private static final int MAX_LOADED_ACTIONS = 10_000;

	private static final JsonMapper STRICT = JsonMapper
		.builder(JsonFactory.builder()
			.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
			.streamReadConstraints(StreamReadConstraints.builder().maxNumberLength(4300).build())
			.build())
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private final ConformanceVector vector;

	private final Set<String> decisions;

	private final List<String> warnings;

	/**
	 * Create the documents of a vector.
	 * @param vector the vector
	 * @param decisions takes the decisions that have a say
	 * @param warnings takes why documents are refused
	 */
	ConformanceDocuments(ConformanceVector vector, Set<String> decisions, List<String> warnings) {
		this.vector = vector;
		this.decisions = decisions;
		this.warnings = warnings;
	}

	@Nullable JsonNode header() {
		String header = this.vector.header();
		if (header == null) {
			return null;
		}
		if (header.length() > MAX_HEADER_SIZE) {
			return refuse("D22", "too-large");
		}
		String utf8 = new String(header.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
		if (!utf8.equals(header)
				&& new String(utf8.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1).equals(header)) {
			this.decisions.add("D23");
			header = utf8;
		}
		JsonNode root;
		try {
			root = STRICT.readTree(header);
		}
		catch (JacksonException ex) {
			return refuse(isReadByPython(header) ? "D19" : "D1", "not-json");
		}
		if (root.isMissingNode()) {
			return refuse("D1", "not-json");
		}
		if (isEmptyJson(root)) {
			return refuse("D2", "header-schema-invalid");
		}
		if (root.isObject() && root.has("id")) {
			this.decisions.add("D25");
		}
		boolean schema = root.isObject() && fields(root, "actions", "target", "id") && isTarget(root.get("target"));
		JsonNode actions = root.path("actions");
		if (!schema || !actions.isArray()) {
			return refuse(null, "header-schema-invalid");
		}
		if (actions.size() > MAX_HEADER_ACTIONS) {
			return refuse("D22", "too-many-actions");
		}
		if (!areActions(actions)) {
			return refuse(null, "header-schema-invalid");
		}
		JsonNode target = root.path("target");
		if (isBlank(target.get("application")) || isBlank(target.get("environment"))) {
			return refuse("D5", "blank-target");
		}
		if (target.isObject() && !target.has("application")) {
			this.decisions.add("D4");
		}
		return root;
	}

	// without a decision where it is as in the original
	private @Nullable JsonNode refuse(@Nullable String decision, String warning) {
		if (decision != null) {
			this.decisions.add(decision);
		}
		this.warnings.add(warning);
		return null;
	}

	private static boolean isReadByPython(String document) {
		try {
			return !ConformanceVector.LENIENT.readTree(document).isMissingNode();
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	@Nullable JsonNode loaded() {
		String document = this.vector.loaded();
		if (document == null) {
			return null;
		}
		JsonNode root;
		try {
			root = STRICT.readTree(document);
		}
		catch (JacksonException ex) {
			return refuse(isReadByPython(document) ? "D19" : "D1", "not-json");
		}
		if (isEmptyJson(root)) {
			if (root.isNumber() || root.isString()) {
				// not among what loads nothing (L7)
				return refuse("D2", "loaded-schema-invalid");
			}
			return null;
		}
		if (!root.isArray() || root.size() > MAX_LOADED_ACTIONS || !areActions(root)) {
			return refuse((root.size() > MAX_LOADED_ACTIONS) ? "D22" : null, "loaded-schema-invalid");
		}
		return root;
	}

	private static boolean isEmptyJson(JsonNode root) {
		return root.isNull() || (root.isContainer() && root.isEmpty()) || (root.isBoolean() && !root.booleanValue())
				|| (root.isNumber() && root.doubleValue() == 0) || (root.isString() && root.stringValue().isEmpty());
	}

	private static boolean fields(JsonNode node, String... known) {
		return Set.of(known).containsAll(node.propertyNames());
	}

	private static boolean isTarget(@Nullable JsonNode target) {
		return target == null || (target.isObject() && !target.isEmpty() && fields(target, "application", "environment")
				&& isText(target.get("application"), true) && isText(target.get("environment"), true));
	}

	private boolean areActions(JsonNode actions) {
		for (JsonNode action : actions) {
			if (!action.isObject() || !fields(action, "name", "value", "route", "probability", "type")
					|| !isText(action.get("name"), false) || !isTextOrNumber(action.get("value"), false)
					|| !isText(action.get("route"), true) || !isTextOrNumber(action.get("probability"), true)
					|| !isText(action.get("type"), true)) {
				return false;
			}
		}
		for (JsonNode action : actions) {
			if (action.get("value").isNumber() || action.path("probability").isNumber()) {
				this.decisions.add("D3");
			}
		}
		return true;
	}

	private static boolean isText(@Nullable JsonNode node, boolean optional) {
		return (node == null) ? optional : node.isString();
	}

	private static boolean isTextOrNumber(@Nullable JsonNode node, boolean optional) {
		return (node != null && node.isNumber()) || isText(node, optional);
	}

	private static boolean isBlank(@Nullable JsonNode node) {
		return node != null && node.stringValue().isBlank();
	}

}
