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
 * Which of the recent requests somebody wants to see. A request is shown whole if its
 * path is hit by the route and one of its verdicts is as asked.
 *
 * @param route hits the path of the request, {@code null} for any
 * @param kind the kind of a verdict, {@code null} for any
 * @param source the source of that same verdict, {@code null} for any
 */
record RecentVerdicts(@Nullable Route route, Verdict.@Nullable Kind kind,
		@Nullable AttackSource source) implements Predicate<AttackEvent.Decided> {

	static final RecentVerdicts ALL = new RecentVerdicts(null, null, null);

	/**
	 * Read what somebody asks for.
	 * @param route a route in the language of attacks
	 * @param verdict the code of a verdict
	 * @param source the code of a source
	 * @return what to show
	 * @throws IllegalArgumentException if one of them makes no sense, with its name and
	 * what is known
	 */
	static RecentVerdicts of(@Nullable String route, @Nullable String verdict, @Nullable String source) {
		return new RecentVerdicts(route(route), code("verdict", verdict, Verdict.Kind.values()),
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
