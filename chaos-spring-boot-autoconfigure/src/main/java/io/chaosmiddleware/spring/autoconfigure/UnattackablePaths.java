package io.chaosmiddleware.spring.autoconfigure;

import java.util.function.Predicate;

import io.chaosmiddleware.attack.PathSpellings;

/**
 * Paths of this context that no attack may ever hit, in one of the spellings of
 * {@link PathSpellings}.
 */
@FunctionalInterface
interface UnattackablePaths extends Predicate<String> {

}
