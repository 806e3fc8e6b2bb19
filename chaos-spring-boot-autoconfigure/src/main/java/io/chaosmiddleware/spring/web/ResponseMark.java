package io.chaosmiddleware.spring.web;

/**
 * What may be added to the answer of a request that carried an attack header.
 */
public enum ResponseMark {

	/** The header {@code x-proofdock-attack-result}. */
	RESULT_HEADER,

	/** The member {@code chaos} of a problem detail that answers an injected fault. */
	PROBLEM_DETAIL

}
