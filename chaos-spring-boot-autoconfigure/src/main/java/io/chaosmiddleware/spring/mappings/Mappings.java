package io.chaosmiddleware.spring.mappings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mappings that routes are compared with.
 *
 * @param attackable mappings of the application that may be attacked
 * @param excluded mappings of the application that are never attacked
 * @param unreached mappings of the application that attacks cannot reach, and that take
 * precedence over the others
 * @param actuator the paths of the actuator, which are never attacked either
 */
record Mappings(List<Mapping> attackable, List<Mapping> excluded, List<Mapping> unreached, List<Mapping> actuator) {

	static final Mappings NONE = new Mappings(List.of(), List.of(), List.of(), List.of());

	private static final Logger logger = LoggerFactory.getLogger(Mappings.class);

	/**
	 * Create mappings from patterns.
	 * @param patterns the patterns of the mappings that attacks can reach
	 * @param unreached the patterns of the mappings that attacks cannot reach
	 * @param actuator the patterns of the paths of the actuator
	 * @param excluded tells which paths are never attacked
	 * @return the mappings, without those whose pattern is invalid
	 */
	static Mappings of(Collection<String> patterns, Collection<String> unreached, Collection<String> actuator,
			Predicate<String> excluded) {
		Mappings mappings = new Mappings(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
		actuator.forEach((pattern) -> read(pattern, mappings.actuator()::add));
		patterns.forEach((pattern) -> read(pattern, (mapping) -> {
			List<String> samples = mapping.samples();
			if (samples.isEmpty() || !samples.stream().allMatch(excluded)) {
				mappings.attackable().add(mapping);
			}
			else if (mappings.actuator().stream().noneMatch((some) -> some.serves(samples.get(0)))) {
				mappings.excluded().add(mapping);
			}
		}));
		unreached.forEach((pattern) -> read(pattern, mappings.unreached()::add));
		return mappings;
	}

	boolean isUnreached(String path) {
		return !this.unreached.isEmpty() && this.unreached.stream().anyMatch((mapping) -> mapping.serves(path));
	}

	private static void read(String pattern, Consumer<Mapping> mappings) {
		try {
			mappings.accept(new Mapping(pattern.startsWith("/") ? pattern : "/" + pattern));
		}
		catch (RuntimeException ex) {
			logger.debug("A mapping could not be read", ex);
		}
	}

}
