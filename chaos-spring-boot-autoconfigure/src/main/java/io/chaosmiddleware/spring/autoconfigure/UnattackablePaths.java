package io.chaosmiddleware.spring.autoconfigure;

import java.util.function.Predicate;

/**
 * Decoded paths of this context that no attack may ever hit.
 */
@FunctionalInterface
interface UnattackablePaths extends Predicate<String> {

}
