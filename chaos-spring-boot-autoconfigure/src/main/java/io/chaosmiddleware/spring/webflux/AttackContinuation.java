package io.chaosmiddleware.spring.webflux;

import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.server.ServerWebExchange;

/**
 * Goes on with an attacked request after its delay: dispatches it once more, this time
 * with a context that lets its log lines say how it is attacked. The first dispatch
 * passes on what comes of that, and adds nothing: no exception handler is asked a second
 * time, and no checkpoint names a class of ours as the handler, or asks an exception of
 * the application for what it may not be able to answer.
 */
public final class AttackContinuation implements HandlerAdapter, Ordered {

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public boolean supports(Object handler) {
		return handler instanceof Outcome;
	}

	@Override
	public Mono<HandlerResult> handle(ServerWebExchange exchange, Object handler) {
		Throwable error = ((Outcome) handler).error;
		if (error != null) {
			// what is thrown here, and not returned, goes past the exception handlers
			AttackContinuation.<RuntimeException>raise(error);
		}
		return Mono.empty();
	}

	@SuppressWarnings("unchecked")
	private static <E extends Throwable> void raise(Throwable error) throws E {
		throw (E) error;
	}

	/**
	 * Dispatch a request once more.
	 * @return what the first dispatch has to take for its handler
	 */
	static Mono<Object> dispatch(AttackedExchange attacked, DispatcherHandler dispatcherHandler) {
		ServerWebExchange exchange = attacked.exchange();
		return attacked.writeTo(dispatcherHandler.handle(exchange))
			.then(Mono.<Object>fromSupplier(() -> new Outcome(null)))
			.onErrorResume((error) -> mayPass(error, exchange.getResponse()) ? Mono.just(new Outcome(error))
					: Mono.error(error));
	}

	// Reactor throws a fatal error where nobody can catch it, and the dispatcher takes
	// every handler for a rejected one once the status says so
	private static boolean mayPass(Throwable error, ServerHttpResponse response) {
		return !Exceptions.isFatal(error)
				&& (response.getStatusCode() != HttpStatus.FORBIDDEN || response.setStatusCode(null));
	}

	/**
	 * What came of the second dispatch.
	 */
	private static final class Outcome {

		private final @Nullable Throwable error;

		private Outcome(@Nullable Throwable error) {
			this.error = error;
		}

	}

}
