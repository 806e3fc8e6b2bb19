package io.chaosmiddleware.spring.webflux;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;
import reactor.netty.channel.ChannelOperations;

import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.ClassUtils;

/**
 * Times the delay of a request, and determines the thread on which the request continues.
 * On Reactor Netty this is the event loop of the connection, so that the handler runs on
 * the same thread as without an attack. (In addition, a response from another thread can
 * leave a connection of Reactor Netty 1.3.7 hanging, see its issue 4361.) On other
 * servers the parallel scheduler is used.
 */
abstract class RequestTimer {

	private static final Logger logger = LoggerFactory.getLogger(RequestTimer.class);

	private static final boolean REACTOR_NETTY = ClassUtils.isPresent("reactor.netty.channel.ChannelOperations",
			RequestTimer.class.getClassLoader());

	private static final RequestTimer PARALLEL = new RequestTimer() {

		@Override
		Disposable schedule(Runnable task, Duration delay) {
			return Schedulers.parallel().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
		}

	};

	static RequestTimer of(ServerHttpRequest request) {
		try {
			RequestTimer eventLoop = REACTOR_NETTY ? EventLoopTimer.of(request) : null;
			return (eventLoop != null) ? eventLoop : PARALLEL;
		}
		catch (RuntimeException | LinkageError ex) {
			// There is no server, as in a test, or the application has replaced the
			// request, or the version of Reactor Netty is not known here.
			return PARALLEL;
		}
	}

	/**
	 * Run a task later.
	 * @param task the task, which must not block
	 * @param delay how long to wait before the task runs; if zero, it runs at once, but
	 * on the thread of the timer
	 * @return a handle that cancels the task
	 * @throws java.util.concurrent.RejectedExecutionException if the timer is shut down
	 */
	abstract Disposable schedule(Runnable task, Duration delay);

	/** Return whether tasks run on the event loop of the connection. */
	boolean isEventLoop() {
		return false;
	}

	/**
	 * Isolates the optional classes of Reactor Netty.
	 */
	private static final class EventLoopTimer extends RequestTimer {

		private final Channel channel;

		private EventLoopTimer(Channel channel) {
			this.channel = channel;
		}

		@Override
		Disposable schedule(Runnable task, Duration delay) {
			Future<?> future = this.channel.eventLoop()
				.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
			return () -> future.cancel(false);
		}

		@Override
		boolean isEventLoop() {
			return true;
		}

		// Reactor Netty closes the connection as well if a request fails in a way that
		// prevents a response.
		private void run(Runnable task) {
			try {
				task.run();
			}
			catch (Throwable ex) {
				logger.error("Connection closed, since its request cannot be answered: {}", ex.getClass().getName());
				this.channel.close();
			}
		}

		static @Nullable RequestTimer of(ServerHttpRequest request) {
			ServerHttpRequest original = request;
			while (original instanceof ServerHttpRequestDecorator decorator) {
				original = decorator.getDelegate();
			}
			if (original instanceof AbstractServerHttpRequest server
					&& server.getNativeRequest() instanceof ChannelOperations<?, ?> operations) {
				return new EventLoopTimer(operations.channel());
			}
			return null;
		}

	}

}
