package io.chaosmiddleware.document;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The limits of the documents that a parser of attacks accepts (decisions D7, D10 and D22
 * in {@code docs/differences.md}).
 *
 * @param maxSize the maximum number of characters (of a text) or bytes, at least 1
 * @param maxActions the maximum number of actions, at least 1
 * @param maxDelay the longest delay of one action, positive and at most one day
 * @param maxRouteWeight the greatest weight of all routes together, at least 1. Routes
 * beyond it are refused one by one
 * @param maxBodySize the maximum number of bytes of the body of an answer, at least 1
 * @param minThrottle the lowest bandwidth of an answer in bytes per second, at least 1
 * @param effects the names of the effects that are allowed, {@code null} for all
 */
public record AttackLimits(int maxSize, int maxActions, Duration maxDelay, int maxRouteWeight, int maxBodySize,
		long minThrottle, @Nullable Set<String> effects) {

	/** The default for the longest delay. */
	public static final Duration DEFAULT_MAX_DELAY = Duration.ofSeconds(60);

	/** The greatest weight of one route, and of all routes of one header. */
	public static final int MAX_ROUTE_WEIGHT = 20_000;

	/** The default for the largest body of an answer, 64 KiB. */
	public static final int DEFAULT_MAX_BODY_SIZE = 64 * 1024;

	/** The default for the lowest bandwidth of an answer, 1 KiB per second. */
	public static final long DEFAULT_MIN_THROTTLE = 1024;

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
	public static final AttackLimits OPERATOR = new AttackLimits(4 * 1024 * 1024, 10_000, DEFAULT_MAX_DELAY, 200_000,
			DEFAULT_MAX_BODY_SIZE, DEFAULT_MIN_THROTTLE, null);

	/**
	 * Create limits for one request header.
	 * @param maxSize the maximum number of characters or bytes
	 * @param maxActions the maximum number of actions
	 * @param maxDelay the longest delay of one action
	 * @throws IllegalArgumentException if one of them is not positive, or the delay is
	 * longer than one day
	 */
	public AttackLimits(int maxSize, int maxActions, Duration maxDelay) {
		this(maxSize, maxActions, maxDelay, MAX_ROUTE_WEIGHT, DEFAULT_MAX_BODY_SIZE, DEFAULT_MIN_THROTTLE, null);
	}

	/**
	 * Create limits.
	 * @param maxSize the maximum number of characters or bytes
	 * @param maxActions the maximum number of actions
	 * @param maxDelay the longest delay of one action
	 * @param maxRouteWeight the greatest weight of all routes together
	 * @param maxBodySize the maximum number of bytes of the body of an answer
	 * @param minThrottle the lowest bandwidth of an answer in bytes per second
	 * @param effects the names of the effects that are allowed, copied
	 * @throws IllegalArgumentException if one of them is not positive, or the delay is
	 * longer than one day
	 */
	public AttackLimits {
		if (maxSize < 1 || maxActions < 1 || maxDelay.isNegative() || maxDelay.isZero() || maxRouteWeight < 1
				|| maxBodySize < 1 || minThrottle < 1) {
			throw new IllegalArgumentException("Limits must be positive");
		}
		if (maxDelay.compareTo(LONGEST_DELAY) > 0) {
			throw new IllegalArgumentException("'maxDelay' must be at most one day");
		}
		effects = (effects != null) ? Set.copyOf(effects) : null;
	}

	/**
	 * Return the same limits with another longest delay.
	 * @param maxDelay the longest delay of one action
	 * @return the limits
	 */
	public AttackLimits withMaxDelay(Duration maxDelay) {
		return new AttackLimits(this.maxSize, this.maxActions, maxDelay, this.maxRouteWeight, this.maxBodySize,
				this.minThrottle, this.effects);
	}

	/**
	 * Return the same limits with another largest body.
	 * @param maxBodySize the maximum number of bytes of the body of an answer
	 * @return the limits
	 */
	public AttackLimits withMaxBodySize(int maxBodySize) {
		return new AttackLimits(this.maxSize, this.maxActions, this.maxDelay, this.maxRouteWeight, maxBodySize,
				this.minThrottle, this.effects);
	}

	/**
	 * Return the same limits with another lowest bandwidth.
	 * @param minThrottle the lowest bandwidth of an answer in bytes per second
	 * @return the limits
	 */
	public AttackLimits withMinThrottle(long minThrottle) {
		return new AttackLimits(this.maxSize, this.maxActions, this.maxDelay, this.maxRouteWeight, this.maxBodySize,
				minThrottle, this.effects);
	}

	/**
	 * Return the same limits with other effects.
	 * @param effects the names of the effects that are allowed, {@code null} for all
	 * @return the limits
	 */
	public AttackLimits withEffects(@Nullable Set<String> effects) {
		return new AttackLimits(this.maxSize, this.maxActions, this.maxDelay, this.maxRouteWeight, this.maxBodySize,
				this.minThrottle, effects);
	}

	/**
	 * Return whether an effect is allowed.
	 * @param effect its name
	 * @return whether it is allowed
	 */
	public boolean allows(String effect) {
		return this.effects == null || this.effects.contains(effect);
	}

}
