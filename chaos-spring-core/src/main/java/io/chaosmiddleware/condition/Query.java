package io.chaosmiddleware.condition;

import java.util.Map;

import io.chaosmiddleware.document.Fields;
import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that the query strings of the requests have that an action can hit.
 */
final class Query implements Condition {

	/** The maximum number of characters of a query string that are looked at. */
	static final int MAX_LENGTH = 8192;

	private static final String FIELD = "query";

	static final String SCHEMA = """
			{
				"properties": {
					"query": {
						"description": "Query parameters that a request must have to be hit, with a value or a list of values each; * is any value",
						"examples": [{ "page": "1" }, { "debug": "*" }],
						"type": "object",
						"minProperties": 1,
						"maxProperties": 32,
						"propertyNames": { "minLength": 1, "maxLength": 256 },
						"additionalProperties": { "$ref": "#/$defs/texts" }
					}
				}
			}
			""";

	private final NamedTexts parameters;

	private final QueryText[] names;

	// An empty array stands for any value.
	private final QueryText[][] values;

	private Query(NamedTexts parameters) {
		this.parameters = parameters;
		this.names = new QueryText[parameters.size()];
		this.values = new QueryText[parameters.size()][];
		for (int i = 0; i < parameters.size(); i++) {
			AnyOf values = parameters.values(i);
			this.names[i] = new QueryText(parameters.name(i));
			this.values[i] = values.isAny() ? new QueryText[0]
					: values.texts().stream().map(QueryText::new).toArray(QueryText[]::new);
		}
	}

	static @Nullable Condition read(Fields fields) {
		if (!fields.optional(FIELD)) {
			return null;
		}
		TextsReader reader = new TextsReader(fields, FIELD, Reason.QUERY_INVALID, TextsReader.MAX_VALUE_LENGTH, false);
		NamedTexts parameters = reader.named((name) -> !name.isEmpty() && !TextsReader.hasHalfCharacter(name),
				"a query parameter");
		return (parameters != null && parameters.paid(reader) != null) ? new Query(parameters) : null;
	}

	@Override
	public @Nullable Reason miss(RequestView request, String path, Dice dice) {
		String query = request.query();
		if (query == null) {
			return Reason.QUERY;
		}
		for (int i = 0; i < this.names.length; i++) {
			if (!isIn(query, this.names[i], this.values[i])) {
				return Reason.QUERY;
			}
		}
		return null;
	}

	private static boolean isIn(String query, QueryText name, QueryText[] values) {
		int length = Math.min(query.length(), MAX_LENGTH);
		int start = 0;
		while (start < length) {
			int end = query.indexOf('&', start);
			end = (end >= 0) ? end : query.length();
			int nameEnd = name.end(query, start, end, true);
			boolean named = nameEnd == end || (nameEnd >= 0 && query.charAt(nameEnd) == '=');
			if (named && matches(values, query, Math.min(nameEnd + 1, end), end)) {
				return true;
			}
			start = end + 1;
		}
		return false;
	}

	private static boolean matches(QueryText[] values, String query, int from, int to) {
		for (QueryText value : values) {
			if (value.matches(query, from, to)) {
				return true;
			}
		}
		return values.length == 0;
	}

	@Override
	public int weight() {
		return this.parameters.weight();
	}

	@Override
	public boolean looksAtPath() {
		return false;
	}

	@Override
	public long work(RequestView request, String path) {
		String query = request.query();
		return this.parameters.work((query != null) ? query.length() : 0);
	}

	@Override
	public Map<String, Object> fields() {
		return Map.of(FIELD, this.parameters.fields());
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Query query && this.parameters.equals(query.parameters);
	}

	@Override
	public int hashCode() {
		return this.parameters.hashCode();
	}

	@Override
	public String toString() {
		return fields().toString();
	}

}
