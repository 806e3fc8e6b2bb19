package io.chaosmiddleware.spring.autoconfigure;

import java.util.function.BooleanSupplier;

/**
 * Knows whether this context has anything of one kind that can be attacked.
 */
@FunctionalInterface
interface AttackSurface extends BooleanSupplier {

}
