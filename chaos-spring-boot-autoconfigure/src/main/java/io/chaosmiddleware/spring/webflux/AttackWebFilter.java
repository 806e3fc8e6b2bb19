package io.chaosmiddleware.spring.webflux;

import java.security.Principal;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

import io.chaosmiddleware.effect.Reply;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.Decision;
import io.chaosmiddleware.engine.Outcome;
import io.chaosmiddleware.engine.Performance;
import io.chaosmiddleware.spring.server.ClientConnection;
import io.chaosmiddleware.spring.web.AttackGate;
import io.chaosmiddleware.spring.web.AuthenticatedPrincipal;
import io.chaosmiddleware.spring.web.ResponseMark;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.HandlerResultHandler;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.handler.DefaultWebFilterChain;

/**
 * Attacks requests before they are mapped to a handler, and after all other filters, such
 * as those of the application and of Spring Security. Delays use timers, so no thread
 * waits, and cancelling a request ends its delay. A fault is raised in place of the
 * handler, by the {@linkplain #faultMapping() mapping}, so that the exception handlers of
 * the application handle it. A request is attacked once (decision D17 in
 * docs/differences.md).
 */
@ImportRuntimeHints(FaultedHandlerMethod.Hints.class)
public final class AttackWebFilter implements WebFilter, Ordered {

	/**
	 * The name of the exchange attribute that holds the {@link Outcome} of an attacked
	 * request.
	 */
	public static final String OUTCOME_ATTRIBUTE = Outcome.class.getName();

	private static final Duration PRINCIPAL_TIMEOUT = Duration.ofSeconds(1);

	private static final String NAME = AttackWebFilter.class.getName();

	private final AttackEngine engine;

	private final ServingContext context;

	private final FaultedHandlerMapping faultMapping;

	private final AttackGate gate;

	private final Set<ResponseMark> marks;

	private final long maxHeldBody;

	/**
	 * Create a filter.
	 * @param engine the engine that decides
	 * @param applicationContext the context whose requests are attacked. Its filters are
	 * also used by other contexts, such as that of a separate management port
	 * @param unattackable tests raw paths, without context path, that are never attacked
	 * whatever the engine decides, such as those of the actuator
	 * @param marks the marks that responses may carry
	 * @param maxHeldBody how many bytes of a response are held at most until an attack
	 * has acted after the handler
	 */
	public AttackWebFilter(AttackEngine engine, ApplicationContext applicationContext, Predicate<String> unattackable,
			Set<ResponseMark> marks, long maxHeldBody) {
		this.engine = engine;
		this.context = new ServingContext(applicationContext);
		this.faultMapping = new FaultedHandlerMapping(this.context);
		this.gate = new AttackGate(engine, unattackable);
		this.marks = Set.copyOf(marks);
		this.maxHeldBody = maxHeldBody;
	}

	/**
	 * Return the mapping that raises faults. It must be a bean of the same context.
	 * @return a mapping that comes first and does not have handlers for other requests
	 */
	public HandlerMapping faultMapping() {
		return this.faultMapping;
	}

	/**
	 * Return the result handler that marks injected problem details. It must be a bean of
	 * the same context.
	 * @return a result handler that comes first
	 */
	public HandlerResultHandler problemHandler() {
		return new AttackResultHandler(this.context, this.marks);
	}

	/**
	 * Return what makes the responses changeable that an attack may have to change,
	 * whoever writes them. It must be a bean of the same context.
	 * @return a decorator that leaves all other responses alone
	 */
	public HttpHandlerDecoratorFactory answerDecorator() {
		return (handler) -> this.context.serves(handler) ? (request, response) -> handle(request, response, handler)
				: handler;
	}

