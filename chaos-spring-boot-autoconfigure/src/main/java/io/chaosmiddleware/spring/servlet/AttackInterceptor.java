package io.chaosmiddleware.spring.servlet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.effect.EndConnection;
import io.chaosmiddleware.effect.Reply;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.Decision;
import io.chaosmiddleware.engine.Outcome;
import io.chaosmiddleware.engine.Performance;
import io.chaosmiddleware.spring.server.ClientConnection;
import io.chaosmiddleware.spring.web.AttackGate;
import io.chaosmiddleware.spring.web.AttackTrail;
import io.chaosmiddleware.spring.web.InjectedHeaders;
import io.chaosmiddleware.spring.web.ResponseMark;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;

/**
 * Attacks requests before their handler, and after it where {@link AnswerHoldingFilter}
 * makes it possible to hold the answer. A fault is thrown from this interceptor and is
 * therefore handled like an exception of the handler. A reply is sent in place of the
 * handler. A request is attacked once, where it first arrives, so async dispatches,
 * forwards and includes are not attacked again (decision D17 in docs/differences.md).
 * Dispatches and forwards to an error page are left alone, and so are CORS preflight
 * requests, which a browser sends on its own. Must be used together with
 * {@link AttackInterceptorMapping} and {@link AttackLogFilter}.
 */
public final class AttackInterceptor implements HandlerInterceptor {

	/**
	 * The name of the request attribute that holds the {@link Outcome} of an attacked
	 * request.
	 */
	public static final String OUTCOME_ATTRIBUTE = Outcome.class.getName();

	/**
	 * The name of the request attribute that holds a fault that was raised in place of
	 * the handler.
	 */
	static final String RAISED_ATTRIBUTE = AttackInterceptor.class.getName() + ".raised";

	private static final Logger logger = LoggerFactory.getLogger(AttackInterceptor.class);

	private final AttackEngine engine;

	private final @Nullable ApplicationContext context;

	private final AttackGate gate;

	private final ObservationRegistry observationRegistry;

	private final Set<ResponseMark> marks;

	/**
	 * Create an interceptor for all requests, without observations.
	 * @param engine the engine that decides
	 */
	public AttackInterceptor(AttackEngine engine) {
		this(engine, null, (path) -> false, ObservationRegistry.NOOP, EnumSet.allOf(ResponseMark.class));
	}

