package io.chaosmiddleware.effect;

import org.jspecify.annotations.Nullable;

/**
 * A step that ends the connection of the request without an answer. On HTTP/2 it ends the
 * stream of the request only.
 *
 * @param reset whether the connection is reset, in place of being closed
 */
public record EndConnection(boolean reset) implements Step {

	@Override
	public <R extends @Nullable Object> R accept(StepHandler<R> handler) {
		return handler.endConnection(this);
	}

	@Override
	public boolean isOutcome() {
		return true;
	}

}
