package io.chaosmiddleware.spring.mappings;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import io.chaosmiddleware.condition.Route;
import io.chaosmiddleware.spring.mappings.RouteMistakes.Correction;
import org.jspecify.annotations.Nullable;

/**
 * The result of comparing a route with the mappings of the application.
 *
 * @param hits the mappings that the route hits and that may be attacked
 * @param unlikely a path by which the route hits a mapping in an unlikely way,
 * {@code null} if there is none
 * @param excluded a mapping that the route hits but that cannot be attacked, {@code null}
 * if there is none or if there are hits
 * @param actuator a path of the actuator that the route hits, {@code null} if there is
 * none or if the route hits a mapping
 * @param wanted the text with which similar mappings are looked for
 */
record Aim(List<Hit> hits, @Nullable Witness unlikely, @Nullable Mapping excluded, @Nullable Witness actuator,
		String wanted) {

	/**
	 * Compare a route with mappings.
	 * @param route the route
	 * @param correction the route without its mistakes, {@code null} if it has none
	 * @param mappings the mappings
	 * @param excluded tells which paths are never attacked
	 * @param isOver tells whether the time for the comparison is over
	 * @return the result
	 */
	static Aim of(Route route, @Nullable Correction correction, Mappings mappings, Predicate<String> excluded,
			BooleanSupplier isOver) {
		List<Example> examples = Example.of(route, correction);
		Predicate<String> reaches = (path) -> !isOver.getAsBoolean() && route.matches(path);
		Predicate<String> reachesAttackable = (path) -> reaches.test(path) && !excluded.test(path)
				&& !mappings.isUnreached(path);
		List<Hit> hits = new ArrayList<>();
		Witness unlikely = null;
		for (Mapping mapping : mappings.attackable()) {
			Witness witness = mapping.witness(reachesAttackable, examples);
			if (witness != null && witness.isLikely()) {
				hits.add(new Hit(mapping, witness));
			}
			else if (witness != null && unlikely == null) {
				unlikely = witness;
			}
		}
		Hit other = hits.isEmpty() ? first(mappings.excluded(), reaches, examples) : null;
		if (hits.isEmpty() && other == null) {
			other = first(mappings.unreached(), reaches, examples);
		}
		Hit actuator = (hits.isEmpty() && other == null) ? first(mappings.actuator(), reaches, examples) : null;
		return new Aim(hits, unlikely, (other != null) ? other.mapping() : null,
				(actuator != null && actuator.witness().hasText()) ? actuator.witness() : null,
				examples.isEmpty() ? route.toString() : examples.get(0).text());
	}

	private static @Nullable Hit first(List<Mapping> mappings, Predicate<String> reaches, List<Example> examples) {
		for (Mapping mapping : mappings) {
			Witness witness = mapping.witness(reaches, examples);
			if (witness != null && witness.isLikely()) {
				return new Hit(mapping, witness);
			}
		}
		return null;
	}

	List<String> patterns() {
		return this.hits.stream().map((hit) -> hit.mapping().pattern()).toList();
	}

	boolean hitsText() {
		return this.hits.stream().anyMatch((hit) -> hit.witness().fit() == Witness.Fit.TEXT);
	}

	/**
	 * A mapping that the route hits.
	 *
	 * @param mapping the mapping
	 * @param witness the path by which the route hits the mapping
	 */
	record Hit(Mapping mapping, Witness witness) {

	}

}
