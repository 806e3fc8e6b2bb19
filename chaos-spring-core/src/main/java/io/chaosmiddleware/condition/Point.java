package io.chaosmiddleware.condition;

import java.util.Locale;

/**
 * The kind of thing that is attacked.
 */
public enum Point {

	/** A request that the application receives. */
	INCOMING;

	private final String code = name().toLowerCase(Locale.ROOT);

	/**
	 * Return the stable code for reports.
	 * @return the code, such as {@code incoming}
	 */
	public String code() {
		return this.code;
	}

	@Override
	public String toString() {
		return this.code;
	}

}
