package io.chaosmiddleware.condition;

import org.jspecify.annotations.Nullable;

/**
 * The identity of this application, which the target of an attack is compared with.
 *
 * @param application the name of the application; if it is {@code null}, an attack that
 * names an application misses
 * @param environment the environment; if it is {@code null}, an attack that names an
 * environment misses
 * @param id identifies this instance to a Chaos API
 */
public record ApplicationIdentity(@Nullable String application, @Nullable String environment, String id) {

}
