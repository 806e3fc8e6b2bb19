package io.chaosmiddleware.spring.web;

import java.util.Set;

/**
 * The answers that have no body (RFC 9110), whatever is written to them.
 */
public final class BodilessAnswers {

	private static final Set<Integer> STATUSES = Set.of(204, 205, 304);

	private BodilessAnswers() {
	}

	/**
	 * Return whether an answer has no body.
	 * @param method the method of its request
	 * @param status its status
	 * @return whether it consists of its head only
	 */
	public static boolean contain(String method, int status) {
		return status < 200 || STATUSES.contains(status) || method.equals("HEAD");
	}

}
