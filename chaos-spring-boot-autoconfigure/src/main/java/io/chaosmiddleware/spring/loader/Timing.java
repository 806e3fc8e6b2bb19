package io.chaosmiddleware.spring.loader;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How long a loader is left alone between two calls (decisions L1 and L7 in
 * docs/differences.md). After a number of failures in a row the breaker is open: the
 * pause then doubles with each further one.
 *
 * @param interval the longest pause while the breaker is closed
 * @param failuresToOpen how many failures in a row open the breaker
 * @param maxPause the longest pause while the breaker is open, unless the interval is
 * longer
 * @param maxRetryAfter the longest time that a server is obeyed for
 */
record Timing(Duration interval, int failuresToOpen, Duration maxPause, Duration maxRetryAfter) {

	private static final Duration MAX_INTERVAL = Duration.ofDays(365);

	Timing {
		if (interval.isNegative() || interval.isZero()) {
			throw new IllegalArgumentException("'interval' must be positive");
		}
		interval = shorter(interval, MAX_INTERVAL);
		maxPause = longer(interval, maxPause);
	}

	static Timing of(Duration interval) {
		return new Timing(interval, 5, Duration.ofSeconds(120), Duration.ofHours(1));
	}

	/**
	 * Return whether the breaker is open.
	 * @param failures how many there were in a row
	 * @return whether there were enough of them
	 */
	boolean isOpen(int failures) {
		return failures >= this.failuresToOpen;
	}

	/**
	 * Return how long the pause before the next call is.
	 * @param failures how many there were in a row, 0 after a success
	 * @param retryAfter how long the server asked to be left alone, {@code null} if it
	 * did not ask
	 * @param jitter from 0 to 1; it only shortens, by up to a tenth, so that a fleet
	 * spreads
	 * @return the pause
	 */
	Duration pause(int failures, @Nullable Duration retryAfter, double jitter) {
		Duration pause = this.interval;
		for (int i = this.failuresToOpen; i < failures && pause.compareTo(this.maxPause) < 0; i++) {
			pause = shorter(pause.multipliedBy(2), this.maxPause);
		}
		long nanos = pause.toNanos();
		pause = Duration.ofNanos(nanos - (long) (nanos * 0.1 * jitter));
		return (retryAfter != null) ? longer(pause, shorter(retryAfter, this.maxRetryAfter)) : pause;
	}

	private static Duration longer(Duration one, Duration other) {
		return (one.compareTo(other) >= 0) ? one : other;
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) <= 0) ? one : other;
	}

}
