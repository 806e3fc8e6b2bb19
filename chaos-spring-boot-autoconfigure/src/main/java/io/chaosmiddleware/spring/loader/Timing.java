package io.chaosmiddleware.spring.loader;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Calculates the pauses between the calls of a loader (decisions L1 and L7 in
 * docs/differences.md). A number of consecutive failures opens the breaker, and each
 * further failure then doubles the pause.
 *
 * @param interval the longest pause while the breaker is closed
 * @param failuresToOpen the number of consecutive failures that open the breaker
 * @param maxPause the longest pause while the breaker is open, unless the interval is
 * longer
 * @param maxRetryAfter the longest pause that a server can ask for
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
	 * @param failures the number of consecutive failures
	 * @return whether the breaker is open
	 */
	boolean isOpen(int failures) {
		return failures >= this.failuresToOpen;
	}

	/**
	 * Return the pause before the next call.
	 * @param failures the number of consecutive failures, 0 after a success
	 * @param retryAfter the pause that the server asked for, {@code null} if it did not
	 * ask for one
	 * @param jitter a number from 0 to 1, which shortens the pause by up to a tenth so
	 * that the instances of an application do not call at the same time
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
