package io.chaosmiddleware.engine;

import java.io.Serial;

/**
 * The exception that a fault injects if the exception that it names cannot be used
 * (decisions D12 to D14 in {@code docs/differences.md}). Applications may handle it like
 * any other failure.
 */
public class ChaosMiddlewareException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what happened
	 */
	public ChaosMiddlewareException(String message) {
		super(message);
	}

}
