package io.chaosmiddleware.condition;

import org.jspecify.annotations.Nullable;

/**
 * Who we are: what the target of an attack is compared with.
 *
 * @param application the name of the application; an attack that names one misses if it
 * is {@code null}
 * @param environment the environment; an attack that names one misses if it is
 * {@code null}
 * @param id identifies this instance to a Chaos API
 */
public record ApplicationIdentity(@Nullable String application, @Nullable String environment, String id) {

}
