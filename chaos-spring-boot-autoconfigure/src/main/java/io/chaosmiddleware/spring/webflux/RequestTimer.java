package io.chaosmiddleware.spring.webflux;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.channel.ChannelOperations;

import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.ClassUtils;

/**
 * Where the delay of a request is timed, and where the request goes on. On Reactor Netty
 * that is the event loop of its connection: no other thread takes part, and its handler
 * runs where it would without an attack. (An answer from another thread can also leave a
 * connection of Reactor Netty 1.3.7 hanging, see its issue 4361.) On other servers it is
 * the parallel scheduler.
 */
final class RequestTimer {

	private static final boolean REACTOR_NETTY = ClassUtils.isPresent("reactor.netty.channel.ChannelOperations",
			RequestTimer.class.getClassLoader());

	private RequestTimer() {
	}

	static Scheduler of(ServerHttpRequest request) {
		Scheduler eventLoop = REACTOR_NETTY ? EventLoop.of(request) : null;
		return (eventLoop != null) ? eventLoop : Schedulers.parallel();
	}

	/**
	 * Keeps the optional classes apart.
	 */
	private static final class EventLoop {

		static @Nullable Scheduler of(ServerHttpRequest request) {
			ServerHttpRequest original = request;
			while (original instanceof ServerHttpRequestDecorator decorator) {
				original = decorator.getDelegate();
			}
			if (original instanceof AbstractServerHttpRequest server
					&& nativeRequest(server) instanceof ChannelOperations<?, ?> operations) {
				// never to be disposed: that would end the event loop
				return Schedulers.fromExecutorService(operations.channel().eventLoop());
			}
			return null;
		}

		private static @Nullable Object nativeRequest(AbstractServerHttpRequest request) {
			try {
				return request.getNativeRequest();
			}
			catch (IllegalStateException ex) {
				// a request without a server, in a test
				return null;
			}
		}

	}

}
