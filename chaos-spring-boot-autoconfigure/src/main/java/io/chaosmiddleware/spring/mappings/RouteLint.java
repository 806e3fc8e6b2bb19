package io.chaosmiddleware.spring.mappings;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.chaosmiddleware.condition.Route;
import io.chaosmiddleware.spring.mappings.RouteMistakes.Correction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which of the application's mappings a route can hit. A mapping counts only
 * with a witness: a path that it serves, that the route hits and that may be attacked. A
 * route that has none, or looks like a misspelt one, is worth a warning. Never throws.
 * Safe for use by many threads.
 */
public final class RouteLint {

	/** The most routes that are looked at in one go. */
	public static final int MAX_ROUTES = 100;

	private static final int MAX_KNOWN = 256;

	private static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private static final Logger logger = LoggerFactory.getLogger(RouteLint.class);

	private final Supplier<List<String>> patterns;

	private final Supplier<List<String>> unreached;

	private final Predicate<String> excluded;

	private final RouteMistakes mistakes;

	private final Supplier<List<String>> actuator;

	private final Map<Route, RouteFinding> known = new ConcurrentHashMap<>();

	private volatile @Nullable Mappings mappings;

	/**
	 * Create a lint.
	 * @param patterns the patterns of all mappings, as routes see their paths. Asked for
	 * when a route is first looked at, since there are none while the application starts,
	 * and once unless there are none
	 * @param excluded tells which decoded paths are never attacked
	 */
	public RouteLint(Supplier<List<String>> patterns, Predicate<String> excluded) {
		this(patterns, List::of, excluded, () -> "", List::of);
	}

	/**
	 * Create a lint that also knows what is no mapping of the application but may be
	 * taken for one.
	 * @param patterns the patterns of all mappings that can be attacked, as above
	 * @param unreached the patterns of those that cannot
	 * @param excluded tells which decoded paths are never attacked
	 * @param contextPath what comes before the paths that routes see, empty if there is
	 * nothing
	 * @param actuator the patterns of the actuator's paths
	 */
	public RouteLint(Supplier<List<String>> patterns, Supplier<List<String>> unreached, Predicate<String> excluded,
			Supplier<String> contextPath, Supplier<List<String>> actuator) {
		this.patterns = patterns;
		this.unreached = unreached;
		this.excluded = excluded;
		this.mistakes = new RouteMistakes(contextPath);
		this.actuator = actuator;
	}

	/**
	 * Return whether there is any mapping that routes could be compared with.
	 * @return whether a mapping is known
	 */
	public boolean knowsMappings() {
		return !mappings().attackable().isEmpty();
	}

	/**
	 * Return which mappings a route can hit.
	 * @param route the route
	 * @return their patterns; also none if no mapping is known
	 */
	public List<String> hits(Route route) {
		return find(route).mappings();
	}

	/**
	 * Return which mappings a route can hit, and a warning if it hits none, or hardly
	 * those that were meant.
	 * @param route the route
	 * @return what was found, without a warning if no mapping is known
	 */
	public RouteFinding find(Route route) {
		return find(route, mappings(), System.nanoTime() + MAX_NANOS);
	}

	/**
	 * Return which mappings several routes can hit.
	 * @param routes the routes
	 * @return what was found for each of the first routes, as many as can be looked at
	 * within half a second, at most {@value #MAX_ROUTES}
	 */
	public List<RouteFinding> findAll(List<Route> routes) {
		if (routes.isEmpty()) {
			return List.of();
		}
		Mappings mappings = mappings();
		long end = System.nanoTime() + MAX_NANOS;
		List<RouteFinding> findings = new ArrayList<>();
		for (Route route : routes.subList(0, Math.min(routes.size(), MAX_ROUTES))) {
			RouteFinding finding = find(route, mappings, end);
			if (isOver(end)) {
				break;
			}
			findings.add(finding);
		}
		return findings;
	}

	private RouteFinding find(Route route, Mappings mappings, long end) {
		RouteFinding known = this.known.get(route);
		if (known != null) {
			return known;
		}
		try {
			if (mappings.attackable().isEmpty()) {
				return nothing(route);
			}
			RouteFinding finding = look(route, mappings, end);
			if (!isOver(end)) {
				remember(finding);
			}
			return finding;
		}
		catch (RuntimeException | StackOverflowError ex) {
			logger.debug("A route could not be compared with the mappings", ex);
			return nothing(route);
		}
	}

	private static RouteFinding nothing(Route route) {
		return new RouteFinding(route, List.of(), null);
	}

	private void remember(RouteFinding finding) {
		if (this.known.size() >= MAX_KNOWN) {
			this.known.clear();
		}
		this.known.put(finding.route(), finding);
	}

	private RouteFinding look(Route route, Mappings mappings, long end) {
		BooleanSupplier isOver = () -> isOver(end);
		Correction correction = null;
		Aim meant = null;
		for (Correction candidate : this.mistakes.find(route)) {
			Route corrected = candidate.route();
			Aim aim = (corrected != null) ? Aim.of(corrected, null, mappings, this.excluded, isOver) : null;
			// A candidate that is not certain only counts if it hits the text of a
			// mapping.
			if (candidate.isCertain() || (aim != null && aim.hitsText())) {
				correction = candidate;
				meant = aim;
				break;
			}
		}
		Aim aim = Aim.of(route, correction, mappings, this.excluded, isOver);
		String warning = null;
		// If the time is over, not all mappings were compared, and nothing can be said.
		if (!isOver(end)) {
			warning = aim.hits().isEmpty() ? RouteWarning.ofMiss(route, aim, correction, meant, mappings)
					: RouteWarning.ofMisspelling(route, aim, mappings);
		}
		return new RouteFinding(route, aim.patterns(), warning);
	}

	private static boolean isOver(long end) {
		return System.nanoTime() - end > 0;
	}

	private Mappings mappings() {
		Mappings mappings = this.mappings;
		return (mappings != null) ? mappings : resolve();
	}

	private synchronized Mappings resolve() {
		Mappings mappings = this.mappings;
		if (mappings != null) {
			return mappings;
		}
		try {
			mappings = Mappings.of(new LinkedHashSet<>(this.patterns.get()), this.unreached.get(),
					new LinkedHashSet<>(this.actuator.get()), this.excluded);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("The mappings of the application could not be found out", ex);
			return Mappings.NONE;
		}
		if (!mappings.attackable().isEmpty()) {
			this.mappings = mappings;
		}
		return mappings;
	}

}
