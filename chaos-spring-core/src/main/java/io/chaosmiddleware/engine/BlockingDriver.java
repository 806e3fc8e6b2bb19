package io.chaosmiddleware.engine;

import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.effect.EndConnection;
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

	private final HaltSignal halt;

	/**
	 * Create a driver.
	 * @param performance the performance
	 * @param halt ends a wait early
	 */
	BlockingDriver(Performance performance, HaltSignal halt) {
		this.performance = performance;
		this.halt = halt;
	}

	@Override
	public @Nullable Void pause(Pause pause) {
		if (!this.halt.sleep(this.performance.remaining(pause))) {
			this.performance.interrupt(Reason.ABANDONED);
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

	@Override
	public @Nullable Void endConnection(EndConnection end) {
		this.performance.disconnect(end);
		return null;
	}

}
