package io.chaosmiddleware.spring.servlet;

import java.util.function.BiConsumer;

import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.engine.AnswerBody;
import io.chaosmiddleware.engine.Outcome;
import io.chaosmiddleware.engine.Performance;
import io.chaosmiddleware.spring.web.AttackTrail;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done to the body of the answer to a request, be it the answer of the
 * handler, of an attack or of the error handling. It begins when the answer is sent, and
 * only then is it known what is done.
 */
final class PendingChange {

	private static final String ATTRIBUTE = PendingChange.class.getName();

	private final HttpServletRequest request;

	private final Performance performance;

	private final AttackTrail trail;

	private final BiConsumer<Outcome, HttpServletResponse> tell;

	private boolean begun;

	private boolean errorSent;

	private @Nullable AnswerBody body;

	/**
	 * Note what is to be done.
	 * @param request the request
	 * @param performance what is performed
	 * @param trail shows what is performed
	 * @param tell adds to a response what was done
	 */
	PendingChange(HttpServletRequest request, Performance performance, AttackTrail trail,
			BiConsumer<Outcome, HttpServletResponse> tell) {
		this.request = request;
		this.performance = performance;
		this.trail = trail;
		this.tell = tell;
		request.setAttribute(ATTRIBUTE, this);
	}

	/** Return what is done to the answer to a request, {@code null} if nothing is. */
	static @Nullable PendingChange of(ServletRequest request) {
		return (request.getAttribute(ATTRIBUTE) instanceof PendingChange change) ? change : null;
	}

	/**
	 * End what is to be done to the answer to a request unless it may still come, since a
	 * dispatch of the request ends. The answer to an exception, or to an error that was
	 * sent, comes from another dispatch.
	 * @param request the request
	 * @param response the response
	 * @param failed whether the dispatch ends with an exception
	 */
	static void endUnlessAwaited(ServletRequest request, ServletResponse response, boolean failed) {
		PendingChange change = of(request);
		if (change != null && !request.isAsyncStarted()
				&& (request.getDispatcherType() == DispatcherType.ERROR || (!failed && !change.errorSent))) {
			// A filter of the application has answered.
			change.begin((HttpServletResponse) response, Reason.COMMITTED, -1);
			change.close();
		}
	}

	/** Note that the container is going to answer an error. */
	void errorSent() {
		this.errorSent = true;
	}

	/** Return whether the answer should be held until its length is known. */
	synchronized boolean asksForLength() {
		return !this.begun && this.performance.decision().asksForLength();
	}

	/** Return whether it is not known yet what is done. */
	synchronized boolean isOpen() {
		return !this.begun;
	}

	/**
	 * Begin to send the answer, unless it has begun.
	 * @param response the response, whose headers are not sent yet
	 * @param obstacle why its body cannot be changed, {@code null} if it can be
	 * @param length how many bytes its body has, negative if that is not known
	 * @return what the body passes through, {@code null} if it passes as it is
	 */
	synchronized @Nullable AnswerBody begin(HttpServletResponse response, @Nullable Reason obstacle, long length) {
		if (!this.begun) {
			this.begun = true;
			AnswerBody body = this.performance.beginAnswer(obstacle, length);
			if (body != null) {
				this.request.setAttribute(AttackInterceptor.OUTCOME_ATTRIBUTE, body.outcome());
				this.tell.accept(body.outcome(), response);
				this.trail.answer(body.outcome());
				this.body = body;
			}
		}
		return (this.body != null && this.body.isChanged()) ? this.body : null;
	}

	/**
	 * Begin again, since what has been written is dropped.
	 * @param response the response, which may be another one
	 */
	synchronized void restart(HttpServletResponse response) {
		if (this.body != null) {
			this.body.begin(-1);
			this.tell.accept(this.body.outcome(), response);
		}
	}

	/** End what is done, since the answer is over. */
	synchronized void close() {
		this.begun = true;
		if (this.body != null) {
			this.body.close();
		}
		else {
			this.performance.abandon();
		}
	}

}
