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

	@Override
	public <R extends @Nullable Object> R accept(StepHandler<R> handler) {
		return handler.pause(this);
	}

	@Override
	public boolean isOutcome() {
		return false;
	}

}
