package io.chaosmiddleware.spring.server;

import org.jspecify.annotations.Nullable;

/**
 * The connection of a request with its client, for breaking it. Afterwards nothing that
 * the application or the server writes reaches the client: it is lost, or fails as it
 * does when a client has gone. The request itself goes on, and it is up to the caller to
 * end it.
 * <p>
 * A reactive body may not be written yet when its last element was emitted. Whoever ends
 * a connection after it has to wait until that has been done, and on Reactor Netty to do
 * it in the event loop of the connection. On Tomcat and Jetty the thread may have to wait
 * for a write that is going on, so it must be one that may block.
 */
public interface ClientConnection {

	/**
	 * Find the connection of a request.
	 * @param nativeRequest the request of the server: an {@code HttpServletRequest},
	 * perhaps wrapped, or the {@code HttpServerRequest} of Reactor Netty
	 * @return the connection, or {@code null} if the server is not known or looks
	 * different inside from what is expected
	 */
	static @Nullable ClientConnection of(Object nativeRequest) {
		return KnownServer.connectionOf(nativeRequest);
	}

	/**
	 * Break the connection. HTTP/1.1: a TCP reset (RST), without a closing message of
	 * TLS, and what the client has not yet read may be lost. HTTP/2: a {@code RST_STREAM}
	 * with the code {@code INTERNAL_ERROR}; the connection and its other streams stay.
	 * @return whether that was possible
	 */
	boolean reset();

	/**
	 * End the connection without an answer, or without the rest of it. HTTP/1.1: the end
	 * of the TCP stream (FIN), without a last chunk; what was flushed before still
	 * arrives. If bytes of the request have not been read, the operating system may send
	 * a reset (RST) soon after. HTTP/2: a {@code RST_STREAM} with the code
	 * {@code CANCEL}; the connection and its other streams stay, and what the flow
	 * control of the client still holds back is lost.
	 * @return whether that was possible
	 */
	boolean close();

}
