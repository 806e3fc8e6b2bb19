package io.chaosmiddleware.spring.servlet;

import java.util.Set;

/**
 * The exceptions that Spring MVC takes as a sign of a disconnected client, whatever the
 * server is. Spring MVC does not write a response for them, so the client would see a
 * successful, empty response. It recognizes them by the simple names of their classes.
 */
public final class LostClientFaults {

	private static final Set<String> NAMES = Set.of("AbortedException", "AsyncRequestNotUsableException",
			"ClientAbortException", "EOFException", "EofException");

	private LostClientFaults() {
	}

	/**
	 * Return whether an exception is one of them.
	 * @param exceptionName the full name of the exception
	 * @return whether Spring MVC handles it as if the client had disconnected
	 */
	public static boolean contains(String exceptionName) {
		return NAMES.contains(
				exceptionName.substring(Math.max(exceptionName.lastIndexOf('.'), exceptionName.lastIndexOf('$')) + 1));
	}

}
