package io.chaosmiddleware.spring.webflux;

import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.method.HandlerMethod;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.WebSession;

/**
 * An exchange that fails once, in place of its handler.
 */
final class FaultedExchange extends ServerWebExchangeDecorator {

	/**
	 * The name of the attribute that holds the exchange itself, so that it is found even
	 * if it is decorated further.
	 */
	static final String ATTRIBUTE = FaultedExchange.class.getName();

	private final Throwable fault;

	private final AtomicBoolean raised = new AtomicBoolean();

	private volatile @Nullable FaultedHandlerMethod method;

	FaultedExchange(ServerWebExchange exchange, Throwable fault) {
		super(exchange);
		this.fault = fault;
	}

	/**
	 * Claim the fault in order to raise it.
	 * @return whether the fault still has to be raised, which is not the case if a filter
	 * retries the request
	 */
	boolean raise() {
		return this.raised.compareAndSet(false, true);
	}

	/**
	 * Return a handler that fails in place of a controller method, so that the exception
	 * handlers of the controller are used.
	 * @param method the controller method that would handle the request
	 * @return a method that fails when the session is requested
	 */
	HandlerMethod failing(HandlerMethod method) {
		FaultedHandlerMethod faulted = new FaultedHandlerMethod(method);
		this.method = faulted;
		return faulted;
	}

	/**
	 * Return a handler that fails in place of any other handler.
	 * @param handler the handler that would handle the request
	 * @return a handler that does not have exception handlers of its own
	 */
	WebHandler failing(Object handler) {
		return (exchange) -> fail(handler);
	}

	/**
	 * Return a handler that fails if the application does not have a handler for the
	 * request.
	 */
	WebHandler failing() {
		return (exchange) -> fail();
	}

	/** Fail without calling a handler. */
	Mono<Void> fail() {
		// The error is hidden, since Reactor would otherwise throw a fatal error where it
		// cannot be caught.
		return Mono.<Void>error(this.fault).hide();
	}

	@Override
	public Mono<WebSession> getSession() {
		FaultedHandlerMethod method = this.method;
		return (method != null && method.endPose()) ? fail(method) : super.getSession();
	}

	// The stack trace names the handler, as if it had failed itself, if the stack trace
	// may be changed.
	private <T> Mono<T> fail(Object handler) {
		Mono<T> error = Mono.error(this.fault);
		return bearsCheckpoint(this.fault) ? error.checkpoint("Handler " + handler + " [DispatcherHandler]") : error;
	}

	/**
	 * Return whether an exception can pass a checkpoint of Reactor, which reads and
	 * replaces its stack trace. The methods for that may be code of the application.
	 */
	static boolean bearsCheckpoint(Throwable ex) {
		try {
			StackTraceElement[] trace = ex.getStackTrace();
			if (trace.length > 0) {
				ex.setStackTrace(trace);
			}
			return true;
		}
		catch (Throwable hostile) {
			return false;
		}
	}

}
