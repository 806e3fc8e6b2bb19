package io.chaosmiddleware.spring.webflux;

import java.security.Principal;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;

import io.chaosmiddleware.attack.RequestPath;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.Decision;
import io.chaosmiddleware.engine.Injection;
import io.chaosmiddleware.spring.incoming.AttackTrail;
import io.chaosmiddleware.spring.incoming.ResponseMark;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import org.springframework.boot.webflux.filter.OrderedWebFilter;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;

/**
 * Attacks requests before their handler. Delays are timers: no thread waits, and a
 * request that is cancelled ends its delay. A fault is not raised here, where no
 * exception handler of the application would see it, but by {@link AttackHandlerMapping}
 * and {@link AttackHandlerAdapter}. A request is attacked once (decision D17).
 */
public final class AttackWebFilter implements OrderedWebFilter {

	/**
	 * The exchange attribute with the {@link Decision} of an attacked request, as it was
	 * performed.
	 */
	public static final String DECISION_ATTRIBUTE = Decision.class.getName();

	/** The exchange attribute with a fault that is still to be raised. */
	static final String FAULT_ATTRIBUTE = AttackWebFilter.class.getName() + ".fault";

	private static final Logger logger = LoggerFactory.getLogger(AttackWebFilter.class);

	private final AttackEngine engine;

	private final ApplicationContext applicationContext;

	private final Predicate<String> unattackable;

	private final Set<ResponseMark> marks;

	/**
	 * Create a filter of requests whose answers may say everything.
	 * @param engine the engine that decides
	 * @param applicationContext the context whose requests are attacked
	 * @param unattackable decoded paths that are left alone whatever the engine says
	 */
	public AttackWebFilter(AttackEngine engine, ApplicationContext applicationContext, Predicate<String> unattackable) {
		this(engine, applicationContext, unattackable, EnumSet.allOf(ResponseMark.class));
	}

	/**
	 * Create a filter.
	 * @param engine the engine that decides
	 * @param applicationContext the context whose requests are attacked. Its filters run
	 * for other contexts too, such as that of a separate management port
	 * @param unattackable decoded paths that are left alone whatever the engine says,
	 * such as those of the actuator: on Spring MVC these have no interceptors either
	 * @param marks what answers may say
	 */
	public AttackWebFilter(AttackEngine engine, ApplicationContext applicationContext, Predicate<String> unattackable,
			Set<ResponseMark> marks) {
		this.unattackable = unattackable;
		this.engine = engine;
		this.applicationContext = applicationContext;
		this.marks = Set.copyOf(marks);
	}

	@Override
	public int getOrder() {
		// last, so that the application's filters see the failure
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		boolean hasHeader = exchange.getRequest().getHeaders().containsHeader(AttackEngine.ATTACK_HEADER);
		if (!hasHeader && this.engine.isIdle()) {
			return chain.filter(exchange);
		}
		if (exchange.getAttribute(DECISION_ATTRIBUTE) != null) {
			// a filter of the application tries again: what fails now is real
			exchange.getAttributes().remove(AttackHandlerMapping.RAISED_ATTRIBUTE);
			return chain.filter(exchange);
		}
		if (!reachesHandlers(exchange)) {
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

	private boolean reachesHandlers(ServerWebExchange exchange) {
		ApplicationContext context = exchange.getApplicationContext();
		return (context == null || context == this.applicationContext)
				&& !CorsUtils.isPreFlightRequest(exchange.getRequest());
	}

	private boolean isUnattackable(ServerHttpRequest request) {
		try {
			return this.unattackable.test(RequestPath.of(request.getPath().pathWithinApplication().value()));
		}
		catch (RuntimeException ex) {
			logger.error("No attack on a request, since it is not known which paths may be attacked", ex);
			return true;
		}
	}

	private Decision decide(ServerWebExchange exchange, @Nullable Principal principal) {
		return this.engine.decide(new WebFluxAttackRequest(exchange.getRequest(), principal));
	}

	private Mono<Void> perform(Decision decision, ServerWebExchange exchange, WebFilterChain chain) {
		exchange.getAttributes().put(DECISION_ATTRIBUTE, decision);
		if (decision == Decision.NONE) {
			return chain.filter(exchange);
		}
		return Mono.deferContextual((context) -> {
			Injection injection = this.engine.begin(decision);
			AttackedExchange attacked = new AttackedExchange(exchange, context);
			AttackTrail trail = AttackTrail.begin(attacked, injection.decision());
			return await(injection, exchange.getRequest()).then(Mono.defer(() -> {
				Decision done = injection.finish();
				trail.end(done);
				return attacked.writeTo(proceed(exchange, chain, done));
			}))
				// whenever that is, its place must not be lost
				.doOnCancel(injection::abandon);
		});
	}

	private static Mono<Void> await(Injection injection, ServerHttpRequest request) {
		if (injection.delay().isZero()) {
			return Mono.empty();
		}
		return Mono.<Void>create((sink) -> {
			RequestTimer timer = RequestTimer.of(request);
			// whoever halts must not have to run the handlers
			injection.onHalt(() -> schedule(timer, Duration.ZERO, sink));
			sink.onDispose(schedule(timer, injection.delay(), sink));
		})
			// without a timer a request is not delayed, and is not failed either
			.onErrorComplete();
	}

	private static Disposable schedule(RequestTimer timer, Duration delay, MonoSink<Void> sink) {
		try {
			return timer.schedule(sink::success, delay);
		}
		catch (RejectedExecutionException ex) {
			// a timer that is shut down is no reason to fail a request
			sink.success();
			return Disposables.disposed();
		}
	}

	private Mono<Void> proceed(ServerWebExchange exchange, WebFilterChain chain, Decision done) {
		exchange.getAttributes().put(DECISION_ATTRIBUTE, done);
		String result = done.resultHeader();
		if (result != null && this.marks.contains(ResponseMark.RESULT_HEADER)) {
			exchange.getResponse().getHeaders().set(AttackEngine.RESULT_HEADER, result);
		}
		if (done.fault() != null) {
			exchange.getAttributes().put(FAULT_ATTRIBUTE, done.fault());
		}
		return chain.filter(exchange);
	}

}
