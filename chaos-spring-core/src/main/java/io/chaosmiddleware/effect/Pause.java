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
		return this.inTotal ? later(before, this.duration) : before.plus(this.duration);
	}

	static Duration later(Duration some, Duration other) {
		return (some.compareTo(other) > 0) ? some : other;
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
