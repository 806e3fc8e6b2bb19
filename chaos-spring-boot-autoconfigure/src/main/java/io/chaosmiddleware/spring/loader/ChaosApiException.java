package io.chaosmiddleware.spring.loader;

import java.io.Serial;
import java.time.Duration;

import io.chaosmiddleware.engine.AttackLoaderException;
import org.jspecify.annotations.Nullable;

/**
 * An exchange with the Chaos API failed. The message is one sentence that is safe to log:
 * it never contains the token, and nothing of the answer stands in it raw.
 */
public final class ChaosApiException extends AttackLoaderException {

	@Serial
	private static final long serialVersionUID = 1L;

	/** What went wrong. */
	private final Kind kind;

	/** The status of the answer, if it was the reason. */
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
	 * Return what went wrong.
	 * @return the kind of failure
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * Return the status of the answer.
	 * @return the status, {@code null} if it was not the reason of the failure
	 */
	public @Nullable Integer status() {
		return this.status;
	}

	/**
	 * What can go wrong.
	 */
	public enum Kind {

		/** No connection, a broken connection, or no trust in the certificate. */
		TRANSPORT,

		/** The exchange was not over in time. */
		TIMEOUT,

		/** The status says that the call failed. */
		STATUS,

		/** The answer points somewhere else, which is not followed. */
		REDIRECT,

		/** The answer is larger than the limit. */
		TOO_LARGE,

		/** The answer is not JSON. */
		UNREADABLE,

		/** The answer is JSON that breaks the schema. */
		REFUSED

	}

}
