package io.chaosmiddleware.spring.webflux;

import io.chaosmiddleware.spring.server.ClientConnection;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;

/**
 * The connection of a WebFlux request with its client, which an attack breaks, and the
 * end of such a request.
 */
final class BrokenConnection {

	private BrokenConnection() {
	}

	/**
	 * Find the connection of a request.
	 * @return the connection, {@code null} if it is out of reach
	 */
	static @Nullable ClientConnection of(ServerHttpRequest request) {
		try {
			return ClientConnection.of(ServerHttpRequestDecorator.getNativeRequest(request));
		}
		catch (RuntimeException ex) {
			// There is no server, as in a test, or the application has replaced the
			// request.
			return null;
		}
	}

	/**
	 * Return the end of a request whose connection has been broken. Reactor Netty breaks
	 * it in a moment, and then cancels the request, which must not be answered before.
	 * Other servers have broken it, and cannot answer any more.
	 */
	static <T> Mono<T> end(RequestTimer timer) {
		return timer.isEventLoop() ? Mono.never() : Mono.empty();
	}

}
