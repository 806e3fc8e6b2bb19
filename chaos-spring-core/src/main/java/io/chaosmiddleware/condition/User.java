package io.chaosmiddleware.condition;

import java.security.Principal;
import java.util.Map;

import io.chaosmiddleware.document.Fields;
import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The users whose requests an action can hit.
 *
 * @param users the names of the users, at least one
 */
record User(AnyOf users) implements Condition {

	private static final String FIELD = "user";

	static final String SCHEMA = """
			{
				"$defs": {
					"userName": {
						"type": ["string", "integer"],
						"minLength": 1,
						"maxLength": 256,
						"not": { "const": "***" }
					}
				},
				"properties": {
					"user": {
						"description": "The users whose requests are hit; * is any user",
						"examples": ["alice", ["alice", "bob"], "*"],
						"anyOf": [
							{ "$ref": "#/$defs/userName" },
							{ "type": "array", "items": { "$ref": "#/$defs/userName" }, "minItems": 1, "maxItems": 32 }
						]
					}
				}
			}
			""";

	static @Nullable Condition read(Fields fields) {
		if (!fields.optional(FIELD)) {
			return null;
		}
		TextsReader reader = new TextsReader(fields, FIELD, Reason.USER_INVALID, TextsReader.MAX_NAME_LENGTH, true);
		AnyOf users = reader.texts();
		if (users != null && users.texts().contains("")) {
			reader.refuse("a user has a name; leave out 'user' to mean everybody");
			return null;
		}
		return (users != null) ? new User(users) : null;
	}

	@Override
	public @Nullable Reason miss(RequestView request, String path, Dice dice) {
		Principal principal = request.principal();
		String name = (principal != null) ? principal.getName() : null;
		return (name != null && this.users.matches(name)) ? null : Reason.USER;
	}

	@Override
	public boolean needsUser() {
		return true;
	}

	@Override
	public Map<String, Object> fields() {
		return Map.of(FIELD, this.users.field());
	}

	@Override
	public Map<String, Object> maskedFields() {
		return Map.of(FIELD, this.users.masked());
	}

}
