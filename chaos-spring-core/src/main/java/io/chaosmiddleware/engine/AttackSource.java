package io.chaosmiddleware.engine;

import java.util.Locale;

/**
 * Where an attack comes from, in the order in which configured attacks are walked.
 */
public enum AttackSource {

	/** The request itself. */
	HEADER,

	/** The application's own configuration. */
	PROPERTIES,

	/** An operator of this instance. */
	ENDPOINT,

	/** An {@link AttackLoader}, such as the client of the Chaos API. */
	LOADER;

	private final String code = name().toLowerCase(Locale.ROOT);

	/**
	 * Return the stable code for reports.
	 * @return the code, such as {@code header}
	 */
	public String code() {
		return this.code;
	}

	@Override
	public String toString() {
		return this.code;
	}

}
