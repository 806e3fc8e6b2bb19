package io.chaosmiddleware.spring.webflux;

import java.util.List;
import java.util.Set;

import io.chaosmiddleware.engine.Outcome;
import io.chaosmiddleware.spring.web.InjectedProblem;
import io.chaosmiddleware.spring.web.ResponseMark;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.http.HttpEntity;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.HandlerResultHandler;
import org.springframework.web.server.ServerWebExchange;

/**
 * Marks a problem detail that answers an injected fault, notes that an exception handler
 * answers, and passes the result on to the result handlers of the application, which it
 * precedes. Only supports results of exception handlers.
 */
final class AttackResultHandler implements HandlerResultHandler, Ordered {

	private final ServingContext context;

	private final boolean active;

	private volatile @Nullable List<HandlerResultHandler> others;

	AttackResultHandler(ServingContext context, Set<ResponseMark> marks) {
		this.context = context;
		this.active = marks.contains(ResponseMark.PROBLEM_DETAIL);
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public boolean supports(HandlerResult result) {
		// The result of a controller has an exception handler, whereas that of an
		// exception handler has none.
		return result.getExceptionHandler() == null && (result.getHandler() instanceof HandlerMethod
				|| (this.active && mayHaveProblem(result.getReturnValue())));
	}

	private static boolean mayHaveProblem(@Nullable Object value) {
		return value instanceof Mono || value instanceof ProblemDetail || value instanceof ErrorResponse
				|| (value instanceof HttpEntity<?> entity && mayHaveProblem(entity.getBody()));
	}

	@Override
	public Mono<Void> handleResult(ServerWebExchange exchange, HandlerResult result) {
		if (result.getHandler() instanceof HandlerMethod
				&& exchange.getAttribute(HeldResponse.ATTRIBUTE) instanceof HeldResponse held) {
			held.handlerFailed();
		}
		HandlerResult marked = this.active ? mark(exchange, result) : result;
		for (HandlerResultHandler other : others(exchange)) {
			if (other.supports(marked)) {
				return other.handleResult(exchange, marked);
			}
		}
		return Mono.error(new IllegalStateException("No HandlerResultHandler for " + marked.getReturnValue()));
	}

	private static HandlerResult mark(ServerWebExchange exchange, HandlerResult result) {
		Object value = result.getReturnValue();
		if (value == null || exchange.getAttribute(PendingFault.ATTRIBUTE) == null) {
			return result;
		}
		Outcome outcome = exchange.getAttribute(AttackWebFilter.OUTCOME_ATTRIBUTE);
		InjectedProblem problem = InjectedProblem.of(outcome);
		return (problem == null) ? result : new HandlerResult(result.getHandler(), mark(value, problem),
				result.getReturnTypeSource(), result.getBindingContext());
	}

	private static Object mark(Object value, InjectedProblem problem) {
		if (value instanceof Mono<?> mono) {
			return mono.map((later) -> mark(later, problem));
		}
		if (value instanceof ProblemDetail detail) {
			return problem.mark(detail);
		}
		if (value instanceof ErrorResponse response) {
			return new InjectedErrorResponse(response, problem.mark(response.getBody()));
		}
		Object body = (value instanceof HttpEntity<?> entity) ? entity.getBody() : null;
		if (body == null || !mayHaveProblem(body)) {
			return value;
		}
		return (value instanceof ResponseEntity<?> response)
				? new ResponseEntity<>(mark(body, problem), response.getHeaders(), response.getStatusCode())
				: new HttpEntity<>(mark(body, problem), ((HttpEntity<?>) value).getHeaders());
	}

	private List<HandlerResultHandler> others(ServerWebExchange exchange) {
		ApplicationContext other = exchange.getApplicationContext();
		if (other != null && !this.context.serves(exchange)) {
			// The context of a separate management port inherits this bean, but has its
			// own result handlers as well.
			return findOthers(new ServingContext(other));
		}
		List<HandlerResultHandler> others = this.others;
		if (others == null) {
			others = findOthers(this.context);
			this.others = others;
		}
		return others;
	}

	private static List<HandlerResultHandler> findOthers(ServingContext context) {
		List<HandlerResultHandler> others = context.find(HandlerResultHandler.class);
		others.removeIf(AttackResultHandler.class::isInstance);
		return others;
	}

}
