package io.chaosmiddleware.effect;

import org.jspecify.annotations.Nullable;

/**
 * A step that makes the request fail with an exception.
 *
 * @param exceptionName the class name of the exception, which is untrusted text
 * @param message the message of the exception, which is untrusted text without control
 * characters; {@code null} for a message that says that it was injected
 */
public record Fail(String exceptionName, @Nullable String message) implements Step {

	/**
	 * The name of the detail that holds the class of the exception that was actually
	 * thrown.
	 */
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
