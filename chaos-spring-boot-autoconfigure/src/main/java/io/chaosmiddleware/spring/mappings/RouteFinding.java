package io.chaosmiddleware.spring.mappings;

import java.util.List;

import io.chaosmiddleware.condition.Route;
import org.jspecify.annotations.Nullable;

/**
 * The mappings that a route can hit, and a warning if they are probably not what was
 * meant.
 *
 * @param route the route
 * @param mappings the patterns of the application's mappings that it can hit
 * @param warning one sentence that names the route and a remedy, {@code null} if there is
 * nothing to warn about. There is a warning if the route hits no mapping, or if it hits
 * only variables and looks like the misspelt path of another mapping. The route is quoted
 * in a printable and possibly shortened form
 */
public record RouteFinding(Route route, List<String> mappings, @Nullable String warning) {

	/**
	 * Create a finding.
	 * @param route the route
	 * @param mappings the patterns of the mappings that it can hit
	 * @param warning the warning, {@code null} if there is nothing to warn about
	 */
	public RouteFinding {
		// Findings are cached, so they must not hold compiled expressions.
		route = route.forShow();
		mappings = List.copyOf(mappings);
	}

}
