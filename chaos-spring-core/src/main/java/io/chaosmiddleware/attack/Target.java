package io.chaosmiddleware.attack;

import org.jspecify.annotations.Nullable;

/**
 * Whom an attack is meant for. Compared exactly, case included; a part that is absent
 * matches everything (decision D4), but a blank one is an error (decision D5): it must
 * not widen an attack.
 *
 * @param application the name of the attacked application, {@code null} for any
 * @param environment the attacked environment, {@code null} for any
 */
public record Target(@Nullable String application, @Nullable String environment) {

	/**
	 * Create a target.
	 * @param application the name of the attacked application, {@code null} for any
	 * @param environment the attacked environment, {@code null} for any
	 * @throws IllegalArgumentException if both are absent, or one is blank
	 */
	public Target {
		if (application == null && environment == null) {
			throw new IllegalArgumentException("'application' or 'environment' must be given");
		}
		if ((application != null && application.isBlank()) || (environment != null && environment.isBlank())) {
			throw new IllegalArgumentException("'application' and 'environment' must not be blank");
		}
	}

}
