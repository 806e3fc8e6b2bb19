package io.chaosmiddleware.spring.webflux;

import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import io.chaosmiddleware.condition.PathSpellings;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.Decision;
import io.chaosmiddleware.engine.Outcome;
import io.chaosmiddleware.engine.Performance;
import io.chaosmiddleware.spring.incoming.AttackTrail;
import io.chaosmiddleware.spring.incoming.ReactiveDriver;
import io.chaosmiddleware.spring.incoming.ResponseMark;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;

/**
 * Attacks requests before their handler. Comes after all filters, security included, and
 * before the application's handler mappings, and has itself no handler for a request that
 * is left alone. (A filter would do as well, but costs each request more than all the
 * rest of the middleware, attacked or not.) Delays are timers: no thread waits, and a
 * request that is cancelled ends its delay. After the delay {@link AttackContinuation}
 * dispatches the request once more. For one that is to fail this mapping then finds out
 * which handler the application has, and passes both on to {@link AttackHandlerAdapter},
 * so that the exception handlers see the failure. Where there is no handler the fault is
 * raised all the same. A request is attacked once (decision D17 in docs/differences.md).
 */
public final class AttackHandlerMapping implements HandlerMapping, Ordered {

	/**
	 * The exchange attribute with the {@link Outcome} of an attacked request.
	 */
	public static final String OUTCOME_ATTRIBUTE = Outcome.class.getName();

	/**
	 * The exchange attribute with a fault that was raised in the place of the handler.
	 */
	static final String RAISED_ATTRIBUTE = AttackHandlerMapping.class.getName() + ".raised";

	/** The exchange attribute with a fault that is still to be raised. */
	private static final String FAULT_ATTRIBUTE = AttackHandlerMapping.class.getName() + ".fault";

	private static final Logger logger = LoggerFactory.getLogger(AttackHandlerMapping.class);

	private final AttackEngine engine;

	private final ApplicationContext applicationContext;

	private final Predicate<String> unattackable;

	private final Set<ResponseMark> marks;

	private final ObjectProvider<DispatcherHandler> dispatcherHandler;

	private volatile @Nullable List<HandlerMapping> others;

	/**
	 * Create a mapping.
	 * @param engine the engine that decides
	 * @param applicationContext the context whose requests are attacked. Its mappings are
	 * used by other contexts too, such as that of a separate management port
	 * @param unattackable paths, in any spelling, that are left alone whatever the engine
	 * says, such as those of the actuator: on Spring MVC these have no interceptors
	 * either
	 * @param marks what answers may say
	 * @param dispatcherHandler the handler that knows the application's mappings
	 */
	public AttackHandlerMapping(AttackEngine engine, ApplicationContext applicationContext,
			Predicate<String> unattackable, Set<ResponseMark> marks,
			ObjectProvider<DispatcherHandler> dispatcherHandler) {
		this.engine = engine;
		this.applicationContext = applicationContext;
		this.unattackable = unattackable;
		this.marks = Set.copyOf(marks);
		this.dispatcherHandler = dispatcherHandler;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Mono<Object> getHandler(ServerWebExchange exchange) {
		Throwable fault = exchange.getAttribute(FAULT_ATTRIBUTE);
		if (fault != null) {
			return raise(fault, exchange);
		}
		boolean hasHeader = exchange.getRequest().getHeaders().containsHeader(AttackEngine.ATTACK_HEADER);
		if (!hasHeader && this.engine.isIdle()) {
			return Mono.empty();
		}
		if (exchange.getAttribute(OUTCOME_ATTRIBUTE) != null) {
			// if a filter of the application tries again, what fails now is real
			exchange.getAttributes().remove(RAISED_ATTRIBUTE);
			return Mono.empty();
		}
		if (!isOurs(exchange) || isError(exchange.getResponse())) {
			return Mono.empty();
		}
		if (!hasHeader) {
			Decision decision = decide(exchange, null);
			// asked last, since most requests are missed
			boolean missed = decision == Decision.NONE || isUnattackable(exchange.getRequest());
			return perform(missed ? Decision.NONE : decision, exchange);
		}
		if (isUnattackable(exchange.getRequest())) {
			return Mono.empty();
		}
		return exchange.getPrincipal()
			.map(Optional::of)
			.onErrorComplete()
			.defaultIfEmpty(Optional.empty())
			.flatMap((principal) -> perform(decide(exchange, principal.orElse(null)), exchange));
	}

	private boolean isOurs(ServerWebExchange exchange) {
		ApplicationContext context = exchange.getApplicationContext();
		return (context == null || context == this.applicationContext)
				&& !CorsUtils.isPreFlightRequest(exchange.getRequest());
	}

	// dispatched once more, to what answers an error
	private static boolean isError(ServerHttpResponse response) {
		HttpStatusCode status = response.getStatusCode();
		return status != null && status.isError();
	}

	private boolean isUnattackable(ServerHttpRequest request) {
		try {
			String path = request.getPath().pathWithinApplication().value();
			// the engine attacks no longer ones where anything is excluded
			return path.length() <= PathSpellings.MAX_LENGTH && PathSpellings.anyMatch(path, this.unattackable);
		}
		catch (RuntimeException ex) {
			logger.error("No attack on a request, since it is not known which paths may be attacked", ex);
			return true;
		}
	}

	private Decision decide(ServerWebExchange exchange, @Nullable Principal principal) {
		return this.engine.decide(new WebFluxAttackRequest(exchange.getRequest(), principal));
	}

	private Mono<Object> perform(Decision decision, ServerWebExchange exchange) {
		exchange.getAttributes().put(OUTCOME_ATTRIBUTE, new Outcome(decision, null));
		if (decision == Decision.NONE) {
			return Mono.empty();
		}
		return Mono.deferContextual((context) -> {
			Performance performance = this.engine.begin(decision);
			AttackedExchange attacked = new AttackedExchange(exchange, context);
			AttackTrail trail = AttackTrail.begin(attacked, performance.decision());
			return ReactiveDriver.perform(performance, RequestTimer.of(exchange.getRequest())::schedule)
				.flatMap((done) -> {
					trail.end(done);
					return proceed(attacked, done);
				});
		});
	}

	private Mono<Object> proceed(AttackedExchange attacked, Outcome done) {
		ServerWebExchange exchange = attacked.exchange();
		exchange.getAttributes().put(OUTCOME_ATTRIBUTE, done);
		String result = done.resultHeader();
		if (result != null && this.marks.contains(ResponseMark.RESULT_HEADER)) {
			exchange.getResponse().getHeaders().set(AttackEngine.RESULT_HEADER, result);
		}
		if (done.fault() != null) {
			exchange.getAttributes().put(FAULT_ATTRIBUTE, done.fault());
		}
		return (attacked.isShown() || done.fault() != null)
				? AttackContinuation.dispatch(attacked, this.dispatcherHandler.stream().findFirst().orElseThrow())
				: Mono.empty();
	}

	private Mono<Object> raise(Throwable fault, ServerWebExchange exchange) {
		// once, also if a filter of the application tries again
		exchange.getAttributes().remove(FAULT_ATTRIBUTE);
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
