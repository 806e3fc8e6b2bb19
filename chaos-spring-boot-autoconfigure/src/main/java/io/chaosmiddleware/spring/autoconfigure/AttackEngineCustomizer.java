package io.chaosmiddleware.spring.autoconfigure;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackEngineBuilder;

/**
 * Changes how the shared {@link AttackEngine} is built. Beans of this type are called in
 * order, after the properties have been applied.
 */
@FunctionalInterface
public interface AttackEngineCustomizer {

	/**
	 * Customize the engine.
	 * @param builder the builder of the engine
	 */
	void customize(AttackEngineBuilder builder);

}
