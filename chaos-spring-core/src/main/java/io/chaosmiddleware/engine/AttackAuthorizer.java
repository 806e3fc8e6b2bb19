package io.chaosmiddleware.engine;

import io.chaosmiddleware.condition.RequestView;

/**
 * Decides who may attack by header. Applications can implement this interface. It is
 * called on the thread of the request, for every request that carries an attack header,
 * and therefore must be safe for use by many threads and must not block. If an authorizer
 * throws an exception, the header is refused.
 */
@FunctionalInterface
public interface AttackAuthorizer {

	/**
	 * Decide whether the sender of a request may attack it by header.
	 * @param request the request
	 * @return whether the sender may attack
	 */
	boolean mayAttack(RequestView request);

}
