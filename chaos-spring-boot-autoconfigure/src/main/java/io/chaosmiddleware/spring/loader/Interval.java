package io.chaosmiddleware.spring.loader;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The time between two calls.
 */
@FunctionalInterface
interface Interval {

	/** What nobody can shorten, so that hurrying is no way to flood an API. */
	Duration REST = Duration.ofSeconds(1);

	/** Waits for real. */
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
	 * @param hurry ends the pause as soon as the API has had its rest
	 * @param duration how long, if neither happens
	 * @throws InterruptedException if the thread is interrupted
	 */
	void await(CountDownLatch end, CountDownLatch hurry, Duration duration) throws InterruptedException;

}
