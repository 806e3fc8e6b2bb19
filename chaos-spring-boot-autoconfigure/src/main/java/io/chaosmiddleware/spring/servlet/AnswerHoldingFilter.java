package io.chaosmiddleware.spring.servlet;

import java.io.IOException;
import java.util.function.Supplier;

import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.engine.AttackEngine;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes it possible that {@link AttackInterceptor} holds the answer of a handler, and
 * that the body of an answer is changed, be it that of the handler or of an error. The
 * filter decides nothing. It replaces the response only while an attack may need the
 * answer, and the replacement passes everything through unless the interceptor tells it
 * otherwise. Must be the last filter, for all dispatches but includes.
 */
public final class AnswerHoldingFilter implements Filter {

	private static final Logger logger = LoggerFactory.getLogger(AnswerHoldingFilter.class);

	private final Supplier<AttackEngine> engine;

	private final long maxHeldBody;

	/**
	 * Create a filter.
	 * @param engine the engine that decides, which is asked for when there is a request
	 * @param maxHeldBody the largest body that is held, in bytes
	 */
	public AnswerHoldingFilter(Supplier<AttackEngine> engine, long maxHeldBody) {
		this.engine = engine;
		this.maxHeldBody = maxHeldBody;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		DispatcherType type = request.getDispatcherType();
		PendingChange change = (type != DispatcherType.REQUEST) ? PendingChange.of(request) : null;
		HeldResponse earlier = (type != DispatcherType.REQUEST) ? HeldResponse.in(response) : null;
		if (isAnswerOfAnother(type) && (change == null || earlier != null)) {
			chain.doFilter(request, response);
			return;
		}
		HeldResponse held = (earlier != null) ? earlier : create(request, response, change != null);
		if (held == null) {
			chain.doFilter(request, response);
			return;
		}
		if (change != null) {
			held.change(change);
			if (isAnswerOfAnother(type)) {
				// The container has dropped what was written before the error.
				change.restart(held.changed());
			}
		}
		boolean failed = true;
		try {
			chain.doFilter(request, (earlier != null) ? response : held);
			failed = false;
		}
		finally {
			leave(request, held, failed);
		}
	}

	// The answer to an error may be written after the request has left this filter.
	private static boolean isAnswerOfAnother(DispatcherType type) {
		return type == DispatcherType.ERROR || type == DispatcherType.FORWARD;
	}

	private @Nullable HeldResponse create(ServletRequest request, ServletResponse response, boolean needed) {
		return (request instanceof HttpServletRequest httpRequest && response instanceof HttpServletResponse original
				&& (needed || httpRequest.getHeader(AttackEngine.ATTACK_HEADER) != null
						|| this.engine.get().mayActOnAnswer()))
								? new HeldResponse(httpRequest, original, this.maxHeldBody) : null;
	}

	private void leave(ServletRequest request, HeldResponse held, boolean failed) {
		PendingAnswer pending = PendingAnswer.of(request);
		PendingChange change = PendingChange.of(request);
		boolean async = request.isAsyncStarted();
		boolean here = !async || !request.getAsyncContext().hasOriginalRequestAndResponse();
		if (async && here && (change != null || pending != null)) {
			// The request is dispatched again when the answer is known. If not, the
			// container tells when it is over.
			request.getAsyncContext().addListener(new EndListener(pending, change, held));
			if (pending != null && !held.hasAnswer()) {
				return;
			}
		}
		if (pending != null && async) {
			// The answer is written to the native response, or at least partly there.
			pending.committed();
		}
		else if (pending != null) {
			pending.abandon();
		}
		try {
			held.leave(failed);
		}
		catch (IOException ex) {
			logger.debug("An answer could not be sent after it had been held", ex);
		}
		if (!here) {
			held.changed().abandon(Reason.UNSUPPORTED);
		}
		else if (!async) {
			held.changed().end(failed);
		}
	}

	/**
	 * Ends what was to be done after a handler whose answer never came.
	 */
	private record EndListener(@Nullable PendingAnswer pending, @Nullable PendingChange change,
			HeldResponse held) implements AsyncListener {

		@Override
		public void onComplete(AsyncEvent event) {
			if (this.pending != null) {
				this.pending.abandon();
			}
			this.held.forget();
			if (this.change != null) {
				this.change.close();
			}
		}

		@Override
		public void onTimeout(AsyncEvent event) {
			// The handler decides what happens now.
		}

		@Override
		public void onError(AsyncEvent event) {
			// The request is completed next.
		}

		@Override
		public void onStartAsync(AsyncEvent event) {
			// A new listener is added when the dispatch ends.
		}

	}

}
