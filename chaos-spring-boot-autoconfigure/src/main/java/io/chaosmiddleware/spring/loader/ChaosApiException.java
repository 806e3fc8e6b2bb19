package io.chaosmiddleware.spring.loader;

import java.io.Serial;
import java.time.Duration;

import io.chaosmiddleware.engine.AttackLoaderException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when an exchange with the Chaos API fails. The message is one sentence that is
 * safe to log: it never contains the token, and text of the response is made printable.
 */
public final class ChaosApiException extends AttackLoaderException {

	@Serial
	private static final long serialVersionUID = 1L;

	/** The kind of the failure. */
	private final Kind kind;

	/** The HTTP status of the response, if it is the reason of the failure. */
	private final @Nullable Integer status;

	ChaosApiException(Kind kind, String message, @Nullable Throwable cause) {
		super(message, cause, null);
		this.kind = kind;
		this.status = null;
	}

	ChaosApiException(Kind kind, String message, int status, @Nullable Duration retryAfter) {
		super(message, null, retryAfter);
		this.kind = kind;
		this.status = status;
	}

	/**
	 * Return the kind of the failure.
	 * @return the kind
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * Return the HTTP status of the response.
	 * @return the status, {@code null} if the failure has another reason
	 */
	public @Nullable Integer status() {
		return this.status;
	}

	/**
	 * The kinds of failures.
	 */
	public enum Kind {

		/**
		 * There was no connection, the connection broke, or the certificate was not
		 * trusted.
		 */
		TRANSPORT,

		/** The exchange took longer than the timeout. */
		TIMEOUT,

		/** The status says that the call failed. */
		STATUS,

		/** The response is a redirect, which is not followed. */
		REDIRECT,

		/** The response is larger than the maximum size. */
		TOO_LARGE,

		/** The response cannot be decoded, or is not JSON. */
		UNREADABLE,

		/** The response is JSON, but not a valid list of actions. */
		REFUSED

	}

}
