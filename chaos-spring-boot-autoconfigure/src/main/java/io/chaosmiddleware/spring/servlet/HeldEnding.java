package io.chaosmiddleware.spring.servlet;

import java.io.IOException;

/**
 * An error or redirect that a handler has sent while its answer is held.
 *
 * @param status the status
 * @param sending sends it
 */
record HeldEnding(int status, Sending sending) {

	void send() throws IOException {
		this.sending.send();
	}

	/**
	 * Sends an answer that has no body of the handler.
	 */
	@FunctionalInterface
	interface Sending {

		void send() throws IOException;

	}

}
