package io.chaosmiddleware.document;

import java.util.Locale;

/**
 * The reason why an action was missed, refused or skipped, or was injected in a different
 * way than requested. The {@linkplain #code() codes} are stable, since they appear in the
 * result header, in the endpoint and in the logs.
 */
public enum Reason {

	/** No exception of the given name was found; the default exception was used. */
	FAULT_NOT_LOCATED(Group.SUBSTITUTED),

	/** The given exception is not allowed; the default exception was used. */
	FAULT_NOT_ALLOWED(Group.SUBSTITUTED),

	/** The attack targets another application. */
	APPLICATION(Group.MISSED),

	/** The attack targets another environment. */
	ENVIRONMENT(Group.MISSED),

	/** The attack targets other instances. */
	INSTANCES(Group.MISSED),

	/** The attack has not begun yet. */
	START(Group.MISSED),

	/** The attack is over. */
	UNTIL(Group.MISSED),

	/** The action targets another route. */
	ROUTE(Group.MISSED),

	/** The action targets other methods. */
	METHOD(Group.MISSED),

	/** The action targets requests with other headers. */
	HEADERS(Group.MISSED),

	/** The action targets requests with other query parameters. */
	QUERY(Group.MISSED),

	/** The action targets requests with other cookies. */
	COOKIES(Group.MISSED),

	/** The action targets other users. */
	USER(Group.MISSED),

	/** The action did not hit by chance. */
	PROBABILITY(Group.MISSED),

	/** The request lacks the value that decides in place of dice. */
	STICKY(Group.MISSED),

	/** Fewer requests than the rate have come so far. */
	ABOVE(Group.MISSED),

	/** The action lets the first requests pass. */
	SKIP(Group.MISSED),

	/** The action does not hit every request. */
	EVERY(Group.MISSED),

	/** The action has hit as many requests as it may. */
	TIMES(Group.MISSED),

	/** The name of the action is unknown. */
	UNKNOWN_ACTION(Group.REFUSED),

	/** The delay is not a number of seconds, a duration, a range or a distribution. */
	DELAY_INVALID(Group.REFUSED),

	/** The delay is shorter than a millisecond, zero or negative. */
	DELAY_NOT_POSITIVE(Group.REFUSED),

	/** The delay is above the limit for one request. */
	DELAY_TOO_LONG(Group.REFUSED),

	/** The message of an exception is too long, or has control characters. */
	MESSAGE_INVALID(Group.REFUSED),

	/** The status is not a number from 200 to 599. */
	STATUS_INVALID(Group.REFUSED),

	/** A header of an answer must not be sent, or the headers to hit are not valid. */
	HEADER_INVALID(Group.REFUSED),

	/** The body of an answer is too long, or the status does not allow a body. */
	BODY_INVALID(Group.REFUSED),

	/** The media type of a body is not valid. */
	CONTENT_TYPE_INVALID(Group.REFUSED),

	/** The way to disconnect is unknown. */
	DISCONNECT_INVALID(Group.REFUSED),

	/** The bandwidth is not a size of data per second. */
	THROTTLE_INVALID(Group.REFUSED),

	/** The bandwidth is below the limit. */
	THROTTLE_TOO_LOW(Group.REFUSED),

	/** The part of a body that is sent is not valid. */
	TRUNCATE_INVALID(Group.REFUSED),

	/** The part of a body that is changed is not valid. */
	CORRUPT_INVALID(Group.REFUSED),

	/** The application does not allow the effect, or not from this source. */
	EFFECT_NOT_ALLOWED(Group.REFUSED),

	/** A method to hit is not valid. */
	METHOD_INVALID(Group.REFUSED),

	/** The query parameters to hit are not valid. */
	QUERY_INVALID(Group.REFUSED),

	/** The cookies to hit are not valid. */
	COOKIE_INVALID(Group.REFUSED),

	/** The users to hit are not valid. */
	USER_INVALID(Group.REFUSED),

	/** The probability is not a number with at most four decimals. */
	PROBABILITY_INVALID(Group.REFUSED),

	/** The probability is not between 0.0001 and 100 per cent. */
	PROBABILITY_OUT_OF_RANGE(Group.REFUSED),

	/** What decides in place of dice is not valid. */
	STICKY_INVALID(Group.REFUSED),

	/** The time in which a probability grows is not valid. */
	RAMP_INVALID(Group.REFUSED),

	/** A number of requests is not valid. */
	COUNT_INVALID(Group.REFUSED),

	/** A rate of requests is not valid. */
	ABOVE_INVALID(Group.REFUSED),

	/** The route is not a valid expression or pattern. */
	ROUTE_INVALID(Group.REFUSED),

	/**
	 * The route, or all routes of the attacks together, would be too expensive to
	 * compare.
	 */
	ROUTE_TOO_HEAVY(Group.REFUSED),

	/** The type is not supported. */
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

	/** The middleware is halted, or was halted while the action ran. */
	HALTED(Group.SKIPPED),

	/**
	 * The request ended before the action could begin: the client went away, or the
	 * application stopped waiting.
	 */
	ABANDONED(Group.SKIPPED),

	/** The middleware is inactive, since a guarded profile is active. */
	GUARDED(Group.SKIPPED),

	/** The route is excluded from all attacks. */
	EXCLUDED_ROUTE(Group.SKIPPED),

	/** Too many requests are delayed already. */
	LIMIT_CONCURRENT(Group.SKIPPED),

	/** The delay would raise the total delay of the request above the limit. */
	LIMIT_DELAY(Group.SKIPPED),

	/**
	 * Comparing one more route with the path would have been too expensive for the
	 * request.
	 */
	LIMIT_ROUTES(Group.SKIPPED),

	/** Too many attacks that operators have started are active already. */
	LIMIT_STARTED(Group.SKIPPED),

	/** An attack with the same id is active already. */
	ID_TAKEN(Group.SKIPPED),

	/**
	 * The answer has been sent already, at least in part, or is too large to be held, so
	 * that nothing can happen to it after the handler.
	 */
	COMMITTED(Group.SKIPPED),

	/** The handler failed by itself, so its answer is not replaced. */
	HANDLER_FAILED(Group.SKIPPED),

	/** The attack ended while the handler was at work. */
	ENDED(Group.SKIPPED),

	/** The server does not make it possible to end the connection of the request. */
	NO_CONNECTION(Group.SKIPPED),

	/** The answer has no body, or it is that of another protocol. */
	NO_BODY(Group.SKIPPED),

	/** The length of the body is not known when the answer is sent. */
	LENGTH_UNKNOWN(Group.SKIPPED),

	/** The body is not longer than the part of it that would be sent. */
	SHORT_ANSWER(Group.SKIPPED),

	/** The host of the engine cannot do this. */
	UNSUPPORTED(Group.SKIPPED),

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
	 * Return what happens to an action for this reason.
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
	 * What happens to an action, or to a whole document, for a reason.
	 */
	public enum Group {

		/** The action is performed, but in a different way than requested. */
		SUBSTITUTED,

		/** The action targets other requests, or did not hit by chance. */
		MISSED,

		/** The action or document is not valid, or its sender may not attack. */
		REFUSED,

		/** The action would have hit, but was prevented. */
		SKIPPED

	}

}
