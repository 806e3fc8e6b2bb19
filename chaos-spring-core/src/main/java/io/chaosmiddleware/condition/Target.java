package io.chaosmiddleware.condition;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.chaosmiddleware.document.Fields;
import io.chaosmiddleware.document.Percentage;
import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The application, environment and instances that an attack targets. Names are compared
 * exactly, including case. A part that is absent matches everything (decision D4 in
 * {@code docs/differences.md}). A blank part is an error, since it must not widen an
 * attack (decision D5 in {@code docs/differences.md}).
 *
 * @param application the name of the attacked application, {@code null} for any
 * @param environment the attacked environment, {@code null} for any
 * @param instances the attacked instances, {@code null} for all
 */
public record Target(@Nullable String application, @Nullable String environment,
		@Nullable Instances instances) implements Condition {

	// Blanks are those of Java, which no regular expression calls by one name.
	private static final String SCHEMA = """
			{
				"description": "What the attack targets",
				"type": "object",
				"properties": {
					"application": {
						"description": "The name of the attacked application. Any if it is absent",
						"examples": ["shop"],
						"type": "string",
						"pattern": "[^<blank>]"
					},
					"environment": {
						"description": "The attacked environment. Any if it is absent",
						"examples": ["test"],
						"type": "string",
						"pattern": "[^<blank>]"
					},
					"instances": {
						"description": "The ids of the attacked instances, or a share of all. All if it is absent",
						"examples": ["25%", "shop-1", ["shop-1", "shop-2"]],
						"anyOf": [
							{ "type": "string", "pattern": "^[<blank>]*<percentage>[ \\t\\r\\n]*%[<blank>]*$" },
							{ "$ref": "#/$defs/target/$defs/instance" },
							{ "type": "array", "items": { "$ref": "#/$defs/target/$defs/instance" }, "minItems": 1, "maxItems": 1000 }
						]
					}
				},
				"additionalProperties": false,
				"minProperties": 1,
				"$defs": {
					"instance": {
						"type": "string",
						"maxLength": 256,
						"pattern": "[^<blank>]",
						"not": { "pattern": "%[<blank>]*$" }
					}
				}
			}
			"""
		.replace("<percentage>", Percentage.PATTERN)
		.replace("<blank>",
				"\\\\u0009-\\\\u000d\\\\u001c- \\\\u1680\\\\u2000-\\\\u2006\\\\u2008-\\\\u200a\\\\u2028\\\\u2029\\\\u205f\\\\u3000");

	/**
	 * Create a target.
	 * @param application the name of the attacked application, {@code null} for any
	 * @param environment the attacked environment, {@code null} for any
	 * @param instances the attacked instances, {@code null} for all
	 * @throws IllegalArgumentException if all are absent, or one is blank
	 */
	public Target {
		if (application == null && environment == null && instances == null) {
			throw new IllegalArgumentException("'application', 'environment' or 'instances' must be given");
		}
		if ((application != null && application.isBlank()) || (environment != null && environment.isBlank())) {
			throw new IllegalArgumentException("'application' and 'environment' must not be blank");
		}
	}

	/**
	 * Create a target that means all instances.
	 * @param application the name of the attacked application, {@code null} for any
	 * @param environment the attacked environment, {@code null} for any
	 * @throws IllegalArgumentException if both are absent, or one is blank
	 */
	public Target(@Nullable String application, @Nullable String environment) {
		this(application, environment, null);
	}

	/**
	 * Return the JSON Schema of a target.
	 * @return the schema
	 */
	public static String schema() {
		return SCHEMA;
	}

	/**
	 * Read the target of an attack.
	 * @param fields the fields of the target
	 * @return the target, {@code null} if it is not valid; the fields have then noted the
	 * problem
	 */
	public static @Nullable Target read(Fields fields) {
		String application = read(fields, "application");
		String environment = read(fields, "environment");
		Instances instances = Instances.read(fields);
		fields.refuseUnknown();
		if (!fields.optional("application") && !fields.optional("environment") && !fields.optional(Instances.FIELD)) {
			fields.reading()
				.breaksSchema(new Problem(fields.path(), Reason.SCHEMA,
						"a target must name an 'application', an 'environment' or 'instances'"));
		}
		// Further problems may not have been noted, so that their number says nothing.
		return fields.reading().schemaProblems().isEmpty() ? new Target(application, environment, instances) : null;
	}

	private static @Nullable String read(Fields fields, String field) {
		if (!fields.optional(field)) {
			return null;
		}
		String value = fields.text(field, "the name to compare with");
		if (value != null && value.isBlank()) {
			fields.reading()
				.breaksSchema(new Problem(fields.path() + "." + field, Reason.BLANK_TARGET,
						"'" + field + "' must not be blank; leave it out to mean any"));
		}
		return value;
	}

	@Override
	public @Nullable Reason missesAll(ApplicationIdentity us, Supplier<String> attack) {
		if (this.application != null && !this.application.equals(us.application())) {
			return Reason.APPLICATION;
		}
		if (this.environment != null && !this.environment.equals(us.environment())) {
			return Reason.ENVIRONMENT;
		}
		return (this.instances == null || this.instances.include(us.id(), attack)) ? null : Reason.INSTANCES;
	}

	/**
	 * Return the same target without instances.
	 * @return the target, {@code null} if nothing is left of it
	 */
	public @Nullable Target withoutInstances() {
		return (this.application == null && this.environment == null) ? null
				: new Target(this.application, this.environment);
	}

	@Override
	public @Nullable Reason miss(RequestView request, String path, Dice dice) {
		return null;
	}

	@Override
	public Map<String, Object> fields() {
		Map<String, Object> fields = new LinkedHashMap<>();
		if (this.application != null) {
			fields.put("application", this.application);
		}
		if (this.environment != null) {
			fields.put("environment", this.environment);
		}
		if (this.instances != null) {
			fields.put(Instances.FIELD, this.instances.field());
		}
		return fields;
	}

}
