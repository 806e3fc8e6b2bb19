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
 * Finds the mappings of the application that a route can hit. A route hits a mapping if
 * there is a witness: a path that the mapping serves, that the route hits and that may be
 * attacked. A warning describes a route that hits no mapping or looks misspelt. The
 * methods of this class throw no exceptions. This class is thread-safe.
 */
public final class RouteLint {

	/** The maximum number of routes that are compared at once. */
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
	 * @param patterns supplies the patterns of all mappings, without the context path. It
	 * is called when the first route is compared, because there are no mappings while the
	 * application starts, and again as long as it returns none
	 * @param excluded tells which decoded paths are never attacked
	 */
	public RouteLint(Supplier<List<String>> patterns, Predicate<String> excluded) {
		this(patterns, List::of, excluded, () -> "", List::of);
	}

	/**
	 * Create a lint that can also explain why a route hits nothing that may be attacked.
	 * @param patterns supplies the patterns of all mappings that attacks can reach, as
	 * above
	 * @param unreached supplies the patterns of all mappings that attacks cannot reach
	 * @param excluded tells which decoded paths are never attacked
	 * @param contextPath supplies the context path, empty if there is none. Routes are
	 * compared with paths without it
	 * @param actuator supplies the patterns of the actuator's paths
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
	 * Return whether there is any mapping that routes can be compared with.
	 * @return whether a mapping is known
	 */
	public boolean knowsMappings() {
		return !mappings().attackable().isEmpty();
	}

	/**
	 * Return which mappings a route can hit.
	 * @param route the route
	 * @return the patterns of the mappings, empty if no mapping is known
	 */
	public List<String> hits(Route route) {
		return find(route).mappings();
	}

	/**
	 * Return which mappings a route can hit, and a warning if they are probably not what
	 * was meant.
	 * @param route the route
	 * @return the finding, without a warning if no mapping is known
	 */
	public RouteFinding find(Route route) {
		return find(route, mappings(), System.nanoTime() + MAX_NANOS);
	}

	/**
	 * Return which mappings several routes can hit.
	 * @param routes the routes
	 * @return the findings for the first routes, as many as can be compared within half a
	 * second and at most {@value #MAX_ROUTES}
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
		// If the time is over, not all mappings have been compared, so a warning might be
		// wrong.
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
