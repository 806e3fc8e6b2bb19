package io.chaosmiddleware.spring.autoconfigure;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Knows whether this context has anything of one kind that can be attacked.
 */
@FunctionalInterface
interface AttackSurface extends BooleanSupplier {

	/**
	 * Name what serves requests, but cannot be attacked although it is of that kind.
	 * @return what to call each of them in a sentence
	 */
	default List<String> unreached() {
		return List.of();
	}

}
