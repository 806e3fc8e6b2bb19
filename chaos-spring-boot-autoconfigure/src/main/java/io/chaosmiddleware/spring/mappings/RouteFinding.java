package io.chaosmiddleware.spring.mappings;

import java.util.List;

import io.chaosmiddleware.condition.Route;
import org.jspecify.annotations.Nullable;

/**
 * What a route can hit.
 *
 * @param route the route
 * @param mappings the patterns of the application's mappings that it can hit
 * @param warning a sentence for people that names the route and the remedy if it hits
 * none, or only variables where it looks like another mapping; {@code null} if there is
 * nothing to warn of. What it quotes of the route is printable and cut
 */
public record RouteFinding(Route route, List<String> mappings, @Nullable String warning) {

	/**
	 * Create a finding.
	 * @param route the route
	 * @param mappings the patterns of the mappings that it can hit
	 * @param warning a sentence for people, {@code null} if there is nothing to warn of
	 */
	public RouteFinding {
		// Findings are kept for long, and must not hold compiled expressions.
		route = route.forShow();
		mappings = List.copyOf(mappings);
	}

}
