package io.chaosmiddleware.spring.mappings;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.chaosmiddleware.condition.Route;
import io.chaosmiddleware.spring.mappings.RouteMistakes.Correction;
import org.jspecify.annotations.Nullable;

/**
 * An example of the texts that a route hits.
 *
 * @param text the text, which may be only a part of a path
 * @param parts the parts of the text between its slashes
 * @param mistaken those parts that come from a mistake in the route, such as a query
 */
record Example(String text, List<String> parts, Set<String> mistaken) {

	/**
	 * Return examples of a route.
	 * @param route the route
	 * @param correction the route without its mistakes, {@code null} if it has none
	 * @return some examples
	 */
	static List<Example> of(Route route, @Nullable Correction correction) {
		Set<String> meant = new HashSet<>();
		Route corrected = (correction != null) ? correction.route() : null;
		if (corrected != null) {
			texts(corrected).forEach((text) -> meant.addAll(parts(text)));
		}
		return texts(route).stream().map((text) -> {
			List<String> parts = parts(text);
			Set<String> mistaken = new HashSet<>((correction != null) ? parts : List.of());
			mistaken.removeAll(meant);
			mistaken.remove("");
			return new Example(text, parts, mistaken);
		}).toList();
	}

	private static List<String> texts(Route route) {
		// Leading slashes are collapsed, so that no path begins with two.
		return route.examples().stream().filter((text) -> !text.startsWith("//")).toList();
	}

	static List<String> parts(String text) {
		return List.of(text.split("/", -1));
	}

}
