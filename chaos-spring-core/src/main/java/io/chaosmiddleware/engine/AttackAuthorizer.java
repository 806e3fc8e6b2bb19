package io.chaosmiddleware.engine;

import io.chaosmiddleware.condition.RequestView;

/**
 * Who may attack by header: a seam for users. Asked on the request's thread, on every
 * request that carries an attack header, and therefore must be safe for use by many
 * threads and must not block. An authorizer that throws refuses.
 */
@FunctionalInterface
public interface AttackAuthorizer {

	/**
	 * Decide whether the sender of a request may attack it by header.
	 * @param request the request
	 * @return whether the header counts
	 */
	boolean mayAttack(RequestView request);

}
