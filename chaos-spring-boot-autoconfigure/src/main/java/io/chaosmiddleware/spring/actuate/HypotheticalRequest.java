package io.chaosmiddleware.spring.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.chaosmiddleware.attack.AttackRefusedException;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.condition.RequestView;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request that nobody has sent, described by a document so that its verdicts can be
 * explained. Nobody is authenticated in it.
 *
 * @param method the HTTP method
 * @param path the raw path without query
 * @param query the raw query, {@code null} if there is none
 * @param values the values of the headers by name, compared without regard to case
 */
record HypotheticalRequest(String method, String path, @Nullable String query,
		Map<String, List<String>> values) implements RequestView {

	private static final JsonMapper JSON = JsonMapper
		.builder(JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private static final Set<String> FIELDS = Set.of("method", "path", "headers");

	private static final int MAX_PATH = 8192;

	private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");

	@Override
	public List<String> headers(String name) {
		return this.values.getOrDefault(name, List.of());
	}

	/** Return whether a browser would ask by it whether it may send another request. */
	boolean isPreFlight() {
		return this.method.equals("OPTIONS") && this.values.containsKey("Origin")
				&& this.values.containsKey("Access-Control-Request-Method");
	}

	/**
	 * Read the document.
	 * @param document its bytes
	 * @param maxSize the most bytes
	 * @return the request
	 * @throws AttackRefusedException if there is any fault, with every fault named
	 */
	static HypotheticalRequest read(byte[] document, int maxSize) {
		if (document.length > maxSize) {
			throw new AttackRefusedException(List
				.of(new Problem("$", Reason.TOO_LARGE, "the document must have at most " + maxSize + " bytes")));
		}
		return new Reading().request(tree(document));
	}

	private static JsonNode tree(byte[] document) {
		try {
			return JSON.readTree(document);
		}
		catch (JacksonException ex) {
			// The message of the parser is left out, since it quotes the document.
			throw new AttackRefusedException(List.of(new Problem("$", Reason.NOT_JSON,
					"the document is not readable JSON; check that it is complete and names no field twice")));
		}
	}

	/**
	 * One pass through one document, which collects what is wrong with it.
	 */
	private static final class Reading {

		private final List<Problem> problems = new ArrayList<>();

		HypotheticalRequest request(JsonNode root) {
			if (!root.isObject()) {
				refuse("$", "the document must be a JSON object with 'path', such as {\"path\":\"/orders\"}");
				throw new AttackRefusedException(this.problems);
			}
			for (String field : root.propertyNames()) {
				if (!FIELDS.contains(field)) {
					String printable = PrintableText.of(field);
					refuse("$." + printable, "unknown field '" + printable + "'; known are headers, method, path");
				}
			}
			String method = method(root.get("method"));
			String path = path(root.get("path"));
			int query = path.indexOf('?');
			Map<String, List<String>> headers = headers(root.get("headers"));
			if (!this.problems.isEmpty()) {
				throw new AttackRefusedException(this.problems);
			}
			return (query < 0) ? new HypotheticalRequest(method, path, null, headers)
					: new HypotheticalRequest(method, path.substring(0, query), path.substring(query + 1), headers);
		}

		private String method(@Nullable JsonNode node) {
			if (node == null) {
				return "GET";
			}
			if (!node.isString() || !TOKEN.matcher(node.stringValue()).matches()) {
				refuse("$.method", "'method' must be the name of an HTTP method, such as 'GET'");
				return "";
			}
			return node.stringValue();
		}

		private String path(@Nullable JsonNode node) {
			if (node == null) {
				refuse("$.path", "'path' is missing; give the path of a request, such as '/orders'");
				return "";
			}
			if (!node.isString() || !node.stringValue().startsWith("/")) {
				refuse("$.path", "'path' must be a text that begins with '/', such as '/orders'");
				return "";
			}
			String path = node.stringValue();
			int query = path.indexOf('?');
			if (((query >= 0) ? query : path.length()) > MAX_PATH) {
				refuse("$.path", "'path' may have at most " + MAX_PATH + " characters");
			}
			return path;
		}

		private Map<String, List<String>> headers(@Nullable JsonNode node) {
			Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
			if (node == null) {
				return headers;
			}
			if (!node.isObject()) {
				refuse("$.headers", "'headers' must be a JSON object with a text or a list of texts for each name");
				return headers;
			}
			node.properties().forEach((header) -> {
				String path = "$.headers." + PrintableText.of(header.getKey());
				if (!TOKEN.matcher(header.getKey()).matches()) {
					refuse(path, "'" + PrintableText.of(header.getKey()) + "' is not the name of a header");
				}
				List<String> values = headers.computeIfAbsent(header.getKey(), (name) -> new ArrayList<>());
				JsonNode value = header.getValue();
				if (!value.isArray()) {
					values.add(value(value, path));
				}
				for (int i = 0; value.isArray() && i < value.size(); i++) {
					values.add(value(value.get(i), path + "[" + i + "]"));
				}
			});
			return headers;
		}

		private String value(JsonNode node, String path) {
			if (!node.isString()) {
				refuse(path, "the value of a header must be a text"
						+ (node.isObject() ? "; write the document as a text, with \\\" for each quotation mark" : ""));
				return "";
			}
			String value = node.stringValue();
			if (value.chars().anyMatch((c) -> (c < ' ' && c != '\t') || c == 0x7f)) {
				refuse(path, "the value of a header has no line breaks or other control characters");
			}
			return value;
		}

		private void refuse(String path, String message) {
			this.problems.add(new Problem(path, Reason.SCHEMA, message));
		}

	}

}
