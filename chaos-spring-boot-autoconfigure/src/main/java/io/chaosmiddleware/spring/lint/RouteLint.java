package io.chaosmiddleware.spring.lint;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.chaosmiddleware.attack.PrintableText;
import io.chaosmiddleware.attack.Route;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which of the application's mappings a route can hit. A mapping counts only
 * with a witness: a path that it serves, that the route hits and that may be attacked. A
 * route that has none, such as a misspelt one, is worth a warning. Never throws. Safe for
 * use by many threads.
 */
public final class RouteLint {

	/** The most routes that are looked at in one go. */
	public static final int MAX_ROUTES = 100;

	private static final int MAX_KNOWN = 256;

	private static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private static final Logger logger = LoggerFactory.getLogger(RouteLint.class);

	private final Supplier<List<String>> patterns;

	private final Predicate<String> excluded;

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
		this.patterns = patterns;
		this.excluded = excluded;
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
	 * Return which mappings a route can hit, and a warning if it hits none.
	 * @param route the route
	 * @return what was found, without a warning if no mapping is known
	 */
	public RouteFinding find(Route route) {
		return find(route, System.nanoTime() + MAX_NANOS);
	}

	/**
	 * Return which mappings several routes can hit.
	 * @param routes the routes
	 * @return what was found for each of the first routes, as many as can be looked at
	 * within half a second, at most {@value #MAX_ROUTES}
	 */
	public List<RouteFinding> findAll(List<Route> routes) {
		long end = System.nanoTime() + MAX_NANOS;
		List<RouteFinding> findings = new ArrayList<>();
		for (Route route : routes.subList(0, Math.min(routes.size(), MAX_ROUTES))) {
			RouteFinding finding = find(route, end);
			if (isOver(end)) {
				break;
			}
			findings.add(finding);
		}
		return findings;
	}

	private RouteFinding find(Route route, long end) {
		RouteFinding known = this.known.get(route);
		if (known != null) {
			return known;
		}
		try {
			Mappings mappings = mappings();
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
		List<Mapping.Example> examples = Mapping.Example.of(route.examples()
			.stream()
			// no path begins with two slashes, since they are collapsed
			.filter((example) -> !example.startsWith("//"))
			.toList());
		Predicate<String> reaches = (path) -> !isOver(end) && route.matches(path);
		Predicate<String> hits = (path) -> reaches.test(path) && !this.excluded.test(path);
		List<String> hit = new ArrayList<>();
		String unlikely = null;
		for (Mapping mapping : mappings.attackable()) {
			Mapping.Witness witness = mapping.witness(hits, examples);
			if (witness != null && witness.likely()) {
				hit.add(mapping.pattern());
			}
			else if (witness != null && unlikely == null) {
				unlikely = witness.path();
			}
		}
		String excluded = hit.isEmpty() ? firstOf(mappings.excluded(), reaches, examples) : null;
		// who was not given the time to look cannot say that there is nothing
		boolean missed = hit.isEmpty() && !isOver(end);
		return new RouteFinding(route, hit, missed ? warning(route, examples, excluded, unlikely, mappings) : null);
	}

	private static @Nullable String firstOf(List<Mapping> mappings, Predicate<String> reaches,
			List<Mapping.Example> examples) {
		for (Mapping mapping : mappings) {
			Mapping.Witness witness = mapping.witness(reaches, examples);
			if (witness != null && witness.likely()) {
				return mapping.pattern();
			}
		}
		return null;
	}

	private static boolean isOver(long end) {
		return System.nanoTime() - end > 0;
	}

	private static String warning(Route route, List<Mapping.Example> examples, @Nullable String excluded,
			@Nullable String unlikely, Mappings mappings) {
		String text = "'" + PrintableText.of(route.toString()) + "' hits none of the application's mappings";
		if (excluded != null) {
			return text + " that may be attacked, only others such as " + excluded;
		}
		text += ", static resources aside";
		if (unlikely != null) {
			text += ", unless a variable or wildcard stands for its text as in '" + PrintableText.of(unlikely) + "'";
		}
		return text + "; " + SimilarMappings.describe(examples.isEmpty() ? route.toString() : examples.get(0).text(),
				mappings.attackable().stream().map(Mapping::pattern).toList());
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
		mappings = new Mappings(new ArrayList<>(), new ArrayList<>());
		try {
			for (String pattern : new LinkedHashSet<>(this.patterns.get())) {
				add(pattern, mappings);
			}
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("The mappings of the application could not be found out", ex);
			return new Mappings(List.of(), List.of());
		}
		if (!mappings.attackable().isEmpty()) {
			this.mappings = mappings;
		}
		return mappings;
	}

	private void add(String pattern, Mappings mappings) {
		try {
			Mapping mapping = new Mapping(pattern.startsWith("/") ? pattern : "/" + pattern);
			boolean excluded = !mapping.samples().isEmpty() && mapping.samples().stream().allMatch(this.excluded);
			(excluded ? mappings.excluded() : mappings.attackable()).add(mapping);
		}
		catch (RuntimeException ex) {
			logger.debug("A mapping could not be read", ex);
		}
	}

	/**
	 * The mappings of the application.
	 *
	 * @param attackable those that may be attacked
	 * @param excluded those that are never attacked
	 */
	private record Mappings(List<Mapping> attackable, List<Mapping> excluded) {

	}

}
