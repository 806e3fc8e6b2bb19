package io.chaosmiddleware.spring.web;

/**
 * Whether attacks by request header are accepted, as the status shows it.
 */
public enum HeaderAttacks {

	/** Header attacks are accepted. */
	ENABLED,

	/** Header attacks are accepted together with the right token. */
	TOKEN_REQUIRED,

	/** Header attacks are not accepted. */
	DISABLED

}
