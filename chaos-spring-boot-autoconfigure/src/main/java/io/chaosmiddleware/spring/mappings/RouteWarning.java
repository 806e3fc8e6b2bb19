package io.chaosmiddleware.spring.mappings;

import java.util.Comparator;
import java.util.List;

import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.condition.Route;
import io.chaosmiddleware.spring.mappings.RouteMistakes.Correction;
import org.jspecify.annotations.Nullable;

/**
 * Words a warning about a route that hits nothing, or probably not what was meant.
 */
final class RouteWarning {

	// A route that hits more mappings is probably not misspelt, and those mappings
	// resemble each other, so it is enough to compare the first ones.
	private static final int MAX_MISSPELT = 8;

	private RouteWarning() {
	}

	/**
	 * Return a warning about a route that hits no mapping.
	 * @param route the route
	 * @param aim the result of comparing the route with the mappings
	 * @param correction the route without its mistakes, {@code null} if it has none
	 * @param meant the result of comparing the correction with the mappings, {@code null}
	 * if the correction is invalid or hits everything
	 * @param mappings the mappings
	 * @return one sentence that names the route and the remedy
	 */
	static String ofMiss(Route route, Aim aim, @Nullable Correction correction, @Nullable Aim meant,
			Mappings mappings) {
		StringBuilder text = new StringBuilder(quote(route)).append(" hits none of the application's mappings");
		if (aim.excluded() != null) {
			text.append(" that may be attacked, only others such as ").append(aim.excluded().pattern());
		}
		else if (aim.actuator() != null) {
			text.append(", only paths of the actuator such as ")
				.append(quote(aim.actuator().path()))
				.append("; the actuator is never attacked");
		}
		else {
			text.append(", static resources aside");
			if (aim.unlikely() != null) {
				text.append(", unless a variable or wildcard stands for its text as in ")
					.append(quote(aim.unlikely().path()));
			}
		}
		if (correction != null) {
			correction.sentences().forEach((sentence) -> text.append("; ").append(sentence));
			return text.append("; ").append(remedy(correction, meant, mappings)).toString();
		}
		if (aim.excluded() != null || aim.actuator() != null) {
			return text.toString();
		}
		return text.append("; ").append(similar(aim.wanted(), mappings)).toString();
	}

	private static String remedy(Correction correction, @Nullable Aim meant, Mappings mappings) {
		if (correction.hitsEverything()) {
			return "without a route every path is hit";
		}
		if (meant == null) {
			return similar(correction.text(), mappings);
		}
		if (!meant.hits().isEmpty()) {
			return "use '" + correction.escaped() + "'";
		}
		if (meant.excluded() != null) {
			return "nor may " + meant.excluded().pattern() + " be attacked";
		}
		return (meant.actuator() != null) ? "the actuator is never attacked" : similar(meant.wanted(), mappings);
	}

	private static String similar(String wanted, Mappings mappings) {
		return SimilarMappings.describe(wanted, mappings.attackable().stream().map(Mapping::pattern).toList());
	}

	/**
	 * Return a warning about a route that hits only variables or wildcards, and looks
	 * like a misspelt path of another mapping.
	 * @param route the route
	 * @param aim the result of comparing the route with the mappings
	 * @param mappings the mappings
	 * @return one sentence that names the route and the remedy, {@code null} if there is
	 * nothing to warn about
	 */
	static @Nullable String ofMisspelling(Route route, Aim aim, Mappings mappings) {
		if (aim.hitsText()) {
			return null;
		}
		List<Aim.Hit> hits = aim.hits().stream().limit(MAX_MISSPELT).toList();
		List<Mapping> hit = aim.hits().stream().map(Aim.Hit::mapping).toList();
		List<String> similar = mappings.attackable()
			.stream()
			.filter((mapping) -> hits.stream().anyMatch((found) -> resembles(mapping, found)))
			.filter((mapping) -> !hit.contains(mapping))
			.map(Mapping::pattern)
			.sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
			.toList();
		if (similar.isEmpty()) {
			return null;
		}
		Witness witness = hits.stream()
			.map(Aim.Hit::witness)
			.min(Comparator.comparingInt((found) -> found.path().length()))
			.orElseThrow();
		return quote(route) + " hits only what a variable or wildcard stands for, as in " + quote(witness.path()) + "; "
				+ SimilarMappings.name(similar);
	}

	private static boolean resembles(Mapping mapping, Aim.Hit hit) {
		Witness witness = hit.witness();
		return mapping.resembles(witness.path(), hit.mapping())
				// A variable that stands for the whole route may do so at any depth.
				|| (witness.fit() == Witness.Fit.VARIABLE && mapping.resembles(witness.example(), null));
	}

	private static String quote(Object text) {
		return "'" + PrintableText.of(text.toString()) + "'";
	}

}
