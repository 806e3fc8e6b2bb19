package io.chaosmiddleware.spring.mappings;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the path patterns of functional routes. The visitor of each web stack calls
 * these methods in the order of its visit, in which a predicate comes just before the
 * route or nest that it belongs to. This class is not thread-safe.
 */
public final class FunctionalPaths {

	private static final List<String> ANY = List.of();

	private static final int MAX_ALTERNATIVES = 100;

	private final Set<String> patterns = new LinkedHashSet<>();

	private final Deque<List<String>> nests = new ArrayDeque<>();

	private final Deque<List<String>> predicates = new ArrayDeque<>();

	/**
	 * Visit a predicate that requires a path.
	 * @param pattern the pattern of the path
	 */
	public void path(String pattern) {
		this.predicates.push(List.of(pattern));
	}

	/**
	 * Visit a predicate that requires something other than a path.
	 */
	public void anyPath() {
		this.predicates.push(ANY);
	}

	/**
	 * Combine the last two predicates, both of which must match.
	 */
	public void both() {
		List<String> second = pop();
		List<String> first = pop();
		this.predicates.push(first.isEmpty() ? second : second.isEmpty() ? first : union(first, second));
	}

	/**
	 * Combine the last two predicates, one of which must match.
	 */
	public void either() {
		List<String> second = pop();
		List<String> first = pop();
		this.predicates.push((first.isEmpty() || second.isEmpty()) ? ANY : union(first, second));
	}

	/**
	 * Negate the last predicate.
	 */
	public void not() {
		pop();
		this.predicates.push(ANY);
	}

	/**
	 * Start a nest below the paths of the last predicate.
	 */
	public void startNest() {
		this.nests.push(below(pop()));
	}

	/**
	 * End the nest.
	 */
	public void endNest() {
		this.nests.poll();
		this.predicates.clear();
	}

	/**
	 * Add a route with the last predicate.
	 */
	public void route() {
		List<String> paths = pop();
		this.patterns.addAll(below(paths.isEmpty() ? List.of("/**") : paths));
	}

	/**
	 * Add routes that cannot be visited.
	 */
	public void unknownRoutes() {
		this.predicates.clear();
		route();
	}

	/**
	 * Return the patterns of all routes so far.
	 * @return the patterns
	 */
	public List<String> patterns() {
		return List.copyOf(this.patterns);
	}

	private List<String> pop() {
		List<String> last = this.predicates.poll();
		return (last != null) ? last : ANY;
	}

	private List<String> below(List<String> paths) {
		List<String> nest = this.nests.peek();
		if (nest == null || nest.isEmpty()) {
			return paths;
		}
		if (paths.isEmpty()) {
			return nest;
		}
		return nest.stream()
			.flatMap((start) -> paths.stream().map((path) -> join(start, path)))
			.limit(MAX_ALTERNATIVES)
			.toList();
	}

	private static String join(String start, String path) {
		if (path.isEmpty()) {
			return start;
		}
		String stem = start.endsWith("/") ? start.substring(0, start.length() - 1) : start;
		return path.startsWith("/") ? stem + path : stem + "/" + path;
	}

	private static List<String> union(List<String> first, List<String> second) {
		List<String> union = new ArrayList<>(first);
		union.addAll(second);
		return union.subList(0, Math.min(union.size(), MAX_ALTERNATIVES));
	}

}
