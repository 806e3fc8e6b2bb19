package io.chaosmiddleware.spring.webflux;

import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;

/**
 * Comes before the application's handler mappings, finds out which handler they have for
 * a request with a fault, and passes both on to {@link AttackHandlerAdapter}. Where there
 * is no handler the fault is raised all the same. Has no handler for other requests.
 */
public final class AttackHandlerMapping implements HandlerMapping, Ordered {

	/**
	 * The exchange attribute with a fault that was raised in the place of the handler.
	 */
	static final String RAISED_ATTRIBUTE = AttackHandlerMapping.class.getName() + ".raised";

	private final ObjectProvider<DispatcherHandler> dispatcherHandler;

	private volatile @Nullable List<HandlerMapping> others;

	/**
	 * Create a mapping.
	 * @param dispatcherHandler the handler that knows the application's mappings
	 */
	public AttackHandlerMapping(ObjectProvider<DispatcherHandler> dispatcherHandler) {
		this.dispatcherHandler = dispatcherHandler;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Mono<Object> getHandler(ServerWebExchange exchange) {
		Throwable fault = exchange.getAttribute(AttackWebFilter.FAULT_ATTRIBUTE);
		if (fault == null) {
			return Mono.empty();
		}
		// raised once, also if a filter of the application tries again
		exchange.getAttributes().remove(AttackWebFilter.FAULT_ATTRIBUTE);
		exchange.getAttributes().put(RAISED_ATTRIBUTE, fault);
		return Flux.fromIterable(others())
			.concatMap((mapping) -> mapping.getHandler(exchange))
			.next()
			.onErrorComplete()
			.filter((handler) -> !isRejected(exchange.getResponse()))
			.<Object>map((handler) -> new FaultedHandler(handler, fault))
			.switchIfEmpty(Mono.error(fault));
	}

	private List<HandlerMapping> others() {
		List<HandlerMapping> others = this.others;
		if (others == null) {
			others = this.dispatcherHandler.stream()
				.map(DispatcherHandler::getHandlerMappings)
				.findFirst()
				.orElse(List.of())
				.stream()
				.filter((mapping) -> mapping != this)
				.toList();
			this.others = others;
		}
		return others;
	}

	// a mapping that rejects the origin of a request says so by the status, which would
	// keep the fault from being raised
	private static boolean isRejected(ServerHttpResponse response) {
		if (response.getStatusCode() != HttpStatus.FORBIDDEN) {
			return false;
		}
		response.setStatusCode(null);
		return true;
	}

}
