package io.chaosmiddleware.spring;

import io.chaosmiddleware.effect.Fail;
import io.chaosmiddleware.effect.Reply;
import io.chaosmiddleware.effect.Step;
import io.chaosmiddleware.engine.Outcome;
import io.chaosmiddleware.engine.Performance;

/**
 * Performs what was decided, as if all pauses were over at once.
 */
public final class WithoutWaiting {

	private WithoutWaiting() {
	}

	/** Perform all steps. */
	public static Outcome perform(Performance performance) {
		performPhase(performance);
		if (performance.actsAfterHandler()) {
			performance.afterHandler(null);
			performPhase(performance);
		}
		return performance.finish();
	}

	private static void performPhase(Performance performance) {
		for (Step step = performance.next(); step != null; step = performance.next()) {
			if (step instanceof Fail fail) {
				performance.make(fail);
			}
			if (step instanceof Reply reply) {
				performance.answer(reply);
			}
		}
	}

}
