package io.chaosmiddleware.condition;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.chaosmiddleware.document.Fields;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.document.Token;
import org.jspecify.annotations.Nullable;

/**
 * The methods of the requests that an action can hit, compared with regard to case (RFC
 * 9110).
 *
 * @param methods the methods, at least one
 */
record Method(AnyOf methods) implements Condition {

	private static final String FIELD = "method";

	static final String SCHEMA = """
			{
				"$defs": {
					"methodName": {
						"anyOf": [
							{ "enum": ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"] },
							{ "type": "integer" },
							{
								"$ref": "#/$defs/token",
								"not": {
									"pattern": "^(?:[*]|[Gg][Ee][Tt]|[Hh][Ee][Aa][Dd]|[Pp][Oo][Ss][Tt]|[Pp][Uu][Tt]|[Pp][Aa][Tt][Cc][Hh]|[Dd][Ee][Ll][Ee][Tt][Ee]|[Oo][Pp][Tt][Ii][Oo][Nn][Ss]|[Tt][Rr][Aa][Cc][Ee]|[Cc][Oo][Nn][Nn][Ee][Cc][Tt])$"
								}
							}
						]
					}
				},
				"properties": {
					"method": {
						"description": "The methods of the requests that are hit",
						"examples": ["GET", ["PUT", "PATCH"]],
						"anyOf": [
							{ "$ref": "#/$defs/methodName" },
							{ "type": "array", "items": { "$ref": "#/$defs/methodName" }, "minItems": 1, "maxItems": 32 }
						]
					}
				}
			}
			""";

	private static final List<String> STANDARD = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS",
			"TRACE", "CONNECT");

	static @Nullable Condition read(Fields fields) {
		if (!fields.optional(FIELD)) {
			return null;
		}
		TextsReader reader = new TextsReader(fields, FIELD, Reason.METHOD_INVALID, TextsReader.MAX_NAME_LENGTH, false);
		AnyOf methods = reader.texts();
		if (methods == null) {
			return null;
		}
		for (String method : methods.texts()) {
			String problem = problem(method);
			if (problem != null) {
				reader.refuse(problem);
				return null;
			}
		}
		return new Method(methods);
	}

	private static @Nullable String problem(String method) {
		if (method.equals(AnyOf.ANY)) {
			return "leave out 'method' to mean any method";
		}
		if (!Token.matches(method)) {
			return "'" + PrintableText.of(method) + "' is not the name of an HTTP method, such as 'GET'";
		}
		String upperCase = method.toUpperCase(Locale.ROOT);
		return (STANDARD.contains(upperCase) && !STANDARD.contains(method))
				? "'" + method + "' is not a method, since case matters; use " + upperCase : null;
	}

	@Override
	public @Nullable Reason miss(RequestView request, String path, Dice dice) {
		return this.methods.matches(request.method()) ? null : Reason.METHOD;
	}

	@Override
	public Map<String, Object> fields() {
		return Map.of(FIELD, this.methods.field());
	}

	@Override
	public String toString() {
		return fields().toString();
	}

}
