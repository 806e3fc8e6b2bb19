package io.chaosmiddleware.condition;

import java.util.List;
import java.util.Map;

import io.chaosmiddleware.document.Fields;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.document.Token;
import org.jspecify.annotations.Nullable;

/**
 * The cookies that the requests have that an action can hit. Names and values are
 * compared as they are sent in {@code Cookie} headers.
 *
 * @param cookies the cookies, at least one
 */
record Cookies(NamedTexts cookies) implements Condition {

	private static final String FIELD = "cookies";

	static final String SCHEMA = """
			{
				"properties": {
					"cookies": {
						"description": "Cookies that a request must have to be hit, with a value or a list of values each; * is any value",
						"examples": [{ "plan": ["free", "trial"] }],
						"type": "object",
						"minProperties": 1,
						"maxProperties": 32,
						"propertyNames": { "$ref": "#/$defs/token" },
						"additionalProperties": { "$ref": "#/$defs/secrets" }
					}
				}
			}
			""";

	private static final String HEADER = "cookie";

	static @Nullable Condition read(Fields fields) {
		if (!fields.optional(FIELD)) {
			return null;
		}
		TextsReader reader = new TextsReader(fields, FIELD, Reason.COOKIE_INVALID, TextsReader.MAX_VALUE_LENGTH, true);
		NamedTexts cookies = reader.named(Token::matches, "a cookie");
		return (cookies != null && cookies.paid(reader) != null) ? new Cookies(cookies) : null;
	}

	@Override
	public @Nullable Reason miss(RequestView request, String path, Dice dice) {
		List<String> headers = request.headers(HEADER);
		for (int i = 0; i < this.cookies.size(); i++) {
			if (!isIn(headers, this.cookies.name(i), this.cookies.values(i))) {
				return Reason.COOKIES;
			}
		}
		return null;
	}

	/**
	 * Return the value of a cookie.
	 * @param headers the {@code Cookie} headers of a request
	 * @param name the name of the cookie
	 * @return the first value that is not empty, {@code null} if there is none
	 */
	static @Nullable String value(List<String> headers, String name) {
		@Nullable String[] found = new @Nullable String[1];
		isIn(headers, name, (header, from, to) -> {
			found[0] = (from < to) ? header.substring(from, to) : null;
			return found[0] != null;
		});
		return found[0];
	}

	private static boolean isIn(List<String> headers, String name, TextPart value) {
		int left = Query.MAX_LENGTH;
		for (int i = 0; i < headers.size() && left > 0; i++) {
			if (isIn(headers.get(i), left, name, value)) {
				return true;
			}
			left -= headers.get(i).length();
		}
		return false;
	}

	private static boolean isIn(String header, int length, String name, TextPart value) {
		int next = 0;
		while (next < Math.min(header.length(), length)) {
			int start = next;
			while (start < header.length() && isBlank(header.charAt(start))) {
				start++;
			}
			int end = header.indexOf(';', start);
			end = (end >= 0) ? end : header.length();
			next = end + 1;
			int from = start + name.length() + 1;
			if (from <= end && header.charAt(from - 1) == '=' && header.startsWith(name, start)) {
				while (end > from && isBlank(header.charAt(end - 1))) {
					end--;
				}
				if (value.matches(header, from, end)) {
					return true;
				}
			}
		}
		return false;
	}

	private static boolean isBlank(char c) {
		return c == ' ' || c == '\t';
	}

	@Override
	public int weight() {
		return this.cookies.weight();
	}

	@Override
	public boolean looksAtPath() {
		return false;
	}

	@Override
	public long work(RequestView request, String path) {
		return this.cookies.work(NamedTexts.length(request.headers(HEADER)));
	}

	@Override
	public Map<String, Object> fields() {
		return Map.of(FIELD, this.cookies.fields());
	}

	@Override
	public Map<String, Object> maskedFields() {
		return Map.of(FIELD, this.cookies.masked());
	}

}
