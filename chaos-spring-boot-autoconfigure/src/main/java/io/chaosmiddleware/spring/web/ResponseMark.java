package io.chaosmiddleware.spring.web;

/**
 * The marks that may be added to the response to a request that carried an attack header.
 */
public enum ResponseMark {

	/** The header {@code x-proofdock-attack-result}. */
	RESULT_HEADER,

	/** The member {@code chaos} of a problem detail that answers an injected fault. */
	PROBLEM_DETAIL

}
