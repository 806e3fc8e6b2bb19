package io.chaosmiddleware.spring.autoconfigure;

import java.util.Map;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Writes properties in the form of a document that has a text or a list of texts for each
 * name. A list is bound as a map of its indexes, a name with a dot as a map in a map, and
 * a number or a switch in YAML as such.
 */
final class TextsByName extends StdSerializer<Map<?, ?>> {

	TextsByName() {
		super(Map.class);
	}

	@Override
	public void serialize(Map<?, ?> bound, JsonGenerator json, SerializationContext context) {
		json.writeStartObject();
		bound.forEach((name, value) -> write(String.valueOf(name), value, json));
		json.writeEndObject();
	}

	private static void write(String name, Object value, JsonGenerator json) {
		if (!(value instanceof Map<?, ?> map)) {
			json.writeStringProperty(name, String.valueOf(value));
		}
		else if (map.containsKey("0")) {
			json.writeArrayPropertyStart(name);
			for (int i = 0; map.containsKey(String.valueOf(i)); i++) {
				json.writeString(String.valueOf(map.get(String.valueOf(i))));
			}
			json.writeEndArray();
		}
		else {
			map.forEach((rest, nested) -> write(name + "." + rest, nested, json));
		}
	}

}
