package io.chaosmiddleware.spring.webflux;

import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.server.ServerWebExchange;

/**
 * Raises the fault of a request in the place of its handler, so that the exception
 * handlers see what they would see had the handler itself failed.
 */
public final class AttackHandlerAdapter implements HandlerAdapter, Ordered {

	private final ObjectProvider<HandlerAdapter> handlerAdapters;

	private volatile @Nullable List<HandlerAdapter> others;

	/**
	 * Create an adapter.
	 * @param handlerAdapters all adapters of the application
	 */
	public AttackHandlerAdapter(ObjectProvider<HandlerAdapter> handlerAdapters) {
		this.handlerAdapters = handlerAdapters;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public boolean supports(Object handler) {
		return handler instanceof FaultedHandler;
	}

	@Override
	public Mono<HandlerResult> handle(ServerWebExchange exchange, Object handler) {
		FaultedHandler faulted = (FaultedHandler) handler;
		if (faulted.handler() instanceof HandlerMethod method
				&& adapter(method) instanceof RequestMappingHandlerAdapter adapter) {
			return FaultedHandlerMethod.fail(adapter, exchange, method, faulted.error());
		}
		return faulted.error();
	}

	private @Nullable HandlerAdapter adapter(HandlerMethod method) {
		return others().stream().filter((adapter) -> adapter.supports(method)).findFirst().orElse(null);
	}

	private List<HandlerAdapter> others() {
		List<HandlerAdapter> others = this.others;
		if (others == null) {
			others = this.handlerAdapters.orderedStream().filter((adapter) -> adapter != this).toList();
			this.others = others;
		}
		return others;
	}

}
