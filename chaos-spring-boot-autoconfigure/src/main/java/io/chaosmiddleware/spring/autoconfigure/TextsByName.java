package io.chaosmiddleware.spring.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Brings properties into the form of a document that has a text or a list of texts for
 * each name. A list is bound as a map of its indexes, a name with a dot as a map in a
 * map, and a number or a switch in YAML as such.
 */
final class TextsByName {

	private TextsByName() {
	}

	static @Nullable Map<String, Object> of(@Nullable Map<String, Object> bound) {
		if (bound == null) {
			return null;
		}
		Map<String, Object> texts = new LinkedHashMap<>();
		bound.forEach((name, value) -> add(name, value, texts));
		return texts;
	}

	private static void add(String name, Object value, Map<String, Object> texts) {
		if (!(value instanceof Map<?, ?> map)) {
			texts.put(name, String.valueOf(value));
		}
		else if (map.containsKey("0")) {
			List<String> list = new ArrayList<>();
			for (int i = 0; map.containsKey(String.valueOf(i)); i++) {
				list.add(String.valueOf(map.get(String.valueOf(i))));
			}
			texts.put(name, list);
		}
		else {
			map.forEach((rest, nested) -> add(name + "." + rest, nested, texts));
		}
	}

}
