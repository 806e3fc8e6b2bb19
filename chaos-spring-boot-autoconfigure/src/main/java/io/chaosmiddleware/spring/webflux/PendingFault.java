package io.chaosmiddleware.spring.webflux;

import java.util.concurrent.atomic.AtomicBoolean;

import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.server.WebHandler;

/**
 * A fault that has to be raised in place of the handler of a request. The fault only
 * counts as injected once it is raised. It is skipped if the request is answered before.
 */
final class PendingFault {

	/**
	 * The name of the exchange attribute that holds the fault of a request.
	 */
	static final String ATTRIBUTE = PendingFault.class.getName();

	private final AttackedExchange attacked;

	private final Throwable exception;

	private final AtomicBoolean claimed = new AtomicBoolean();

	private final AtomicBoolean settled = new AtomicBoolean();

	/**
	 * Create a pending fault.
	 * @param attacked is told what becomes of the fault, once
	 * @param exception the exception to raise
	 */
	PendingFault(AttackedExchange attacked, Throwable exception) {
		this.attacked = attacked;
		this.exception = exception;
	}

	/**
	 * Claim the fault in order to raise it in place of the handler.
	 * @return whether the fault still has to be raised, which is not the case if a filter
	 * retries the request
	 */
	boolean claim() {
		return !this.settled.get() && this.claimed.compareAndSet(false, true);
	}

	/**
	 * Return a handler that fails in place of a controller method, so that the exception
	 * handlers of the controller are used.
	 * @param method the controller method that would handle the request
	 * @return a method that fails before it is called
	 */
	HandlerMethod failing(HandlerMethod method) {
		return new FaultedHandlerMethod(method, raise(method));
	}

	/**
	 * Return a handler that fails in place of any other handler.
	 * @param handler the handler that would handle the request
	 * @return a handler that does not have exception handlers of its own
	 */
	WebHandler failing(Object handler) {
		return (exchange) -> raise(handler);
	}

	/**
	 * Return a handler that fails if the application does not have a handler for the
	 * request.
	 */
	WebHandler failing() {
		return (exchange) -> raise(null);
	}

	/**
	 * Raise the fault after the rest of the request unless the rest has raised it. The
	 * fault is skipped if the rest has already answered or failed by itself.
	 * @param rest the filters after ours and the handler
	 * @param response the response to the request
	 */
	Mono<Void> raiseAfter(Mono<Void> rest, ServerHttpResponse response) {
		return rest.doOnError((ex) -> skip(Reason.HANDLER_FAILED)).then(Mono.defer(() -> {
			if (this.settled.get()) {
				return Mono.empty();
			}
			if (response.isCommitted()) {
				skip(Reason.COMMITTED);
				return Mono.empty();
			}
			return raise(null);
		}));
	}

	/** Report the fault as skipped for a reason, unless it is already raised. */
	void skip(Reason reason) {
		if (this.settled.compareAndSet(false, true)) {
			this.attacked.faultSkipped(reason);
		}
	}

	/**
	 * Raise the fault. If its stack trace may be changed, it names the handler, as if the
	 * handler had failed itself.
	 * @param handler the handler that would handle the request, {@code null} if there is
	 * none
	 */
	Mono<Void> raise(@Nullable Object handler) {
		// The fault is not raised before the subscription. In addition, Reactor would
		// throw a fatal error that is not deferred where nobody can catch it.
		Mono<Void> error = Mono.defer(this::error);
		if (handler == null) {
			return error;
		}
		if (bearsCheckpoint(this.exception)) {
			return error.checkpoint("Handler " + handler + " [DispatcherHandler]");
		}
		// Reactor gets the exception in the same way as from a controller method that
		// throws it, which matters if the methods of the exception fail.
		return Mono.just(handler).flatMap((failing) -> error());
	}

	private Mono<Void> error() {
		if (this.settled.compareAndSet(false, true)) {
			this.attacked.faultRaised();
		}
		return Mono.error(this.exception);
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
