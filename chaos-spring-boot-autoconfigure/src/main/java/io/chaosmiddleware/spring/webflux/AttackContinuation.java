package io.chaosmiddleware.spring.webflux;

import java.lang.reflect.Method;

import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.HandlerResultHandler;
import org.springframework.web.server.ServerWebExchange;

/**
 * Goes on with an attacked request after its delay: dispatches it once more, this time
 * with a context that lets its log lines say how it is attacked. As a result that is
 * handled, and not as a handler, since then nobody handles its errors a second time.
 */
public final class AttackContinuation implements HandlerAdapter, HandlerResultHandler, Ordered {

	private final ObjectProvider<DispatcherHandler> dispatcherHandler;

	private final MethodParameter returnType;

	/**
	 * Create a continuation.
	 * @param dispatcherHandler the handler that dispatches requests
	 */
	public AttackContinuation(ObjectProvider<DispatcherHandler> dispatcherHandler) {
		this.dispatcherHandler = dispatcherHandler;
		Method method = ReflectionUtils.findMethod(DispatcherHandler.class, "handle", ServerWebExchange.class);
		Assert.state(method != null, "No method 'handle'");
		this.returnType = new MethodParameter(method, -1);
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public boolean supports(Object handler) {
		return handler instanceof AttackedExchange;
	}

	@Override
	public Mono<HandlerResult> handle(ServerWebExchange exchange, Object handler) {
		return Mono.just(new HandlerResult(handler, null, this.returnType));
	}

	@Override
	public boolean supports(HandlerResult result) {
		return result.getHandler() instanceof AttackedExchange;
	}

	@Override
	public Mono<Void> handleResult(ServerWebExchange exchange, HandlerResult result) {
		return ((AttackedExchange) result.getHandler())
			.writeTo(this.dispatcherHandler.stream().findFirst().orElseThrow().handle(exchange));
	}

}
