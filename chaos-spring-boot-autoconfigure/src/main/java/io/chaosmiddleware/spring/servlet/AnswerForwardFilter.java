package io.chaosmiddleware.spring.servlet;

import java.io.IOException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/**
 * Sends a held answer at the end of a forward, before the container closes the response.
 * If the forward leads to a handler of Spring MVC, {@link AttackInterceptor} has acted
 * there. What is still pending is the answer of another servlet, where nothing could
 * answer a fault, or one that is held until its length is known. Must be called for
 * forwards to all servlets, by their names, since a named dispatcher has no path.
 */
public final class AnswerForwardFilter implements Filter {

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		// After an exception the response stays open for whoever handles it.
		chain.doFilter(request, response);
		// Jetty calls filters of all servlets for all types of dispatches.
		if (request.getDispatcherType() != DispatcherType.FORWARD || request.isAsyncStarted()) {
			return;
		}
		PendingAnswer pending = PendingAnswer.of(request);
		HeldResponse held = HeldResponse.in(response);
		if (pending != null) {
			pending.performBeforeCommit();
		}
		else if (held != null) {
			// It was held until its length is known.
			held.release();
		}
	}

}
