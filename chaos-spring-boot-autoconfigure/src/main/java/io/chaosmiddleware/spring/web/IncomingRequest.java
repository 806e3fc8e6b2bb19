package io.chaosmiddleware.spring.web;

import io.chaosmiddleware.condition.RequestView;

/**
 * What {@link AttackGate} needs to know about a request. Each adapter implements this
 * interface for its native request.
 */
public interface IncomingRequest extends RequestView {

	/**
	 * Return whether the request carries an attack header.
	 * @return whether the header is present, whatever its value
	 */
	boolean hasAttackHeader();

	/**
	 * Return whether the request is a CORS preflight request, which a browser sends on
	 * its own.
	 * @return whether the request asks for permission only
	 */
	boolean isPreFlight();

	/**
	 * Return whether the request already has an error that is only to be answered.
	 * @return whether the request was passed on to an error handler
	 */
	boolean isError();

	/**
	 * Return whether the application whose requests are attacked serves the request.
	 * Another application context may use the same adapter.
	 * @return whether the request is one of the application
	 */
	boolean isOurs();

}
