package io.chaosmiddleware.effect;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A step that answers the request in place of its handler.
 *
 * @param status the HTTP status, 200 to 599
 * @param headers the headers of the answer by their names, safe to be sent
 * @param body the body of the answer; {@code null} if the application itself renders an
 * error, or if there is no body
 * @param contentType the media type of the body, {@code null} if there is no body
 */
public record Reply(int status, Map<String, String> headers, @Nullable String body,
		@Nullable String contentType) implements Step {

	/**
	 * Return whether the error handling of the application renders the answer, as it does
	 * for an error of its own.
	 * @return whether the status is an error and no body is given
	 */
	public boolean isRenderedByApplication() {
		return this.body == null && this.status >= 400;
	}

	@Override
	public <R extends @Nullable Object> R accept(StepHandler<R> handler) {
		return handler.reply(this);
	}

	@Override
	public boolean isOutcome() {
		return true;
	}

}
