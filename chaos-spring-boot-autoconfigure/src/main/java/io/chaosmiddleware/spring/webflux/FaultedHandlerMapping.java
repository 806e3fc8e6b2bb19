package io.chaosmiddleware.spring.webflux;

import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.PriorityOrdered;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.server.ServerWebExchange;

/**
 * Raises the fault of a request in place of its handler. The handler of the application
 * is determined first, so that traces and metrics show its route and its exception
 * handlers handle the fault. The fault is also raised if there is no handler.
 */
final class FaultedHandlerMapping implements HandlerMapping, PriorityOrdered {

	private final ServingContext context;

	private volatile @Nullable List<HandlerMapping> others;

	private volatile @Nullable List<HandlerMapping> earlier;

	private volatile @Nullable List<HandlerAdapter> adapters;

	FaultedHandlerMapping(ServingContext context) {
		this.context = context;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public Mono<Object> getHandler(ServerWebExchange exchange) {
		PendingFault fault = exchange.getAttribute(PendingFault.ATTRIBUTE);
		if (fault == null || !this.context.serves(exchange) || !fault.claim()) {
			return Mono.empty();
		}
		return Flux.fromIterable(others())
			.concatMap((mapping) -> mapping.getHandler(exchange))
			.next()
			.onErrorComplete()
			.filter((handler) -> !isRejected(exchange.getResponse()))
			.<Object>map((handler) -> (handler instanceof HandlerMethod method && isCalledBySpring(method))
					? fault.failing(method) : fault.failing(handler))
			.switchIfEmpty(Mono.fromSupplier(fault::failing));
	}

	/**
	 * Return whether another mapping that comes even before this one has a handler for a
	 * request, so that this mapping cannot raise its fault.
	 */
	Mono<Boolean> isBypassed(ServerWebExchange exchange) {
		return Flux.fromIterable(earlier())
			.concatMap((mapping) -> mapping.getHandler(exchange))
			.hasElements()
			.onErrorReturn(true);
	}

	// A mapping that rejects the origin of a request sets the status of the response. The
	// status is reset, since it would prevent the fault from being raised.
	private static boolean isRejected(ServerHttpResponse response) {
		if (response.getStatusCode() != HttpStatus.FORBIDDEN) {
			return false;
		}
		response.setStatusCode(null);
		return true;
	}

	private boolean isCalledBySpring(HandlerMethod method) {
		for (HandlerAdapter adapter : adapters()) {
			if (adapter.supports(method)) {
				return adapter instanceof RequestMappingHandlerAdapter;
			}
		}
		return false;
	}

	private List<HandlerMapping> others() {
		List<HandlerMapping> others = this.others;
		if (others == null) {
			others = this.context.find(HandlerMapping.class)
				.stream()
				.filter((mapping) -> !(mapping instanceof FaultedHandlerMapping))
				.toList();
			this.others = others;
		}
		return others;
	}

	private List<HandlerMapping> earlier() {
		List<HandlerMapping> earlier = this.earlier;
		if (earlier == null) {
			earlier = this.context.find(HandlerMapping.class)
				.stream()
				.takeWhile((mapping) -> !(mapping instanceof FaultedHandlerMapping))
				.toList();
			this.earlier = earlier;
		}
		return earlier;
	}

	private List<HandlerAdapter> adapters() {
		List<HandlerAdapter> adapters = this.adapters;
		if (adapters == null) {
			adapters = this.context.find(HandlerAdapter.class);
			this.adapters = adapters;
		}
		return adapters;
	}

}
