package io.chaosmiddleware.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many requests an action has met. Exact, and safe for use by many threads.
 */
final class Counts {

	private static final int BITS = 32;

	private static final long MAX = (1L << BITS) - 1;

	private final AtomicLong requests = new AtomicLong();

	// The number of the window in the upper half, the number of requests in the lower.
	private final AtomicLong window = new AtomicLong();

	private volatile boolean exhausted;

	/**
	 * Return the number of the next request.
	 * @param peek whether it is not counted
	 */
	long next(boolean peek) {
		return peek ? this.requests.get() + 1 : this.requests.incrementAndGet();
	}

	/**
	 * Return the number of the next request in the current window.
	 * @param now the time in milliseconds
	 * @param length the length of a window
	 * @param peek whether it is not counted
	 */
	long nextWithin(long now, Duration length, boolean peek) {
		long number = (now / length.toMillis()) & MAX;
		long before;
		long after;
		do {
			before = this.window.get();
			long requests = (before >>> BITS == number) ? before & MAX : 0;
			after = (number << BITS) | Math.min(requests + 1, MAX);
		}
		while (!peek && !this.window.compareAndSet(before, after));
		return after & MAX;
	}

	void exhaust() {
		this.exhausted = true;
	}

	boolean isExhausted() {
		return this.exhausted;
	}

}
