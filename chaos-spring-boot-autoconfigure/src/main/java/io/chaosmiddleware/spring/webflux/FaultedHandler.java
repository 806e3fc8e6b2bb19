package io.chaosmiddleware.spring.webflux;

import java.lang.reflect.Method;

import reactor.core.publisher.Mono;

import org.springframework.util.ClassUtils;

/**
 * A handler that is to fail instead of being called.
 *
 * @param handler the handler that the application has for the request
 * @param fault what it fails with
 */
record FaultedHandler(Object handler, Throwable fault) {

	/**
	 * Fail as the handler would: the stack trace names it, if it may be touched.
	 */
	<T> Mono<T> error() {
		Mono<T> error = Mono.error(this.fault);
		return bearsCheckpoint() ? error.checkpoint("Handler " + this.handler + " [DispatcherHandler]") : error;
	}

	// a checkpoint reads the stack trace and replaces it
	private boolean bearsCheckpoint() {
		return isPlain("getStackTrace") && isPlain("setStackTrace", StackTraceElement[].class);
	}

	private boolean isPlain(String method, Class<?>... parameterTypes) {
		Method found = ClassUtils.getMethodIfAvailable(this.fault.getClass(), method, parameterTypes);
		return found != null && found.getDeclaringClass() == Throwable.class;
	}

}
