package io.chaosmiddleware.spring.actuate;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.chaosmiddleware.condition.Route;
import io.chaosmiddleware.engine.AttackEvent;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.engine.Decision;
import io.chaosmiddleware.engine.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A filter of recent requests. A request passes if the route hits its path and if at
 * least one of its verdicts is of the given kind and from the given source. All verdicts
 * of such a request are shown.
 *
 * @param route the route, {@code null} for any path
 * @param kind the kind of verdict, {@code null} for any
 * @param source the source of that verdict, {@code null} for any
 */
record RecentVerdicts(@Nullable Route route, Verdict.@Nullable Kind kind,
		@Nullable AttackSource source) implements Predicate<AttackEvent.Decided> {

	static final RecentVerdicts ALL = new RecentVerdicts(null, null, null);

	// What would hit is not decided.
	private static final Verdict.Kind[] KINDS = { Verdict.Kind.INJECTED, Verdict.Kind.MISSED, Verdict.Kind.REFUSED,
			Verdict.Kind.SKIPPED };

	/**
	 * Read a filter.
	 * @param route a route as in an attack, {@code null} for any path
	 * @param verdict the code of a kind of verdict, {@code null} for any
	 * @param source the code of a source, {@code null} for any
	 * @return the filter
	 * @throws IllegalArgumentException if a parameter is not valid; the message names the
	 * parameter and the known values
	 */
	static RecentVerdicts of(@Nullable String route, @Nullable String verdict, @Nullable String source) {
		return new RecentVerdicts(route(route), code("verdict", verdict, KINDS),
				code("source", source, AttackSource.values()));
	}

	private static @Nullable Route route(@Nullable String route) {
		if (route == null) {
			return null;
		}
		try {
			return Route.parse(route);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"'route' must be a route as in an attack, such as '/orders' or '/orders/{id}': " + ex.getMessage());
		}
	}

	private static <T> @Nullable T code(String name, @Nullable String code, T[] known) {
		if (code == null) {
			return null;
		}
		return Arrays.stream(known)
			.filter((candidate) -> candidate.toString().equals(code))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("Unknown '" + name + "' '" + ChaosReport.text(code)
					+ "'; known are " + Arrays.stream(known).map(Object::toString).collect(Collectors.joining(", "))));
	}

	@Override
	public boolean test(AttackEvent.Decided decided) {
		Decision decision = decided.decision();
		if (this.route != null && !this.route.matches(decision.path())) {
			return false;
		}
		if (this.kind == null && this.source == null) {
			return true;
		}
		List<Verdict> verdicts = decision.verdicts();
		return (decision.headerRefusal() != null && matches(Verdict.Kind.REFUSED, AttackSource.HEADER))
				|| verdicts.stream().anyMatch((verdict) -> matches(verdict.kind(), verdict.source()));
	}

	private boolean matches(Verdict.Kind kind, AttackSource source) {
		return (this.kind == null || this.kind == kind) && (this.source == null || this.source == source);
	}

}
