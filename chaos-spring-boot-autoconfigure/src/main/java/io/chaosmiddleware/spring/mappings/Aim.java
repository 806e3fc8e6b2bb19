package io.chaosmiddleware.spring.mappings;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import io.chaosmiddleware.condition.Route;
import io.chaosmiddleware.spring.mappings.RouteMistakes.Correction;
import org.jspecify.annotations.Nullable;

/**
 * What a route hits of the application's mappings, and what else.
 *
 * @param hits how each mapping is hit that may be attacked
 * @param unlikely how a mapping would be hit by something that nobody expects, if none is
 * hit otherwise
 * @param excluded a mapping that is hit but cannot be attacked, if no other is hit
 * @param actuator a path of the actuator that is hit, if no mapping is
 * @param wanted a text that stands for what the route looks for
 */
record Aim(List<Hit> hits, @Nullable Witness unlikely, @Nullable Mapping excluded, @Nullable Witness actuator,
		String wanted) {

	/**
	 * Find out what a route hits.
	 * @param route the route
	 * @param correction the route without its mistakes, {@code null} if it has none
	 * @param mappings what it may hit
	 * @param excluded tells which paths are never attacked
	 * @param isOver whether there is no more time to look
	 * @return what was found
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
	 * A mapping that is hit.
	 *
	 * @param mapping the mapping
	 * @param witness how it is hit
	 */
	record Hit(Mapping mapping, Witness witness) {

	}

}
