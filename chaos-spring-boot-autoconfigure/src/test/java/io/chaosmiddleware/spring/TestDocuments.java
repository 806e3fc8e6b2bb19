package io.chaosmiddleware.spring;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes attacks the way all tests do whose point is not the text of the document.
 */
public final class TestDocuments {

	private TestDocuments() {
	}

	/**
	 * Return an attack with actions such as {@code delay 1}, {@code fault X} or
	 * {@code delay 1 /orders}: a name, a value, and possibly a route, in which a blank
	 * may occur.
	 */
	public static String document(String... actions) {
		List<String> documents = new ArrayList<>();
		for (String action : actions) {
			String[] parts = action.split(" ", 3);
			String route = (parts.length > 2) ? ",\"route\":\"" + parts[2] + "\"" : "";
			documents.add("{\"name\":\"" + parts[0] + "\",\"value\":\"" + parts[1] + "\"" + route + "}");
		}
		return "{\"actions\":[" + String.join(",", documents) + "]}";
	}

}
