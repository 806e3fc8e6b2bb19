package io.chaosmiddleware.effect;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A step that makes the request wait.
 *
 * @param duration how long, not negative
 * @param inTotal whether the time counts that the request has taken so far
 */
public record Pause(Duration duration, boolean inTotal) implements Step {

	/**
	 * Return how long the request has waited once this step is done.
	 * @param before how long it has waited before
	 * @return the sum
	 */
	public Duration after(Duration before) {
		if (!this.inTotal) {
			return before.plus(this.duration);
		}
		return (before.compareTo(this.duration) > 0) ? before : this.duration;
	}

	@Override
	public <R extends @Nullable Object> R accept(StepHandler<R> handler) {
		return handler.pause(this);
	}

	@Override
	public boolean isOutcome() {
		return false;
	}

}
