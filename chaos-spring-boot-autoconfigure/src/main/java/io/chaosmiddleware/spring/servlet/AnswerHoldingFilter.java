package io.chaosmiddleware.spring.servlet;

import java.io.IOException;
import java.util.function.Supplier;

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
 * Makes it possible that {@link AttackInterceptor} holds the answer of a handler. The
 * filter decides nothing. It replaces the response only while an attack may act after a
 * handler, and the replacement passes everything through unless the interceptor tells it
 * to hold. Must be the last filter, for requests and their asynchronous dispatches.
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
		HeldResponse earlier = (request.getDispatcherType() == DispatcherType.ASYNC) ? HeldResponse.in(response) : null;
		HeldResponse held = (earlier != null) ? earlier : create(request, response);
		if (held == null) {
			chain.doFilter(request, response);
			return;
		}
		try {
			chain.doFilter(request, (earlier != null) ? response : held);
		}
		finally {
			leave(request, held);
		}
	}

	private @Nullable HeldResponse create(ServletRequest request, ServletResponse response) {
		return (request instanceof HttpServletRequest httpRequest && response instanceof HttpServletResponse original
				&& (httpRequest.getHeader(AttackEngine.ATTACK_HEADER) != null || this.engine.get().mayActOnAnswer()))
						? new HeldResponse(httpRequest, original, this.maxHeldBody) : null;
	}

	private void leave(ServletRequest request, HeldResponse held) {
		PendingAnswer pending = PendingAnswer.of(request);
		if (pending != null && request.isAsyncStarted()) {
			if (!request.getAsyncContext().hasOriginalRequestAndResponse() && !held.hasAnswer()) {
				// The request is dispatched again when the answer is known. If not, the
				// container tells when it is over.
				request.getAsyncContext().addListener(new EndListener(pending, held));
				return;
			}
			// The answer is written to the native response, or at least partly there.
			pending.committed();
		}
		else if (pending != null) {
			pending.abandon();
		}
		try {
			held.release();
		}
		catch (IOException ex) {
			logger.debug("An answer could not be sent after it had been held", ex);
		}
	}

	/**
	 * Ends what was to be done after a handler whose answer never came.
	 */
	private record EndListener(PendingAnswer pending, HeldResponse held) implements AsyncListener {

		@Override
		public void onComplete(AsyncEvent event) {
			this.pending.abandon();
			this.held.forget();
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
