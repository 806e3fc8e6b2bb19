package io.chaosmiddleware.condition;

import org.jspecify.annotations.Nullable;

/**
 * The identity of this application, which the target of an attack is compared with.
 *
 * @param application the name of the application; if it is {@code null}, an attack that
 * names an application misses
 * @param environment the environment; if it is {@code null}, an attack that names an
 * environment misses
 * @param id identifies this instance, to a Chaos API and to attacks on some of the
 * instances
 * @param fixed whether the id stays the same when the application starts again
 */
public record ApplicationIdentity(@Nullable String application, @Nullable String environment, String id,
		boolean fixed) {

	/**
	 * Create an identity with an id that stays the same when the application starts
	 * again.
	 * @param application the name of the application
	 * @param environment the environment
	 * @param id identifies this instance
	 */
	public ApplicationIdentity(@Nullable String application, @Nullable String environment, String id) {
		this(application, environment, id, true);
	}

}
