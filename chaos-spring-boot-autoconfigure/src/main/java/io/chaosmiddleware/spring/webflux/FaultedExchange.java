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
 * An exchange that is to fail in the place of its handler, once.
 */
final class FaultedExchange extends ServerWebExchangeDecorator {

	/** The attribute with the exchange itself, whoever decorates it further. */
	static final String ATTRIBUTE = FaultedExchange.class.getName();

	private final Throwable fault;

	private final AtomicBoolean raised = new AtomicBoolean();

	private volatile @Nullable FaultedHandlerMethod method;

	FaultedExchange(ServerWebExchange exchange, Throwable fault) {
		super(exchange);
		this.fault = fault;
	}

	/**
	 * Take the fault, to raise it.
	 * @return whether it is still to be raised: it is not where a filter tries again
	 */
	boolean raise() {
		return this.raised.compareAndSet(false, true);
	}

	/**
	 * Return what fails instead of a controller method, before its exception handlers.
	 * @param method the method that the application has for the request
	 * @return a method that asks for the session, and so fails
	 */
	HandlerMethod failing(HandlerMethod method) {
		FaultedHandlerMethod faulted = new FaultedHandlerMethod(method);
		this.method = faulted;
		return faulted;
	}

	/**
	 * Return what fails instead of any other handler.
	 * @param handler the handler that the application has for the request
	 * @return a handler without exception handlers of its own
	 */
	WebHandler failing(Object handler) {
		return (exchange) -> fail(handler);
	}

	/** Return what fails where there is no handler. */
	WebHandler failing() {
		return (exchange) -> fail();
	}

	/** Fail without a handler. */
	Mono<Void> fail() {
		// hidden, or else Reactor throws a fatal error where nobody can catch it
		return Mono.<Void>error(this.fault).hide();
	}

	@Override
	public Mono<WebSession> getSession() {
		FaultedHandlerMethod method = this.method;
		return (method != null && method.endPose()) ? fail(method) : super.getSession();
	}

	// as the handler would fail: the stack trace names it, if it may be touched
	private <T> Mono<T> fail(Object handler) {
		Mono<T> error = Mono.error(this.fault);
		return bearsCheckpoint(this.fault) ? error.checkpoint("Handler " + handler + " [DispatcherHandler]") : error;
	}

	/**
	 * Whether an exception can go through a checkpoint of Reactor, which reads its stack
	 * trace and replaces it. Its methods may be the application's.
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
