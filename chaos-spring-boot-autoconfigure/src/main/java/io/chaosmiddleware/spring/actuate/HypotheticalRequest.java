package io.chaosmiddleware.spring.actuate;

import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.chaosmiddleware.attack.AttackRefusedException;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.document.Fields;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.document.Reading;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.document.Token;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request that has not been sent. A document describes it, so that its verdicts can be
 * explained.
 *
 * @param method the HTTP method
 * @param path the raw path without query
 * @param query the raw query, {@code null} if there is none
 * @param values the values of the headers by name, compared without regard to case
 * @param user the name of the user, {@code null} if nobody is authenticated
 */
record HypotheticalRequest(String method, String path, @Nullable String query, Map<String, List<String>> values,
		@Nullable String user) implements RequestView {

	// Only the maximum size matters, since the document is not an attack.
	private static final AttackLimits LIMITS = new AttackLimits(64 * 1024, 1, AttackLimits.DEFAULT_MAX_DELAY);

	private static final int MAX_PATH = 8192;

	private static final Pattern TOKEN = Pattern.compile(Token.CHARACTER + "{1,256}");

	@Override
	public List<String> headers(String name) {
		return this.values.getOrDefault(name, List.of());
	}

	@Override
	public @Nullable Principal principal() {
		return (this.user != null) ? () -> this.user : null;
	}

	/**
	 * Return whether this is a CORS preflight request, by which a browser asks whether a
	 * page may send another request.
	 */
	boolean isPreFlight() {
		return this.method.equals("OPTIONS") && this.values.containsKey("Origin")
				&& this.values.containsKey("Access-Control-Request-Method");
	}

	/**
	 * Read a request.
	 * @param document the document that describes the request
	 * @return the request
	 * @throws AttackRefusedException if the document is not valid; the exception names
	 * every problem
	 */
	static HypotheticalRequest read(byte[] document) {
		Reading reading = new Reading(LIMITS);
		JsonNode root = reading.read(document);
		if (root == null) {
			throw new AttackRefusedException(reading.schemaProblems());
		}
		if (!root.isObject()) {
			throw new AttackRefusedException(List.of(new Problem("$", Reason.SCHEMA,
					"the document must be a JSON object with 'path', such as {\"path\":\"/orders\"}")));
		}
		Fields fields = new Fields(root, "$", reading);
		String method = method(fields);
		String path = path(fields);
		Map<String, List<String>> headers = headers(fields);
		String user = fields.optional("user") ? fields.text("user", "the name of an authenticated user") : null;
		fields.refuseUnknown();
		if (!reading.schemaProblems().isEmpty()) {
			throw new AttackRefusedException(reading.schemaProblems());
		}
		int query = path.indexOf('?');
		return (query < 0) ? new HypotheticalRequest(method, path, null, headers, user)
				: new HypotheticalRequest(method, path.substring(0, query), path.substring(query + 1), headers, user);
	}

	private static String method(Fields fields) {
		String method = fields.optional("method") ? fields.text("method", "the name of an HTTP method, such as 'GET'")
				: "GET";
		if (method != null && !TOKEN.matcher(method).matches()) {
			fields.breaksSchema("method", "'method' must be the name of an HTTP method, such as 'GET'");
		}
		return (method != null) ? method : "";
	}

	private static String path(Fields fields) {
		String path = fields.text("path", "the path of a request, such as '/orders'");
		if (path == null) {
			return "";
		}
		int query = path.indexOf('?');
		if (!path.startsWith("/")) {
			fields.breaksSchema("path", "'path' must begin with '/', such as '/orders'");
		}
		else if (((query >= 0) ? query : path.length()) > MAX_PATH) {
			fields.breaksSchema("path", "'path' may have at most " + MAX_PATH + " characters");
		}
		return path;
	}

	private static Map<String, List<String>> headers(Fields fields) {
		Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		JsonNode node = fields.get("headers");
		if (node != null && !node.isObject()) {
			fields.breaksSchema("headers",
					"'headers' must be a JSON object with a text or a list of texts for each name");
		}
		else if (node != null) {
			Fields named = new Fields(node, "$.headers", fields.reading());
			node.properties()
				.forEach((header) -> headers.computeIfAbsent(header.getKey(), (name) -> new ArrayList<>())
					.addAll(values(header.getKey(), header.getValue(), named)));
		}
		return headers;
	}

	private static List<String> values(String name, JsonNode value, Fields headers) {
		String printable = PrintableText.of(name);
		if (!TOKEN.matcher(name).matches()) {
			headers.breaksSchema(printable, "'" + printable + "' is not the name of a header");
		}
		List<String> values = new ArrayList<>();
		if (!value.isArray()) {
			values.add(value(printable, value, headers));
		}
		for (int i = 0; value.isArray() && i < value.size(); i++) {
			values.add(value(printable + "[" + i + "]", value.get(i), headers));
		}
		return values;
	}

	private static String value(String field, JsonNode node, Fields headers) {
		if (!node.isString()) {
			headers.breaksSchema(field, "the value of a header must be a text"
					+ (node.isObject() ? "; write the document as a text, with \\\" for each quotation mark" : ""));
			return "";
		}
		String value = node.stringValue();
		if (value.chars().anyMatch((c) -> (c < ' ' && c != '\t') || c == 0x7f)) {
			headers.breaksSchema(field, "the value of a header has no line breaks or other control characters");
		}
		return value;
	}

}
