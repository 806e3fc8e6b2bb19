package io.chaosmiddleware.engine;

import java.util.Locale;

/**
 * The sources of attacks, in the order in which configured attacks are processed.
 */
public enum AttackSource {

	/** A header of the request itself. */
	HEADER,

	/** The configuration of the application. */
	PROPERTIES,

	/** An operator, who starts attacks on this instance. */
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
