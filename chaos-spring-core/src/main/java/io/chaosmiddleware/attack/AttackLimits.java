package io.chaosmiddleware.attack;

import java.time.Duration;

/**
 * How large a document may be that an {@link AttackParser} accepts (decisions D10, D22).
 *
 * @param maxSize the most characters (of a text) or bytes, at least 1
 * @param maxActions the most actions, at least 1
 * @param maxDelay the longest delay of one action, positive and at most one day
 */
public record AttackLimits(int maxSize, int maxActions, Duration maxDelay) {

	/** The longest delay unless configured otherwise. */
	public static final Duration DEFAULT_MAX_DELAY = Duration.ofSeconds(60);

	private static final Duration LONGEST_DELAY = Duration.ofDays(1);

	/** The limits for one request header: 8192 characters, 32 actions, 60 seconds. */
	public static final AttackLimits HEADER = new AttackLimits(8192, 32, DEFAULT_MAX_DELAY);

	/**
	 * The limits for documents of an operator or a control server: 4 MiB, 10 000 actions,
	 * 60 seconds.
	 */
	public static final AttackLimits OPERATOR = new AttackLimits(4 * 1024 * 1024, 10_000, DEFAULT_MAX_DELAY);

	/**
	 * Create limits.
	 * @param maxSize the most characters or bytes
	 * @param maxActions the most actions
	 * @param maxDelay the longest delay of one action
	 * @throws IllegalArgumentException if one of them is not positive, or the delay is
	 * longer than one day
	 */
	public AttackLimits {
		if (maxSize < 1 || maxActions < 1 || maxDelay.isNegative() || maxDelay.isZero()) {
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
		return new AttackLimits(this.maxSize, this.maxActions, maxDelay);
	}

}
