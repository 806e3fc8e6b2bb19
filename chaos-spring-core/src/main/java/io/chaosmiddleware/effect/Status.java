package io.chaosmiddleware.effect;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.chaosmiddleware.document.Fields;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.document.Token;
import org.jspecify.annotations.Nullable;

/**
 * Answers the request with a status in place of its handler. Without a body, the error
 * handling of the application renders an error.
 *
 * @param code the HTTP status, 200 to 599
 * @param headers the headers of the answer by their names
 * @param body the body of the answer, {@code null} if none is given
 * @param contentType the media type of the body, {@code null} if none is given
 */
public record Status(int code, Map<String, String> headers, @Nullable String body,
		@Nullable String contentType) implements Effect {

	private static final String HEADERS = "headers";

	private static final String BODY = "body";

	private static final String CONTENT_TYPE = "contentType";

	static final String SCHEMA = """
			{
				"properties": {
					"value": {
						"description": "The status of the answer",
						"examples": ["503", "429", 500],
						"anyOf": [
							{ "type": "integer", "minimum": 200, "maximum": 599 },
							{ "type": "string", "pattern": "^[ \\t\\r\\n]*[+]?0*[2-5][0-9]{2}[ \\t\\r\\n]*$" }
						]
					},
					"headers": {
						"description": "Headers of the answer",
						"examples": [{ "Retry-After": "5" }],
						"type": "object",
						"maxProperties": 20,
						"propertyNames": { "pattern": "^<token>$" },
						"additionalProperties": {
							"type": ["string", "number"],
							"pattern": "^(?:[!-~](?:[ -~]{0,998}[!-~])?)?$"
						}
					},
					"body": {
						"description": "The body of the answer. Without one, the application renders an error as its own",
						"examples": ["{\\"error\\":\\"slow down\\"}", ""],
						"type": "string"
					},
					"contentType": {
						"description": "The media type of the body",
						"examples": ["application/json", "text/html; charset=utf-8"],
						"type": "string",
						"pattern": "^<token>/<token>(?: *; *<token>=(?:<token>|\\"[ !#-\\\\[\\\\]-~]{0,100}\\")){0,5}$"
					}
				},
				"dependentRequired": { "contentType": ["body"] },
				"dependentSchemas": {
					"body": {
						"properties": {
							"value": {
								"not": {
									"anyOf": [
										{ "enum": [204, 205, 304] },
										{ "type": "string", "pattern": "^[ \\t\\r\\n]*[+]?0*(?:204|205|304)[ \\t\\r\\n]*$" }
									]
								}
							}
						}
					}
				}
			}
			"""
		.replace("<token>", Token.CHARACTER + "{1,100}");

	private static final String DEFAULT_CONTENT_TYPE = "text/plain;charset=UTF-8";

	private static final Set<Integer> WITHOUT_BODY = Set.of(204, 205, 304);

	private static final int MAX_HEADERS = 20;

	private static final String TOKEN = Token.CHARACTER + "{1,100}";

	private static final Pattern HEADER_NAME = Pattern.compile(TOKEN);

	private static final Pattern HEADER_VALUE = Pattern.compile("(?:[!-~](?:[ -~]{0,998}[!-~])?)?");

	private static final Pattern MEDIA_TYPE = Pattern
		.compile(TOKEN + "/" + TOKEN + "(?: *; *" + TOKEN + "=(?:" + TOKEN + "|\"[ !#-\\[\\]-~]{0,100}\")){0,5}");

	private static final Pattern OTHER_CHARSET = Pattern.compile("(?i).*; *charset=(?!\"?utf-8\"?(?: *;.*)?$).*");

	// These headers frame the message, apply to a single connection, outlive the request
	// at the client, command proxies, or say what an attack did.
	private static final Pattern FORBIDDEN = Pattern.compile("connection|content-length|content-encoding|date|"
			+ "keep-alive|set-cookie2?|te|trailer|transfer-encoding|upgrade|proxy-.*|access-control-.*|x-accel-.*|"
			+ "x-sendfile.*|x-lighttpd-.*|x-proofdock-.*|alt-svc|clear-site-data|nel|refresh|report-to|"
			+ "reporting-endpoints|strict-transport-security|public-key-pins.*|expect-ct");

	// An answer that an attack makes is never stored by a cache.
	private static final Pattern CACHING = Pattern.compile("age|(.*-)?cache-control|cache-tag|content-digest|"
			+ "content-md5|digest|edge-control|etag|expires|last-modified|pragma|repr-digest|surrogate-.*");

	// Servers have a limit for all headers of an answer, of 8 KB for example.
	private static final int MAX_HEADERS_SIZE = 4096;

	/**
	 * Create a status.
	 * @param code the HTTP status
	 * @param headers the headers of the answer, copied
	 * @param body the body of the answer
	 * @param contentType the media type of the body
	 */
	public Status {
		// The order does not matter, but it is the same each time.
		headers = Collections.unmodifiableMap(new TreeMap<>(headers));
	}

	static @Nullable Effect read(Fields fields) {
		String value = fields.textOrNumber("value");
		Map<String, String> headers = headers(fields);
		String body = fields.optional(BODY) ? fields.text(BODY, "the body of the answer") : null;
		String contentType = fields.optional(CONTENT_TYPE) ? fields.text(CONTENT_TYPE, "the media type of the body")
				: null;
		if (value == null) {
			return null;
		}
		Long code = Fields.wholeNumber(value);
		if (code == null || code < 200 || code > 599) {
			fields.refuse("value", Reason.STATUS_INVALID,
					"'" + PrintableText.of(value) + "' is not a status from 200 to 599, such as '503'");
			return null;
		}
		check(fields, code.intValue(), body, contentType);
		return new Status(code.intValue(), headers, body, contentType);
	}

	private static void check(Fields fields, int code, @Nullable String body, @Nullable String contentType) {
		if (body != null && WITHOUT_BODY.contains(code)) {
			fields.refuse(BODY, Reason.BODY_INVALID, "an answer with status " + code + " has no body; leave it out");
		}
		int maxBody = fields.reading().limits().maxBodySize();
		if (body != null && body.getBytes(StandardCharsets.UTF_8).length > maxBody) {
			fields.refuse(BODY, Reason.BODY_INVALID,
					"a body has at most " + maxBody + " bytes; see 'limits.max-body-size'");
		}
		if (contentType == null) {
			return;
		}
		if (body == null) {
			fields.refuse(CONTENT_TYPE, Reason.CONTENT_TYPE_INVALID, "'contentType' needs a 'body'");
		}
		else if (!MEDIA_TYPE.matcher(contentType).matches()) {
			fields.refuse(CONTENT_TYPE, Reason.CONTENT_TYPE_INVALID,
					"'" + PrintableText.of(contentType) + "' is not a media type such as 'application/json'");
		}
		else if (OTHER_CHARSET.matcher(contentType).matches()) {
			fields.refuse(CONTENT_TYPE, Reason.CONTENT_TYPE_INVALID, "a body is sent in UTF-8; leave out 'charset'");
		}
	}

	private static Map<String, String> headers(Fields fields) {
		Map<String, String> headers = fields.optional(HEADERS) ? fields.texts(HEADERS, "names and values of headers")
				: Map.of();
		Set<String> names = new HashSet<>();
		headers.forEach((name, value) -> {
			String problem = problem(name, value, names);
			if (problem != null) {
				fields.refuse(HEADERS, Reason.HEADER_INVALID, problem);
			}
		});
		int size = headers.entrySet()
			.stream()
			.mapToInt((header) -> header.getKey().length() + header.getValue().length())
			.sum();
		if (size > MAX_HEADERS_SIZE) {
			fields.refuse(HEADERS, Reason.HEADER_INVALID,
					"'headers' have at most " + MAX_HEADERS_SIZE + " characters together");
		}
		if (headers.size() > MAX_HEADERS) {
			fields.refuse(HEADERS, Reason.HEADER_INVALID, "an answer has at most " + MAX_HEADERS + " 'headers'");
		}
		return headers;
	}

	private static @Nullable String problem(String name, String value, Set<String> names) {
		String printable = "'" + PrintableText.of(name) + "'";
		String lowerCase = name.toLowerCase(Locale.ROOT);
		if (!HEADER_NAME.matcher(name).matches()) {
			return printable + " is not the name of a header";
		}
		if (!names.add(lowerCase)) {
			return printable + " stands there twice; separate several values by commas";
		}
		if (lowerCase.equals("content-type")) {
			return "use 'contentType' in place of the header " + printable;
		}
		if (CACHING.matcher(lowerCase).matches()) {
			return "an answer that an attack makes is never cached; leave out " + printable;
		}
		if (FORBIDDEN.matcher(lowerCase).matches()) {
			return "the header " + printable
					+ " belongs to the server or a proxy, or outlives the request; leave it out";
		}
		if (!HEADER_VALUE.matcher(value).matches()) {
			return "the value of " + printable
					+ " must be printable ASCII of at most 1000 characters, without blanks around";
		}
		return null;
	}

	@Override
	public EffectType type() {
		return EffectType.STATUS;
	}

	@Override
	public List<Step> steps() {
		return List.of(new Reply(this.code, this.headers, this.body,
				(this.body == null) ? null : (this.contentType != null) ? this.contentType : DEFAULT_CONTENT_TYPE));
	}

	@Override
	public Map<String, Object> fields() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("value", Integer.toString(this.code));
		if (!this.headers.isEmpty()) {
			fields.put(HEADERS, this.headers);
		}
		if (this.body != null) {
			fields.put(BODY, this.body);
		}
		if (this.contentType != null) {
			fields.put(CONTENT_TYPE, this.contentType);
		}
		return fields;
	}

	@Override
	public Map<String, Object> details() {
		return Map.of("status", this.code);
	}

	@Override
	public String describe(Map<String, Object> details) {
		return "status " + this.code;
	}

}
