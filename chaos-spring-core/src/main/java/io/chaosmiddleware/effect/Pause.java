package io.chaosmiddleware.effect;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A step that makes the request wait.
 *
 * @param duration how long, not negative
 */
public record Pause(Duration duration) implements Step {

	@Override
	public <R extends @Nullable Object> R accept(StepHandler<R> handler) {
		return handler.pause(this);
	}

	@Override
	public boolean isOutcome() {
		return false;
	}

}
