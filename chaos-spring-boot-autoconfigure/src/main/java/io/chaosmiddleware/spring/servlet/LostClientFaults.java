package io.chaosmiddleware.spring.servlet;

import java.util.Set;

/**
 * The exceptions that Spring MVC takes for a client that has gone, whatever the server:
 * it answers them with nothing, and that is a success to whoever asked. It goes by the
 * names of their classes, without the package.
 */
public final class LostClientFaults {

	private static final Set<String> NAMES = Set.of("AbortedException", "AsyncRequestNotUsableException",
			"ClientAbortException", "EOFException", "EofException");

	private LostClientFaults() {
	}

	/**
	 * Return whether the name of an exception is one of them.
	 * @param exceptionName the full name
	 * @return whether Spring MVC answers it as if the client had gone
	 */
	public static boolean contains(String exceptionName) {
		return NAMES.contains(
				exceptionName.substring(Math.max(exceptionName.lastIndexOf('.'), exceptionName.lastIndexOf('$')) + 1));
	}

}
