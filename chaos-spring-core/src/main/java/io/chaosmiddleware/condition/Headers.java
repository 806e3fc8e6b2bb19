package io.chaosmiddleware.condition;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.chaosmiddleware.document.Fields;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.document.Token;
import org.jspecify.annotations.Nullable;

/**
 * The headers that the requests have that an action can hit. A document calls them
 * {@code requestHeaders}, or {@code headers} where the effect of the action does not have
 * a field of that name.
 *
 * @param headers the headers, at least one
 */
record Headers(NamedTexts headers) implements Condition {

	private static final String FIELD = "requestHeaders";

	private static final String SHORT_FIELD = "headers";

	static final String SCHEMA = """
			{
				"properties": {
					"requestHeaders": {
						"description": "Headers that a request must have to be hit, with a value or a list of values each; * is any value",
						"examples": [{ "x-tenant": ["acme", "globex"] }, { "x-canary": "*" }],
						"type": "object",
						"minProperties": 1,
						"maxProperties": 32,
						"propertyNames": { "$ref": "#/$defs/token" },
						"additionalProperties": { "$ref": "#/$defs/secrets" }
					},
					"headers": {
						"description": "The same as requestHeaders",
						"examples": [{ "x-canary": "*" }],
						"$ref": "#/$defs/requestHeaders"
					}
				},
				"dependentSchemas": {
					"headers": { "not": { "required": ["requestHeaders"] } }
				}
			}
			""";

	static @Nullable Condition read(Fields fields) {
		boolean given = fields.optional(FIELD);
		boolean shortGiven = !fields.isClaimed(SHORT_FIELD) && fields.optional(SHORT_FIELD);
		if (!given && !shortGiven) {
			return null;
		}
		TextsReader reader = new TextsReader(fields, given ? FIELD : SHORT_FIELD, Reason.HEADER_INVALID,
				TextsReader.MAX_VALUE_LENGTH, true);
		if (given && shortGiven) {
			reader.refuse("'headers' and 'requestHeaders' are the same here; leave one of them out");
			return null;
		}
		NamedTexts headers = reader.named(Token::matches, "a header");
		if (headers == null || headers.paid(reader) == null) {
			return null;
		}
		Set<String> names = new HashSet<>();
		for (int i = 0; i < headers.size(); i++) {
			if (!names.add(headers.name(i).toLowerCase(Locale.ROOT))) {
				reader.refuse("'" + PrintableText.of(headers.name(i)) + "' stands there twice; give a list of values");
				return null;
			}
		}
		return new Headers(headers);
	}

	@Override
	public @Nullable Reason miss(RequestView request, String path, Dice dice) {
		for (int i = 0; i < this.headers.size(); i++) {
			if (!matches(request.headers(this.headers.name(i)), this.headers.values(i))) {
				return Reason.HEADERS;
			}
		}
		return null;
	}

	private static boolean matches(List<String> actual, AnyOf expected) {
		for (int i = 0; i < actual.size(); i++) {
			if (expected.matches(actual.get(i))) {
				return true;
			}
		}
		return false;
	}

	@Override
	public int weight() {
		return this.headers.weight();
	}

	@Override
	public boolean looksAtPath() {
		return false;
	}

	@Override
	public long work(RequestView request, String path) {
		long work = 0;
		for (int i = 0; i < this.headers.size(); i++) {
			work += this.headers.work(i, NamedTexts.length(request.headers(this.headers.name(i))));
		}
		return work;
	}

	@Override
	public Map<String, Object> fields() {
		return Map.of(FIELD, this.headers.fields());
	}

	@Override
	public Map<String, Object> maskedFields() {
		return Map.of(FIELD, this.headers.masked());
	}

}
