package io.chaosmiddleware.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.effect.Effect;
import io.chaosmiddleware.effect.Pause;
import io.chaosmiddleware.effect.Phase;
import io.chaosmiddleware.effect.Step;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one phase of a performance, and how far they are done. They are performed
 * one after the other; everything else is safe for use by many threads.
 */
final class PhaseSteps {

	private final List<OwnedStep> steps = new ArrayList<>();

	private volatile int begun;

	private volatile int done;

	private volatile @Nullable Ending ending;

	PhaseSteps(Decision decision, Phase phase) {
		for (int i = 0; i < decision.verdicts().size(); i++) {
			Verdict verdict = decision.verdicts().get(i);
			Effect effect = verdict.injected();
			if (effect != null && verdict.phase() == phase) {
				for (Step step : effect.steps()) {
					this.steps.add(new OwnedStep(step, i));
				}
			}
		}
	}

	/**
	 * Return the next step. The previous step is then considered done.
	 * @param remaining tells how long a pause lasts from now on
	 * @return the step, {@code null} if there are no more
	 */
	@Nullable Step next(Function<Pause, Duration> remaining) {
		this.done = this.begun;
		if (this.begun == this.steps.size()) {
			return null;
		}
		OwnedStep next = this.steps.get(this.begun);
		if (next.step instanceof Pause pause) {
			next.wait = new Wait(System.nanoTime(), remaining.apply(pause));
		}
		this.begun++;
		return next.step;
	}

	void endWith(Ending ending) {
		this.ending = ending;
	}

	/**
	 * Return how the request ends once all steps are done.
	 * @return the ending, {@code null} if the request continues or a step is left
	 */
	@Nullable Ending reached() {
		return (this.done == this.steps.size()) ? this.ending : null;
	}

	/**
	 * Return a decision with the final verdicts of this phase.
	 * @param decision the decision that the steps are part of
	 * @param ending how the request ends, {@code null} if it does not end with a step
	 * @param interruption why steps that are not done are skipped. A step that has begun
	 * is done, unless it was halted
	 */
	Decision settle(Decision decision, @Nullable Ending ending, Reason interruption) {
		if (this.steps.isEmpty()) {
			return decision;
		}
		int done = (interruption == Reason.HALTED) ? this.done : this.begun;
		List<Verdict> verdicts = new ArrayList<>(decision.verdicts());
		for (int i = 0; i < this.steps.size(); i++) {
			OwnedStep owned = this.steps.get(i);
			Verdict verdict = verdicts.get(owned.verdict);
			Wait wait = owned.wait;
			if (i >= done) {
				// An action that has begun is done, except that a halt undoes it.
				boolean begun = i > 0 && i == done && this.steps.get(i - 1).verdict == owned.verdict;
				if (!begun || interruption == Reason.HALTED) {
					verdicts.set(owned.verdict, verdict.skipped(interruption));
				}
			}
			else if (wait != null) {
				verdicts.set(owned.verdict, verdict.waited(wait.waited(i < this.done)));
			}
			else if (owned.step.isOutcome()) {
				verdicts.set(owned.verdict, (ending != null) ? ending.show(verdict) : verdict.skipped(interruption));
			}
		}
		return decision.with(verdicts);
	}

	/**
	 * A step of an action.
	 */
	private static final class OwnedStep {

		private final Step step;

		// The index of the verdict of the action.
		private final int verdict;

		private volatile @Nullable Wait wait;

		OwnedStep(Step step, int verdict) {
			this.step = step;
			this.verdict = verdict;
		}

	}

	/**
	 * How the request waits.
	 *
	 * @param begin when it began, in nanoseconds
	 * @param duration how long it lasts
	 */
	private record Wait(long begin, Duration duration) {

		/** Return how long the request has waited. */
		Duration waited(boolean whole) {
			Duration passed = Duration.ofNanos(System.nanoTime() - this.begin);
			return (whole || passed.compareTo(this.duration) > 0) ? this.duration : passed;
		}

	}

}