	private Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response, HttpHandler handler) {
		if (!this.engine.mayActOnAnswer() && !request.getHeaders().containsHeader(AttackEngine.ATTACK_HEADER)) {
			return handler.handle(request, response);
		}
		ChangeableResponse changeable = ChangeableResponse.of(request, response, this.maxHeldBody);
		return handler.handle(request, changeable).doFinally((signal) -> changeable.end());
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		boolean hasHeader = exchange.getRequest().getHeaders().containsHeader(AttackEngine.ATTACK_HEADER);
		if (!this.gate.concerns(hasHeader)) {
			return chain.filter(exchange);
		}
		if (exchange.getAttribute(OUTCOME_ATTRIBUTE) != null) {
			// If a filter of the application retries the request, any further failure is
			// a real one.
			exchange.getAttributes().remove(PendingFault.ATTRIBUTE);
			return chain.filter(exchange);
		}
		WebFluxRequestView view = new WebFluxRequestView(exchange, this.context, null);
		if (!this.gate.isOpen(view)) {
			return chain.filter(exchange);
		}
		if (!this.gate.needsUser(hasHeader)) {
			return perform(this.gate.decide(view), exchange, chain);
		}
		return principal(exchange).map((principal) -> new WebFluxRequestView(exchange, this.context, principal))
			.defaultIfEmpty(view)
			.flatMap((complete) -> perform(this.gate.decide(complete), exchange, chain));
	}

	// Nobody is authenticated if the application does not say so in time.
	private static Mono<Principal> principal(ServerWebExchange exchange) {
		RequestTimer timer = RequestTimer.of(exchange.getRequest());
		Mono<Void> timeout = Mono.create((sink) -> sink.onDispose(timer.schedule(sink::success, PRINCIPAL_TIMEOUT)));
		return AuthenticatedPrincipal.of(exchange).takeUntilOther(timeout).onErrorComplete();
	}

	private Mono<Void> perform(Decision decided, ServerWebExchange exchange, WebFilterChain chain) {
		if (decided == Decision.NONE) {
			exchange.getAttributes().put(OUTCOME_ATTRIBUTE, Outcome.NONE);
			return chain.filter(exchange);
		}
		boolean breaks = decided.breaksConnection();
		ClientConnection connection = breaks ? BrokenConnection.of(exchange.getRequest()) : null;
		Decision decision = (breaks && connection == null) ? decided.withoutConnection() : decided;
		exchange.getAttributes().put(OUTCOME_ATTRIBUTE, new Outcome(decision));
		return Mono
			.deferContextual((context) -> Mono.using(() -> begin(decision, exchange, context, connection),
					(attacked) -> perform(attacked, exchange, chain), AttackedExchange::leave))
			.onErrorMap((ex) -> !PendingFault.bearsCheckpoint(ex), AttackWebFilter::inPlaceOf);
	}

	private AttackedExchange begin(Decision decision, ServerWebExchange exchange, ContextView context,
			@Nullable ClientConnection connection) {
		Performance performance = this.engine.begin(decision);
		try {
			return new AttackedExchange(exchange, context, performance, this.marks.contains(ResponseMark.RESULT_HEADER),
					connection);
		}
		catch (RuntimeException | Error ex) {
			performance.abandon();
			throw ex;
		}
	}

	// However the request ends, its performance must end, since it may hold a place.
	private Mono<Void> perform(AttackedExchange attacked, ServerWebExchange exchange, WebFilterChain chain) {
		return attacked.performSteps()
			.then(Mono.defer(() -> attacked.logEffects(proceed(attacked, exchange, chain))))
			.doOnCancel(attacked::abandon);
	}

	private Mono<Void> proceed(AttackedExchange attacked, ServerWebExchange exchange, WebFilterChain chain) {
		Mono<Void> disconnected = attacked.disconnect();
		if (disconnected != null) {
			return disconnected;
		}
		attacked.prepareAnswer();
		Throwable exception = attacked.exception();
		if (exception != null) {
			return fail(attacked.fail(exception), exchange, chain);
		}
		Reply reply = attacked.performance().reply();
		if (reply != null) {
			return attacked.send(reply);
		}
		if (!attacked.performance().actsAfterHandler()) {
			attacked.finish();
			return chain.filter(exchange);
		}
		if (ChangeableResponse.isUpgrade(exchange.getRequest()) || exchange.getResponse().isCommitted()) {
			attacked.passOn();
			return chain.filter(exchange);
		}
		HeldResponse held = new HeldResponse(attacked, exchange.getResponse(), this.maxHeldBody);
		exchange.getAttributes().put(HeldResponse.ATTRIBUTE, held);
		return held.completeAfter(chain.filter(exchange.mutate().response(held).build()));
	}

	private Mono<Void> fail(PendingFault fault, ServerWebExchange exchange, WebFilterChain chain) {
		if (chain instanceof DefaultWebFilterChain known && !this.context.dispatches(known.getHandler())) {
			// A WebHandler of the application does not use handler mappings.
			return fault.raise(null);
		}
		exchange.getAttributes().put(PendingFault.ATTRIBUTE, fault);
		return this.faultMapping.isBypassed(exchange)
			.flatMap((bypassed) -> bypassed ? fault.raise(null)
					: fault.raiseAfter(chain.filter(exchange), exchange.getResponse()));
	}

	// Spring adds a checkpoint after each filter, at which an exception whose stack trace
	// cannot be read or replaced would leave the request without a response.
	private static Throwable inPlaceOf(Throwable ex) {
		return new IllegalStateException(
				"Failed with " + ex.getClass().getName() + ", whose stack trace cannot be read or replaced");
	}

	/**
	 * Return the name that appears in stack traces. Spring calls this method for each
	 * request, so it must not allocate memory.
	 * @return the same name each time
	 */
	@Override
	public String toString() {
		return NAME;
	}

}
