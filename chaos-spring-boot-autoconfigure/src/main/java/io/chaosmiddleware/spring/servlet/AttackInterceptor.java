package io.chaosmiddleware.spring.servlet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

import io.chaosmiddleware.effect.Reply;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.Decision;
import io.chaosmiddleware.engine.Outcome;
import io.chaosmiddleware.engine.Performance;
import io.chaosmiddleware.spring.web.AttackTrail;
import io.chaosmiddleware.spring.web.InjectedHeaders;
import io.chaosmiddleware.spring.web.ResponseMark;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Attacks requests before their handler. A fault is thrown from this interceptor and is
 * therefore handled like an exception of the handler. A reply is sent in place of the
 * handler. A request is attacked once, so async dispatches, forwards and includes are not
 * attacked again (decision D17 in docs/differences.md). Dispatches and forwards to an
 * error page are left alone, and so are CORS preflight requests, which a browser sends on
 * its own. Must be used together with {@link AttackInterceptorMapping} and
 * {@link AttackLogFilter}.
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

	private final AttackEngine engine;

	private final @Nullable ApplicationContext context;

	private final Predicate<String> unattackable;

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
		this.unattackable = unattackable;
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
			tell(earlier, response);
			return true;
		}
		if (CorsUtils.isPreFlightRequest(request) || isError(request, response) || !isOurs(request)) {
			return true;
		}
		ServletRequestView attackable = new ServletRequestView(request);
		boolean hasHeader = request.getHeader(AttackEngine.ATTACK_HEADER) != null;
		if (hasHeader && this.unattackable.test(attackable.path())) {
			return true;
		}
		Decision decision = this.engine.decide(attackable);
		// Without an attack header this is checked last, since most requests are missed.
		if (decision == Decision.NONE || (!hasHeader && this.unattackable.test(attackable.path()))) {
			request.setAttribute(OUTCOME_ATTRIBUTE, Outcome.NONE);
			return true;
		}
		request.setAttribute(OUTCOME_ATTRIBUTE, new Outcome(decision));
		Outcome done = perform(decision, request);
		request.setAttribute(OUTCOME_ATTRIBUTE, done);
		tell(done, response);
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

	private Outcome perform(Decision decision, HttpServletRequest request) {
		Performance performance = this.engine.begin(decision);
		try {
			AttackTrail trail = AttackTrail.begin(new ServletTelemetry(request, this.observationRegistry),
					performance.decision());
			Outcome done = performance.await();
			trail.end(done);
			return done;
		}
		finally {
			// However the request ends, its performance must end, since it may hold a
			// place. Nothing happens if it has already ended.
			performance.abandon();
		}
	}

	/** Return whether any attack may concern a request. */
	boolean concerns(HttpServletRequest request) {
		DispatcherType type = request.getDispatcherType();
		return (type == DispatcherType.REQUEST || type == DispatcherType.FORWARD)
				&& (request.getHeader(AttackEngine.ATTACK_HEADER) != null || !this.engine.isIdle());
	}

	// A child context can be an application of its own, which has to decide itself
	// whether it is attacked.
	private boolean isOurs(HttpServletRequest request) {
		Object serving = request.getAttribute(DispatcherServlet.WEB_APPLICATION_CONTEXT_ATTRIBUTE);
		return this.context == null || serving == this.context || !(serving instanceof ApplicationContext other)
				|| !other.containsLocalBean(AutoConfigurationPackages.class.getName());
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

	// The dispatcher type alone is not sufficient: in a servlet container,
	// ErrorPageFilter of Spring Boot forwards to the error page, and so does Spring
	// Security if it denies access.
	private static boolean isError(HttpServletRequest request, HttpServletResponse response) {
		return response.getStatus() >= 400 || request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) != null
				|| request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) != null;
	}

}
