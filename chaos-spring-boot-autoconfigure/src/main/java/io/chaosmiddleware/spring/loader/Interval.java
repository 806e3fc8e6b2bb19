package io.chaosmiddleware.spring.loader;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits between two calls.
 */
@FunctionalInterface
interface Interval {

	/** The part of a pause that cannot be cut short, which limits the rate of calls. */
	Duration REST = Duration.ofSeconds(1);

	/** Waits in real time. */
	Interval REAL = (end, hurry, duration) -> {
		long nanos = duration.toNanos();
		long rest = Math.min(nanos, REST.toNanos());
		if (!end.await(rest, TimeUnit.NANOSECONDS)) {
			hurry.await(nanos - rest, TimeUnit.NANOSECONDS);
		}
	};

	/**
	 * Wait.
	 * @param end ends the pause at once
	 * @param hurry ends the pause after {@link #REST}
	 * @param duration the duration of the pause if neither happens
	 * @throws InterruptedException if the thread is interrupted
	 */
	void await(CountDownLatch end, CountDownLatch hurry, Duration duration) throws InterruptedException;

}