	/**
	 * Create an interceptor.
	 * @param engine the engine that decides
	 * @param context the context whose requests are attacked, {@code null} for all
	 * contexts. The mappings of a context are also used by other applications whose
	 * contexts are its children
	 * @param unattackable tests raw paths, without context path, that are never attacked
	 * whatever the engine decides, such as those of the actuator
	 * @param observationRegistry the registry of the observations of requests
	 * @param marks the marks that responses may carry
	 */
	public AttackInterceptor(AttackEngine engine, @Nullable ApplicationContext context, Predicate<String> unattackable,
			ObservationRegistry observationRegistry, Set<ResponseMark> marks) {
		this.engine = engine;
		this.context = context;
		this.gate = new AttackGate(engine, unattackable);
		this.observationRegistry = observationRegistry;
		this.marks = Set.copyOf(marks);
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
			throws Exception {
		if (!concerns(request)) {
			return true;
		}
		if (request.getAttribute(OUTCOME_ATTRIBUTE) instanceof Outcome earlier) {
			if (request.getDispatcherType() == DispatcherType.REQUEST) {
				// If a filter of the application retries the request, any further failure
				// is a real one.
				request.removeAttribute(RAISED_ATTRIBUTE);
			}
			// ErrorPageFilter resets the response before it forwards, so the header has
			// to be set again.
			PendingChange change = PendingChange.of(request);
			if (PendingAnswer.of(request) == null && (change == null || !change.isOpen())) {
				tell(earlier, response);
			}
			return true;
		}
		ServletRequestView view = new ServletRequestView(request, response, this.context);
		if (!this.gate.isOpen(view)) {
			return true;
		}
		Decision decision = this.gate.decide(view);
		if (decision == Decision.NONE) {
			request.setAttribute(OUTCOME_ATTRIBUTE, Outcome.NONE);
			return true;
		}
		if (response.isCommitted()) {
			decision = decision.withoutOutcomes(Reason.COMMITTED);
		}
		if (decision.breaksConnection() && ClientConnection.of(request) == null) {
			decision = decision.withoutConnection();
		}
		request.setAttribute(OUTCOME_ATTRIBUTE, new Outcome(decision));
		Outcome done = perform(decision, request, response);
		return done == null || conclude(done, request, response);
	}

	/** Return what was done, {@code null} if the answer of the handler is awaited. */
	private @Nullable Outcome perform(Decision decision, HttpServletRequest request, HttpServletResponse response) {
		Performance performance = this.engine.begin(decision);
		boolean pending = false;
		try {
			AttackTrail trail = AttackTrail.begin(new ServletTelemetry(request, this.observationRegistry),
					performance.decision());
			performance.perform();
			disconnect(performance, request);
			boolean committed = response.isCommitted();
			HeldResponse held = committed ? null : HeldResponse.in(response);
			if (held != null && performance.actsOnAnswer()) {
				held.change(new PendingChange(request, performance, trail, this::tell));
				pending = true;
			}
			if (held != null && performance.actsAfterHandler()) {
				PendingAnswer.begin(request, held, performance, trail, this::tell);
				pending = true;
				return null;
			}
			Outcome done = pending ? performance.soFar()
					: performance.finishWithout(committed ? Reason.COMMITTED : Reason.UNSUPPORTED);
			trail.end(done);
			return done;
		}
		finally {
			// However the request ends, its performance must end, since it may hold a
			// place. Nothing happens if it has already ended.
			if (!pending) {
				performance.abandon();
			}
		}
	}

	/**
	 * End the connection if that is what the steps have come to.
	 */
	static void disconnect(Performance performance, HttpServletRequest request) {
		EndConnection end = performance.end();
		if (end == null) {
			return;
		}
		ClientConnection connection = ClientConnection.of(request);
		boolean ended = connection != null && (end.reset() ? connection.reset() : connection.close());
		if (!ended) {
			performance.abandon(Reason.NO_CONNECTION);
		}
	}

	@Override
	public void postHandle(HttpServletRequest request, HttpServletResponse response, Object handler,
			@Nullable ModelAndView modelAndView) throws Exception {
		PendingAnswer pending = PendingAnswer.ofDispatch(request);
		if (pending == null) {
			return;
		}
		HeldResponse held = pending.response();
		if (request.isAsyncStarted() || held.isSent()) {
			pending.committed();
			held.release();
			return;
		}
		Outcome done = pending.perform(held.hasFailed() ? Reason.HANDLER_FAILED : null);
		if (!done.isDecided()) {
			pending.tell(done, held.target());
			held.release();
			return;
		}
		if (done.end() != null) {
			// There is no response any more that could be reset.
			held.forget();
		}
		else {
			held.discard();
			if (response != held) {
				// A filter that comes even later may have a buffer of its own.
				response.resetBuffer();
			}
		}
		if (modelAndView != null) {
			modelAndView.clear();
		}
		conclude(done, request, response);
	}

	@Override
	public void afterCompletion(HttpServletRequest request, HttpServletResponse response, Object handler,
			@Nullable Exception ex) {
		PendingAnswer pending = PendingAnswer.ofDispatch(request);
		if (pending == null) {
			return;
		}
		// A handler that succeeds is followed by postHandle, so this one has failed.
		try {
			pending.tell(pending.perform(Reason.HANDLER_FAILED), pending.response().target());
			pending.response().leave(ex != null);
		}
		catch (IOException | RuntimeException failure) {
			logger.debug("The answer of a failed handler could not be sent after it had been held", failure);
		}
	}

	/** Return whether the handler is to be called. */
	private boolean conclude(Outcome done, HttpServletRequest request, HttpServletResponse response) throws Exception {
		request.setAttribute(OUTCOME_ATTRIBUTE, done);
		if (done.end() != null) {
			return false;
		}
		PendingChange change = PendingChange.of(request);
		if (change == null || !change.isOpen()) {
			tell(done, response);
		}
		Reply reply = done.reply();
		if (reply != null && !reply.isRenderedByApplication()) {
			send(reply, response);
			return false;
		}
		Throwable fault = (reply != null) ? new ResponseStatusException(HttpStatusCode.valueOf(reply.status()))
				: done.fault();
		if (fault != null) {
			request.setAttribute(RAISED_ATTRIBUTE, fault);
		}
		if (fault instanceof Error error) {
			throw error;
		}
		if (fault instanceof Exception exception) {
			throw exception;
		}
		return true;
	}

	private static void send(Reply reply, HttpServletResponse response) throws IOException {
		response.setStatus(reply.status());
		if (reply.body() != null) {
			byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
			response.setContentType(reply.contentType());
			response.setContentLength(body.length);
			response.getOutputStream().write(body);
		}
	}

	/** Return whether any attack may concern a request. */
	boolean concerns(HttpServletRequest request) {
		DispatcherType type = request.getDispatcherType();
		return (type == DispatcherType.REQUEST || type == DispatcherType.FORWARD || type == DispatcherType.ASYNC)
				&& this.gate.concerns(request.getHeader(AttackEngine.ATTACK_HEADER) != null)
				&& (type != DispatcherType.ASYNC || isNew(request));
	}

	/** Return whether the interceptor has to see a request. */
	boolean joins(HttpServletRequest request) {
		return concerns(request) || PendingAnswer.ofDispatch(request) != null;
	}

	// A filter may dispatch a request before it reaches Spring MVC. Any other request
	// that is dispatched has been through its handler.
	private static boolean isNew(HttpServletRequest request) {
		return request.getAttribute(OUTCOME_ATTRIBUTE) == null
				&& !WebAsyncUtils.getAsyncManager(request).hasConcurrentResult();
	}

	private void tell(Outcome done, HttpServletResponse response) {
		String result = done.resultHeader();
		if (result != null && this.marks.contains(ResponseMark.RESULT_HEADER)) {
			response.setHeader(AttackEngine.RESULT_HEADER, result);
		}
		InjectedHeaders.write(done, response::setHeader, (name) -> {
			if (response.containsHeader(name)) {
				response.setHeader(name, null);
			}
		});
	}

}
