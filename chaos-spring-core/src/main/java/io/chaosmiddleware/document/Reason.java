package io.chaosmiddleware.document;

import java.util.Locale;

/**
 * Why an action was missed, refused or skipped, or was injected in another way than
 * asked. The {@linkplain #code() codes} are stable: they stand in the result header, the
 * endpoint, and the logs.
 */
public enum Reason {

	/** The fault name does not locate an exception; the default one was used. */
	FAULT_NOT_LOCATED(Group.SUBSTITUTED),

	/** The fault name is not on the allow-list; the default exception was used. */
	FAULT_NOT_ALLOWED(Group.SUBSTITUTED),

	/** The attack is meant for another application. */
	APPLICATION(Group.MISSED),

	/** The attack is meant for another environment. */
	ENVIRONMENT(Group.MISSED),

	/** The action is meant for another route. */
	ROUTE(Group.MISSED),

	/** The dice said no. */
	PROBABILITY(Group.MISSED),

	/** The action's name is not one of ours. */
	UNKNOWN_ACTION(Group.REFUSED),

	/** The delay is not a whole number of seconds. */
	DELAY_INVALID(Group.REFUSED),

	/** The delay is zero or negative. */
	DELAY_NOT_POSITIVE(Group.REFUSED),

	/** The delay is above the limit for one request. */
	DELAY_TOO_LONG(Group.REFUSED),

	/** The probability is not a whole number. */
	PROBABILITY_INVALID(Group.REFUSED),

	/** The probability is not between 1 and 100. */
	PROBABILITY_OUT_OF_RANGE(Group.REFUSED),

	/** The route is not a valid expression or pattern. */
	ROUTE_INVALID(Group.REFUSED),

	/** The route, or all routes of the attacks together, would cost requests too much. */
	ROUTE_TOO_HEAVY(Group.REFUSED),

	/** The type is not one that is supported. */
	TYPE_UNKNOWN(Group.REFUSED),

	/** The document is not readable JSON. */
	NOT_JSON(Group.REFUSED),

	/** The document breaks the schema. */
	SCHEMA(Group.REFUSED),

	/** The target has a blank application or environment. */
	BLANK_TARGET(Group.REFUSED),

	/** The document is larger than the limit. */
	TOO_LARGE(Group.REFUSED),

	/** The document has more actions than the limit. */
	TOO_MANY_ACTIONS(Group.REFUSED),

	/** The request carried the attack header more than once. */
	REPEATED_HEADER(Group.REFUSED),

	/** The sender may not attack by header. */
	UNAUTHORIZED(Group.REFUSED),

	/**
	 * The middleware is halted, or was halted while the action ran, or the caller went
	 * away meanwhile.
	 */
	HALTED(Group.SKIPPED),

	/** The middleware stands down in a guarded profile. */
	GUARDED(Group.SKIPPED),

	/** The route is excluded from all attacks. */
	EXCLUDED_ROUTE(Group.SKIPPED),

	/** Too many requests are delayed already. */
	LIMIT_CONCURRENT(Group.SKIPPED),

	/** The delay would lift the request's delays above the limit. */
	LIMIT_DELAY(Group.SKIPPED),

	/** To compare one more route with the path would have cost the request too much. */
	LIMIT_ROUTES(Group.SKIPPED),

	/** Too many attacks that were started by hand are active already. */
	LIMIT_STARTED(Group.SKIPPED),

	/** An earlier action decided the outcome. */
	AFTER_OUTCOME(Group.SKIPPED);

	private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

	private final Group group;

	Reason(Group group) {
		this.group = group;
	}

	/**
	 * Return the stable code.
	 * @return the code, such as {@code delay-too-long}
	 */
	public String code() {
		return this.code;
	}

	/**
	 * Return what becomes of an action for this reason.
	 * @return the group
	 */
	public Group group() {
		return this.group;
	}

	@Override
	public String toString() {
		return this.code;
	}

	/**
	 * What becomes of an action, or of a whole document, for a reason.
	 */
	public enum Group {

		/** It is performed, but in another way than asked. */
		SUBSTITUTED,

		/** It targets other requests, or the dice said no. */
		MISSED,

		/** It is not valid, or its sender may not attack. */
		REFUSED,

		/** Something stands in the way. */
		SKIPPED

	}

}
