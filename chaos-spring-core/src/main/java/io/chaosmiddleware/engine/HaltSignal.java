package io.chaosmiddleware.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the waits of one request when all attacks are halted, or when nobody waits for the
 * answer any more. Safe for use by many threads.
 */
final class HaltSignal {

	private static final Logger logger = LoggerFactory.getLogger(HaltSignal.class);

	private final CountDownLatch latch = new CountDownLatch(1);

	private final BooleanSupplier halted;

	private @Nullable Runnable action;

	/**
	 * Create a signal.
	 * @param halted tells whether all attacks are halted now
	 */
	HaltSignal(BooleanSupplier halted) {
		this.halted = halted;
	}

	boolean isGiven() {
		return this.latch.getCount() == 0;
	}

	/** Return whether the signal is given, or all attacks have been halted since. */
	boolean isGivenNow() {
		if (!isGiven() && this.halted.getAsBoolean()) {
			give();
		}
		return isGiven();
	}

	/**
	 * Register an action that ends a wait. It is called at once if the signal is given
	 * already.
	 */
	void then(Runnable action) {
		synchronized (this.latch) {
			this.action = action;
			if (!isGiven()) {
				return;
			}
		}
		action.run();
	}

	/** End all waits that are to come. */
	void end() {
		this.latch.countDown();
	}

	/** End the current wait and all that are to come. */
	void give() {
		Runnable action;
		synchronized (this.latch) {
			end();
			action = this.action;
		}
		if (action == null) {
			return;
		}
		try {
			action.run();
		}
		catch (RuntimeException | Error ex) {
			// The delays of other requests have to end even if this one fails.
			logger.warn("A delayed request was not told that it is halted", ex);
		}
	}

	/**
	 * Wait on this thread until the signal is given at most.
	 * @return whether the thread was not interrupted, which it stays otherwise
	 */
	boolean sleep(Duration duration) {
		try {
			this.latch.await(duration.toNanos(), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
