package io.chaosmiddleware.spring.servlet;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.engine.Outcome;
import io.chaosmiddleware.engine.Performance;
import io.chaosmiddleware.spring.web.AttackTrail;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done to a request after its handler, while the handler is at work. It
 * ends exactly once, whatever becomes of the request.
 */
final class PendingAnswer {

	private static final String ATTRIBUTE = PendingAnswer.class.getName();

	private final HttpServletRequest request;

	private final HeldResponse response;

	private final Performance performance;

	private final AttackTrail trail;

	private final BiConsumer<Outcome, HttpServletResponse> tell;

	private final AtomicBoolean open = new AtomicBoolean(true);

	private PendingAnswer(HttpServletRequest request, HeldResponse response, Performance performance, AttackTrail trail,
			BiConsumer<Outcome, HttpServletResponse> tell) {
		this.request = request;
		this.response = response;
		this.performance = performance;
		this.trail = trail;
		this.tell = tell;
	}

	/**
	 * Begin to hold the answer of a handler.
	 * @param request the request, whose handler is called next
	 * @param response the response
	 * @param performance what is performed
	 * @param trail shows what is performed
	 * @param tell adds to a response what was done
	 */
	static void begin(HttpServletRequest request, HeldResponse response, Performance performance, AttackTrail trail,
			BiConsumer<Outcome, HttpServletResponse> tell) {
		PendingAnswer pending = new PendingAnswer(request, response, performance, trail, tell);
		request.setAttribute(ATTRIBUTE, pending);
		response.hold(pending::committed);
	}

	/**
	 * Return what is to be done to a request after its handler.
	 * @return what is pending, {@code null} if nothing is, or not any more
	 */
	static @Nullable PendingAnswer of(ServletRequest request) {
		return (request.getAttribute(ATTRIBUTE) instanceof PendingAnswer pending && pending.open.get()) ? pending
				: null;
	}

	/**
	 * Return what is to be done when the current dispatch of a request ends. An include
	 * is only a part of an answer, whereas the container ends the answer with a forward,
	 * even with one within the handler.
	 */
	static @Nullable PendingAnswer ofDispatch(HttpServletRequest request) {
		PendingAnswer pending = of(request);
		DispatcherType type = request.getDispatcherType();
		return (type != DispatcherType.INCLUDE && type != DispatcherType.ERROR) ? pending : null;
	}

	HeldResponse response() {
		return this.response;
	}

	/**
	 * Do what is to be done.
	 * @param withoutOutcomes why the answer must not be replaced, {@code null} if it may
	 * be
	 * @return what was done, with a fault that the caller has to throw or a reply that it
	 * has to send
	 */
	Outcome perform(@Nullable Reason withoutOutcomes) {
		if (!this.open.compareAndSet(true, false)) {
			return new Outcome(this.performance.decision());
		}
		try {
			this.performance.afterHandler(withoutOutcomes);
			this.trail.afterHandler(this.performance.decision());
			this.performance.perform();
			AttackInterceptor.disconnect(this.performance, this.request);
			Outcome done = this.performance.actsOnAnswer() ? this.performance.soFar() : this.performance.finish();
			this.trail.end(done);
			this.request.setAttribute(AttackInterceptor.OUTCOME_ATTRIBUTE, done);
			return done;
		}
		finally {
			abandonUnlessAnswered();
		}
	}

	/**
	 * Add to a response what was done, unless more is to be done.
	 */
	void tell(Outcome done, HttpServletResponse response) {
		if (!this.performance.actsOnAnswer()) {
			this.tell.accept(done, response);
		}
	}

	// If the body of the answer is to be changed, the performance ends with the answer.
	private void abandonUnlessAnswered() {
		if (!this.performance.actsOnAnswer()) {
			this.performance.abandon();
		}
	}

	/**
	 * Do what is to be done without replacing the answer, and send it.
	 */
	void performBeforeCommit() throws IOException {
		if (this.response.isSent()) {
			committed();
		}
		else {
			tell(perform(this.response.hasFailed() ? Reason.HANDLER_FAILED : Reason.COMMITTED), this.response.target());
		}
		this.response.release();
	}

	/**
	 * Do nothing, since the answer is on its way.
	 */
	void committed() {
		if (this.open.compareAndSet(true, false) && !this.performance.actsOnAnswer()) {
			Outcome done = this.performance.finishWithout(Reason.COMMITTED);
			this.request.setAttribute(AttackInterceptor.OUTCOME_ATTRIBUTE, done);
			this.tell.accept(done, this.response.target());
		}
	}

	/**
	 * Do nothing, since there is no answer.
	 */
	void abandon() {
		if (this.open.compareAndSet(true, false)) {
			abandonUnlessAnswered();
		}
	}

}
