package io.chaosmiddleware.engine;

import java.io.Serial;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * An {@link AttackLoader} could not load attacks, and may know when to try again. Its
 * message is logged: it must hold no secrets.
 */
public class AttackLoaderException extends Exception {

	@Serial
	private static final long serialVersionUID = 1L;

	/** How long the source asked to be left alone. */
	private final @Nullable Duration retryAfter;

	/**
	 * Create an exception.
	 * @param message a sentence for people
	 * @param cause what went wrong, {@code null} if it is unknown
	 * @param retryAfter how long the source asks to be left alone, {@code null} if it
	 * does not
	 */
	public AttackLoaderException(String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
		super(message, cause);
		this.retryAfter = retryAfter;
	}

	/**
	 * Return how long the source asked to be left alone.
	 * @return the duration, {@code null} if it did not ask
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

}
