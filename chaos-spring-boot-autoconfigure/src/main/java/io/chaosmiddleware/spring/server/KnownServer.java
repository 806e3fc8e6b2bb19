package io.chaosmiddleware.spring.server;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.servlet.ServletRequestWrapper;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The servers whose connections can be broken. Their classes may be absent or in a loader
 * that is out of reach, and their insides change without notice. Whatever goes wrong
 * because of that ends here.
 */
enum KnownServer {

	TOMCAT("org.apache.catalina.") {
		@Override
		@Nullable ServerConnection find(Object request) throws Exception {
			return TomcatConnection.of(request);
		}
	},
	JETTY("org.eclipse.jetty.") {
		@Override
		@Nullable ServerConnection find(Object request) {
			return JettyConnection.of(request);
		}
	},
	REACTOR_NETTY("reactor.netty.") {
		@Override
		@Nullable ServerConnection find(Object request) {
			return NettyConnection.of(request);
		}
	};

	private static final Log logger = LogFactory.getLog(ClientConnection.class);

	private static final AtomicBoolean logged = new AtomicBoolean();

	private final String prefix;

	KnownServer(String prefix) {
		this.prefix = prefix;
	}

	abstract @Nullable ServerConnection find(Object request) throws Exception;

	static @Nullable ClientConnection connectionOf(Object nativeRequest) {
		ServerConnection connection = attempt(() -> {
			Object request = isOfReactorNetty(nativeRequest) ? nativeRequest : unwrapped(nativeRequest);
			for (KnownServer server : values()) {
				if (server.made(request)) {
					return server.find(request);
				}
			}
			return null;
		});
		return (connection != null) ? new Guarded(connection) : null;
	}

	// its applications need not have servlets on the class path
	private static boolean isOfReactorNetty(Object request) {
		return REACTOR_NETTY.made(request);
	}

	// most servers are not on the class path
	private boolean made(Object request) {
		return request.getClass().getName().startsWith(this.prefix);
	}

	private static Object unwrapped(Object request) {
		Object unwrapped = request;
		while (unwrapped instanceof ServletRequestWrapper wrapper) {
			unwrapped = wrapper.getRequest();
		}
		return unwrapped;
	}

	private static <T> @Nullable T attempt(Callable<@Nullable T> action) {
		try {
			return action.call();
		}
		catch (Exception | LinkageError ex) {
			if (!logged.getAndSet(true)) {
				logger.debug("The connection of a request with its client cannot be broken", ex);
			}
			return null;
		}
	}

	private record Guarded(ServerConnection connection) implements ClientConnection {

		@Override
		public boolean reset() {
			return attempt(() -> {
				this.connection.reset();
				return true;
			}) != null;
		}

		@Override
		public boolean close() {
			return attempt(() -> {
				this.connection.close();
				return true;
			}) != null;
		}

	}

}
