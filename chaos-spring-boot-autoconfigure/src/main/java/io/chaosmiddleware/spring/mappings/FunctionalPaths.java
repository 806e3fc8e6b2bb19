package io.chaosmiddleware.spring.mappings;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the path patterns of functional routes while they are visited: the visitors of
 * each web stack tell it what they see. A predicate is visited just before the route or
 * the nest that it belongs to is told. Not safe for use by many threads.
 */
public final class FunctionalPaths {

	private static final List<String> ANY = List.of();

	private static final int MAX_ALTERNATIVES = 100;

	private final Set<String> patterns = new LinkedHashSet<>();

	private final Deque<List<String>> nests = new ArrayDeque<>();

	private final Deque<List<String>> predicates = new ArrayDeque<>();

	/**
	 * A predicate asks for a path.
	 * @param pattern the pattern of the path
	 */
	public void path(String pattern) {
		this.predicates.push(List.of(pattern));
	}

	/**
	 * A predicate asks for something other than a path.
	 */
	public void anyPath() {
		this.predicates.push(ANY);
	}

	/**
	 * The last two predicates must both agree.
	 */
	public void both() {
		List<String> second = pop();
		List<String> first = pop();
		this.predicates.push(first.isEmpty() ? second : second.isEmpty() ? first : union(first, second));
	}

	/**
	 * One of the last two predicates must agree.
	 */
	public void either() {
		List<String> second = pop();
		List<String> first = pop();
		this.predicates.push((first.isEmpty() || second.isEmpty()) ? ANY : union(first, second));
	}

	/**
	 * The last predicate must not agree.
	 */
	public void not() {
		pop();
		this.predicates.push(ANY);
	}

	/**
	 * What follows is nested below the paths of the last predicate.
	 */
	public void startNest() {
		this.nests.push(below(pop()));
	}

	/**
	 * The nest has ended.
	 */
	public void endNest() {
		this.nests.poll();
		this.predicates.clear();
	}

	/**
	 * There is a route with the last predicate.
	 */
	public void route() {
		List<String> paths = pop();
		this.patterns.addAll(below(paths.isEmpty() ? List.of("/**") : paths));
	}

	/**
	 * There are routes about which nothing is known.
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
