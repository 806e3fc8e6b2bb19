package io.chaosmiddleware.attack;

import io.chaosmiddleware.condition.ConditionType;
import io.chaosmiddleware.condition.Target;
import io.chaosmiddleware.document.DurationText;
import io.chaosmiddleware.document.Token;
import io.chaosmiddleware.effect.EffectType;
import io.chaosmiddleware.effect.Phase;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema (2020-12) of attack documents. A document that
 * {@linkplain AttackParser#parseStrictly(String) is read strictly} validates. What a
 * schema cannot say is listed in {@code docs/attack-language.md}.
 */
public final class AttackSchema {

	private static final JsonMapper JSON = new JsonMapper();

	// The same on all platforms.
	private static final DefaultPrettyPrinter PRINTER = new DefaultPrettyPrinter()
		.withObjectIndenter(new DefaultIndenter("  ", "\n"));

	private static final String DOCUMENT = """
			{
				"$schema": "https://json-schema.org/draft/2020-12/schema",
				"title": "An attack of Chaos Middleware",
				"type": "object",
				"properties": {
					"id": {
						"description": "What the attack is called by programs",
						"examples": ["slow-orders"],
						"type": "string",
						"pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
					},
					"name": {
						"description": "What the attack is called by people",
						"examples": ["Slow orders"],
						"type": "string",
						"pattern": "^[^\\\\p{Cc}\\\\p{Cf}\\\\p{Cs}\\\\p{Zl}\\\\p{Zp}]{1,100}$"
					}
				},
				"required": ["actions"],
				"additionalProperties": false,
				"$defs": {
					"action": {
						"type": "object",
						"properties": { "name": { "description": "What happens" } },
						"required": ["name", "value"]
					},
					"duration": {
						"type": "string",
						"maxLength": 40,
						"pattern": "^(?=.*[1-9])<duration>$"
					},
					"instant": {
						"type": "string",
						"pattern": "^<date>[Tt]<time>(?:[Zz]|<offset>)$"
					},
					"token": {
						"type": "string",
						"pattern": "^<token>{1,256}$"
					},
					"text": { "type": ["string", "integer"], "maxLength": 1000 },
					"texts": {
						"anyOf": [
							{ "$ref": "#/$defs/text" },
							{ "type": "array", "items": { "$ref": "#/$defs/text" }, "minItems": 1, "maxItems": 32 }
						]
					},
					"secret": { "$ref": "#/$defs/text", "not": { "const": "***" } },
					"secrets": {
						"anyOf": [
							{ "$ref": "#/$defs/secret" },
							{ "type": "array", "items": { "$ref": "#/$defs/secret" }, "minItems": 1, "maxItems": 32 }
						]
					}
				}
			}
			""".replace("<duration>", DurationText.PATTERN)
		.replace("<token>", Token.CHARACTER)
		.replace("<date>", "(?:(?:19[7-9][0-9]|[2-9][0-9]{3})-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
				+ "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|[12][0-9]))" + "|1969-12-31|[+]10000-01-01)")
		.replace("<time>", "(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]{0,9})?)?")
		.replace("<offset>", "[-+](?:0[0-9]|1[0-7])(?::[0-5][0-9](?::[0-5][0-9])?)?|[-+]18(?::00(?::00)?)?");

	private AttackSchema() {
	}

	/**
	 * Return the schema, which is also in this jar, as
	 * {@code io/chaosmiddleware/attack.schema.json}.
	 * @return a JSON text
	 */
	public static String text() {
		ObjectNode schema = object(DOCUMENT);
		ObjectNode definitions = schema.withObject("/$defs");
		schema.withObject("/properties").setAll(object(Schedule.SCHEMA)).setAll(object("""
				{
					"actions": {
						"description": "What happens, walked in order",
						"type": "array",
						"items": { "$ref": "#/$defs/action" }
					},
					"target": { "$ref": "#/$defs/target" }
				}
				"""));
		definitions.set("target", object(Target.schema()));
		ObjectNode action = (ObjectNode) definitions.get("action");
		ArrayNode names = action.withObject("/properties/name").putArray("enum");
		ArrayNode effects = action.putArray("allOf");
		for (EffectType effect : EffectType.values()) {
			names.add(effect.code());
			ObjectNode choice = effects.addObject();
			choice.withObject("/if/properties/name").put("const", effect.code());
			choice.withObject("/if").putArray("required").add("name");
			choice.withObject("/then").put("$ref", "#/$defs/" + effect.code());
			definitions.set(effect.code(), action(effect, definitions));
		}
		return JSON.writer().with(PRINTER).writeValueAsString(schema) + "\n";
	}

	private static ObjectNode action(EffectType effect, ObjectNode definitions) {
		ObjectNode action = JSON.createObjectNode();
		action.withObject("/properties/name").put("const", effect.code());
		merge(object(effect.schema()), action, definitions);
		for (ConditionType condition : ConditionType.values()) {
			ObjectNode fields = object(condition.schema());
			fields.forEach((keyword) -> ((ObjectNode) keyword).remove(effect.claims()));
			fields.withObject("/properties").properties().forEach((field) -> {
				definitions.set(field.getKey(), field.getValue());
				field.setValue(JSON.createObjectNode().put("$ref", "#/$defs/" + field.getKey()));
			});
			merge(fields, action, definitions);
		}
		ObjectNode type = action.withObject("/properties").putObject("type");
		type.put("description", "When the action acts, before its handler or after it. Before it if it is absent");
		ArrayNode phases = type.putArray("enum");
		for (Phase phase : Phase.types()) {
			phases.add(phase.code());
		}
		return action.put("additionalProperties", false);
	}

	private static void merge(ObjectNode fields, ObjectNode action, ObjectNode definitions) {
		fields.properties().forEach((keyword) -> {
			ObjectNode to = keyword.getKey().equals("$defs") ? definitions : action.withObject("/" + keyword.getKey());
			to.setAll((ObjectNode) keyword.getValue());
		});
	}

	private static ObjectNode object(String text) {
		return (ObjectNode) JSON.readTree(text);
	}

}
