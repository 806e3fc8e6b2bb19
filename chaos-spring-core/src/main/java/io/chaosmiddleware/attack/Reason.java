package io.chaosmiddleware.attack;

import java.util.Locale;

/**
 * Why an action was missed, refused or skipped, or was injected in another way than
 * asked. The {@linkplain #code() codes} are stable: they stand in the result header, the
 * endpoint, and the logs.
 */
public enum Reason {

	/** The fault name does not locate an exception; the default one was used. */
	FAULT_NOT_LOCATED,

	/** The fault name is not on the allow-list; the default exception was used. */
	FAULT_NOT_ALLOWED,

	/** The attack is meant for another application. */
	APPLICATION,

	/** The attack is meant for another environment. */
	ENVIRONMENT,

	/** The action is meant for another route. */
	ROUTE,

	/** The dice said no. */
	PROBABILITY,

	/** The action's name is not one of ours. */
	UNKNOWN_ACTION,

	/** The delay is not a whole number of seconds. */
	DELAY_INVALID,

	/** The delay is zero or negative. */
	DELAY_NOT_POSITIVE,

	/** The delay is above the limit for one request. */
	DELAY_TOO_LONG,

	/** The probability is not a whole number. */
	PROBABILITY_INVALID,

	/** The probability is not between 1 and 100. */
	PROBABILITY_OUT_OF_RANGE,

	/** The route is not a valid expression or pattern. */
	ROUTE_INVALID,

	/** The route, or all routes of the attacks together, would cost requests too much. */
	ROUTE_TOO_HEAVY,

	/** The type is not one that is supported. */
	TYPE_UNKNOWN,

	/** The document is not readable JSON. */
	NOT_JSON,

	/** The document breaks the schema. */
	SCHEMA,

	/** The target has a blank application or environment. */
	BLANK_TARGET,

	/** The document is larger than the limit. */
	TOO_LARGE,

	/** The document has more actions than the limit. */
	TOO_MANY_ACTIONS,

	/** The request carried the attack header more than once. */
	REPEATED_HEADER,

	/** The sender may not attack by header. */
	UNAUTHORIZED,

	/**
	 * The middleware is halted, or was halted while the action ran, or the caller went
	 * away meanwhile.
	 */
	HALTED,

	/** The middleware stands down in a guarded profile. */
	GUARDED,

	/** The route is excluded from all attacks. */
	EXCLUDED_ROUTE,

	/** Too many requests are delayed already. */
	LIMIT_CONCURRENT,

	/** The delay would lift the request's delays above the limit. */
	LIMIT_DELAY,

	/** To compare one more route with the path would have cost the request too much. */
	LIMIT_ROUTES,

	/** Too many attacks that were started by hand are active already. */
	LIMIT_STARTED,

	/** An earlier action decided the outcome. */
	AFTER_OUTCOME;

	private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

	/**
	 * Return the stable code.
	 * @return the code, such as {@code delay-too-long}
	 */
	public String code() {
		return this.code;
	}

	@Override
	public String toString() {
		return this.code;
	}

}
