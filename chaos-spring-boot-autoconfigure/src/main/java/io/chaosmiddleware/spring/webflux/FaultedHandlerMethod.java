package io.chaosmiddleware.spring.webflux;

import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.SessionAttributes;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.server.WebSession;

/**
 * A controller method that fails before it is called. Only its own adapter knows which
 * exception handlers belong to a controller, and consults them when the method fails or
 * anything that comes before the method. The first that comes before is the session of a
 * controller with session attributes. So the method poses as one of those until the
 * adapter has asked for the session, which fails with the fault; for the exception
 * handlers it is itself again.
 */
final class FaultedHandlerMethod extends HandlerMethod {

	private final HandlerMethod method;

	private volatile boolean posing = true;

	private FaultedHandlerMethod(HandlerMethod method) {
		// without its bean it could not be called even if the adapter tried
		super(method, new Controller(), false);
		this.method = method;
	}

	static Mono<HandlerResult> fail(RequestMappingHandlerAdapter adapter, ServerWebExchange exchange,
			HandlerMethod method, Mono<WebSession> fault) {
		FaultedHandlerMethod faulted = new FaultedHandlerMethod(method);
		Mono<HandlerResult> result = adapter.handle(new ServerWebExchangeDecorator(exchange) {

			@Override
			public Mono<WebSession> getSession() {
				return faulted.posing ? fault : super.getSession();
			}

		}, faulted);
		faulted.posing = false;
		return result;
	}

	@Override
	public Object getBean() {
		return this.method.getBean();
	}

	@Override
	public Class<?> getBeanType() {
		return this.posing ? Controller.class : this.method.getBeanType();
	}

	@SessionAttributes("none")
	private static final class Controller {

	}

}
