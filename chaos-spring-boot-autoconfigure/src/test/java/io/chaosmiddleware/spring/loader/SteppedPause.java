package io.chaosmiddleware.spring.loader;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pauses that end when the test says so.
 */
final class SteppedPause implements Interval {

	private final BlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();

	private final Semaphore steps = new Semaphore(0);

	@Override
	public void await(CountDownLatch end, CountDownLatch hurry, Duration duration) throws InterruptedException {
		if (end.getCount() > 0) {
			this.pauses.add(duration);
		}
		while (end.getCount() > 0 && hurry.getCount() > 0 && !this.steps.tryAcquire(10, TimeUnit.MILLISECONDS)) {
			// neither the end, nor a call that is wanted now, nor the next step
		}
	}

	/**
	 * Wait until the running call has ended.
	 * @return how long the pause after it would be
	 */
	Duration untilCalled() {
		try {
			Duration pause = this.pauses.poll(10, TimeUnit.SECONDS);
			assertThat(pause).as("pause").isNotNull();
			return pause;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * End the pause and wait until the next call has ended.
	 * @return how long the pause after it would be
	 */
	Duration step() {
		this.steps.release();
		return untilCalled();
	}

}
