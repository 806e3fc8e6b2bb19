package io.chaosmiddleware.effect;

import org.jspecify.annotations.Nullable;

/**
 * The request fails with an exception.
 *
 * @param exceptionName the class name of the exception: untrusted text
 */
public record Fail(String exceptionName) implements Step {

	/** The detail that names the class of the exception that was really thrown. */
	public static final String DETAIL = "fault";

	@Override
	public <R extends @Nullable Object> R accept(StepHandler<R> handler) {
		return handler.fail(this);
	}

	@Override
	public boolean isOutcome() {
		return true;
	}

}
