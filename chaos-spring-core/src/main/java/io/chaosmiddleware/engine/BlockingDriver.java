package io.chaosmiddleware.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.effect.Fail;
import io.chaosmiddleware.effect.Pause;
import io.chaosmiddleware.effect.Reply;
import io.chaosmiddleware.effect.StepHandler;
import org.jspecify.annotations.Nullable;

/**
 * Performs steps on the thread of a request.
 */
final class BlockingDriver implements StepHandler<@Nullable Void> {

	private final Performance performance;

	private final CountDownLatch halt;

	/**
	 * Create a driver.
	 * @param performance the performance
	 * @param halt the latch that ends a wait early
	 */
	BlockingDriver(Performance performance, CountDownLatch halt) {
		this.performance = performance;
		this.halt = halt;
	}

	@Override
	public @Nullable Void pause(Pause pause) {
		try {
			this.halt.await(this.performance.remaining(pause).toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			this.performance.interrupt(Reason.ABANDONED);
			Thread.currentThread().interrupt();
		}
		return null;
	}

	@Override
	public @Nullable Void fail(Fail fail) {
		this.performance.make(fail);
		return null;
	}

	@Override
	public @Nullable Void reply(Reply reply) {
		this.performance.answer(reply);
		return null;
	}

}
