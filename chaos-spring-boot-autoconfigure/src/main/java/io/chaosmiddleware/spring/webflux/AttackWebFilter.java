package io.chaosmiddleware.spring.webflux;

import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.Decision;
import io.chaosmiddleware.engine.Outcome;
import io.chaosmiddleware.engine.Performance;
import io.chaosmiddleware.spring.web.AttackTrail;
import io.chaosmiddleware.spring.web.ReactiveDriver;
import io.chaosmiddleware.spring.web.ResponseMark;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.HandlerResultHandler;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.handler.DefaultWebFilterChain;

/**
 * Attacks requests before they are mapped to a handler, and after all other filters, such
 * as those of the application and of Spring Security. Delays are timers: no thread waits,
 * and a request that is cancelled ends its delay. A fault is raised in the place of the
 * handler, by the {@linkplain #faultMapping() mapping}, so that the exception handlers of
 * the application see it. A request is attacked once (decision D17 in
 * docs/differences.md).
 */
public final class AttackWebFilter implements WebFilter, Ordered {

	/**
	 * The exchange attribute with the {@link Outcome} of an attacked request.
	 */
	public static final String OUTCOME_ATTRIBUTE = Outcome.class.getName();

	private static final String NAME = AttackWebFilter.class.getName();

	private final AttackEngine engine;

	private final ServingContext context;

	private final Predicate<String> unattackable;

	private final Set<ResponseMark> marks;

	/**
	 * Create a filter.
	 * @param engine the engine that decides
	 * @param applicationContext the context whose requests are attacked. Its filters are
	 * used by other contexts too, such as that of a separate management port
	 * @param unattackable raw paths, without context path, that are left alone whatever
	 * the engine says, such as those of the actuator
	 * @param marks what answers may say
	 */
	public AttackWebFilter(AttackEngine engine, ApplicationContext applicationContext, Predicate<String> unattackable,
			Set<ResponseMark> marks) {
		this.engine = engine;
		this.context = new ServingContext(applicationContext);
		this.unattackable = unattackable;
		this.marks = Set.copyOf(marks);
	}

	/**
	 * Return the mapping that raises faults, which must be a bean of the same context.
	 * @return a mapping that comes first, and has no handler for other requests
	 */
	public HandlerMapping faultMapping() {
		return new FaultedHandlerMapping(this.context);
	}

	/**
	 * Return what lets problem details say that they were injected, which must be a bean
	 * of the same context.
	 * @return a result handler that comes first
	 */
	public HandlerResultHandler problemHandler() {
		return new AttackResultHandler(this.context, this.marks);
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		boolean hasHeader = exchange.getRequest().getHeaders().containsHeader(AttackEngine.ATTACK_HEADER);
		if (!hasHeader && this.engine.isIdle()) {
			return chain.filter(exchange);
		}
		if (!this.context.serves(exchange) || CorsUtils.isPreFlightRequest(exchange.getRequest())) {
			return chain.filter(exchange);
		}
		if (exchange.getAttribute(OUTCOME_ATTRIBUTE) != null) {
			// if a filter of the application tries again, what fails now is real
			exchange.getAttributes().remove(FaultedExchange.ATTRIBUTE);
			return chain.filter(exchange);
		}
		if (isError(exchange.getResponse())) {
			return chain.filter(exchange);
		}
		if (!hasHeader) {
			Decision decision = decide(exchange, null);
			// asked last, since most requests are missed
			boolean missed = decision == Decision.NONE || isUnattackable(exchange.getRequest());
			return perform(missed ? Decision.NONE : decision, exchange, chain);
		}
		if (isUnattackable(exchange.getRequest())) {
			return chain.filter(exchange);
		}
		return exchange.getPrincipal()
			.map(Optional::of)
			.onErrorComplete()
			.defaultIfEmpty(Optional.empty())
			.flatMap((principal) -> perform(decide(exchange, principal.orElse(null)), exchange, chain));
	}

	// an application's filter passes the request on to what answers an error
	private static boolean isError(ServerHttpResponse response) {
		HttpStatusCode status = response.getStatusCode();
		return status != null && status.isError();
	}

	private boolean isUnattackable(ServerHttpRequest request) {
		return this.unattackable.test(request.getPath().pathWithinApplication().value());
	}

	private Decision decide(ServerWebExchange exchange, @Nullable Principal principal) {
		return this.engine.decide(new WebFluxAttackRequest(exchange.getRequest(), principal));
	}

	private Mono<Void> perform(Decision decision, ServerWebExchange exchange, WebFilterChain chain) {
		if (decision == Decision.NONE) {
			exchange.getAttributes().put(OUTCOME_ATTRIBUTE, Outcome.NONE);
			return chain.filter(exchange);
		}
		exchange.getAttributes().put(OUTCOME_ATTRIBUTE, new Outcome(decision, null));
		return Mono.<Void>deferContextual((context) -> {
			Performance performance = this.engine.begin(decision);
			AttackedExchange attacked = new AttackedExchange(exchange, context);
			AttackTrail trail = AttackTrail.begin(attacked, performance.decision());
			return ReactiveDriver
				.perform(performance, RequestTimer.of(exchange.getRequest())::schedule,
						exchange.getResponse()::isCommitted)
				.flatMap((done) -> {
					trail.end(done);
					return attacked.writeTo(proceed(done, exchange, chain));
				});
		}).onErrorMap((ex) -> !FaultedExchange.bearsCheckpoint(ex), AttackWebFilter::inPlaceOf);
	}

	// Spring has a checkpoint after each filter, which would keep others from being
	// answered
	private static Throwable inPlaceOf(Throwable ex) {
		return new IllegalStateException(
				"Failed with " + ex.getClass().getName() + ", whose stack trace cannot be read or replaced");
	}

	private Mono<Void> proceed(Outcome done, ServerWebExchange exchange, WebFilterChain chain) {
		exchange.getAttributes().put(OUTCOME_ATTRIBUTE, done);
		String result = done.resultHeader();
		if (result != null && this.marks.contains(ResponseMark.RESULT_HEADER)) {
			write(result, exchange.getResponse());
		}
		Throwable fault = done.fault();
		if (fault == null) {
			return chain.filter(exchange);
		}
		FaultedExchange faulted = new FaultedExchange(exchange, fault);
		if (chain instanceof DefaultWebFilterChain known && !(known.getHandler() instanceof DispatcherHandler)) {
			// an application's own handler has no mappings
			return faulted.fail();
		}
		exchange.getAttributes().put(FaultedExchange.ATTRIBUTE, faulted);
		return chain.filter(faulted);
	}

	private static void write(String result, ServerHttpResponse response) {
		if (response.isCommitted()) {
			return;
		}
		// now too: where an earlier action fails, those after it are left out
		response.getHeaders().set(AttackEngine.RESULT_HEADER, result);
		response.beforeCommit(() -> {
			response.getHeaders().set(AttackEngine.RESULT_HEADER, result);
			return Mono.empty();
		});
	}

	/**
	 * Return the name that stack traces show. Spring asks for it with each request, which
	 * must not cost anything.
	 * @return the same name each time
	 */
	@Override
	public String toString() {
		return NAME;
	}

}
