package io.chaosmiddleware.spring.web;

/**
 * Whether attacks by request header are accepted, for people who look.
 */
public enum HeaderAttacks {

	/** They are accepted. */
	ENABLED,

	/** They are accepted from those who know the token. */
	TOKEN_REQUIRED,

	/** They are not accepted. */
	DISABLED

}
