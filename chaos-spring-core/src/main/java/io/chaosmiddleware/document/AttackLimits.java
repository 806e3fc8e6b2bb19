package io.chaosmiddleware.document;

import java.time.Duration;

/**
 * The limits of the documents that a parser of attacks accepts (decisions D7, D10 and D22
 * in {@code docs/differences.md}).
 *
 * @param maxSize the maximum number of characters (of a text) or bytes, at least 1
 * @param maxActions the maximum number of actions, at least 1
 * @param maxDelay the longest delay of one action, positive and at most one day
 * @param maxRouteWeight the greatest weight of all routes together, at least 1. Routes
 * beyond it are refused one by one
 */
public record AttackLimits(int maxSize, int maxActions, Duration maxDelay, int maxRouteWeight) {

	/** The default for the longest delay. */
	public static final Duration DEFAULT_MAX_DELAY = Duration.ofSeconds(60);

	/** The greatest weight of one route, and of all routes of one header. */
	public static final int MAX_ROUTE_WEIGHT = 20_000;

	private static final Duration LONGEST_DELAY = Duration.ofDays(1);

	/**
	 * The limits for one request header: 8192 characters, 32 actions, 60 seconds, and
	 * routes that together do not weigh more than a single route may.
	 */
	public static final AttackLimits HEADER = new AttackLimits(8192, 32, DEFAULT_MAX_DELAY);

	/**
	 * The limits for documents of an operator or a control server: 4 MiB, 10 000 actions,
	 * 60 seconds, and routes of a weight of 200 000, such as 10 000 plain ones of 20
	 * characters.
	 */
	public static final AttackLimits OPERATOR = new AttackLimits(4 * 1024 * 1024, 10_000, DEFAULT_MAX_DELAY, 200_000);

	/**
	 * Create limits for one request header.
	 * @param maxSize the maximum number of characters or bytes
	 * @param maxActions the maximum number of actions
	 * @param maxDelay the longest delay of one action
	 * @throws IllegalArgumentException if one of them is not positive, or the delay is
	 * longer than one day
	 */
	public AttackLimits(int maxSize, int maxActions, Duration maxDelay) {
		this(maxSize, maxActions, maxDelay, MAX_ROUTE_WEIGHT);
	}

	/**
	 * Create limits.
	 * @param maxSize the maximum number of characters or bytes
	 * @param maxActions the maximum number of actions
	 * @param maxDelay the longest delay of one action
	 * @param maxRouteWeight the greatest weight of all routes together
	 * @throws IllegalArgumentException if one of them is not positive, or the delay is
	 * longer than one day
	 */
	public AttackLimits {
		if (maxSize < 1 || maxActions < 1 || maxDelay.isNegative() || maxDelay.isZero() || maxRouteWeight < 1) {
			throw new IllegalArgumentException("Limits must be positive");
		}
		if (maxDelay.compareTo(LONGEST_DELAY) > 0) {
			throw new IllegalArgumentException("'maxDelay' must be at most one day");
		}
	}

	/**
	 * Return the same limits with another longest delay.
	 * @param maxDelay the longest delay of one action
	 * @return the limits
	 */
	public AttackLimits withMaxDelay(Duration maxDelay) {
		return new AttackLimits(this.maxSize, this.maxActions, maxDelay, this.maxRouteWeight);
	}

}
