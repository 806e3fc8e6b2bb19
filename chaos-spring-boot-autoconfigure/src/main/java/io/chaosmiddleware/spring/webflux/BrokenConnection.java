package io.chaosmiddleware.spring.webflux;

import java.time.Duration;

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

	private static final Duration LONGEST = Duration.ofSeconds(1);

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
	 * Wait until the server cancels the request, since its connection has ended. If it
	 * completed before, the server would still try to answer. Servers that do not notice
	 * the end have to answer in vain, so that nothing is left of the request.
	 */
	static <T> Mono<T> cancelled(RequestTimer timer) {
		return Mono.<T>create((sink) -> sink.onDispose(timer.schedule(sink::success, LONGEST))).onErrorComplete();
	}

}
