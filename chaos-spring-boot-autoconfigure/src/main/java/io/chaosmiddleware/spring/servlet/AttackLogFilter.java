package io.chaosmiddleware.spring.servlet;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/**
 * Manages the MDC key {@code chaos} of an attacked request, which
 * {@link AttackInterceptor} sets. The filter removes the key from the thread when a
 * dispatch of the request ends, and sets it on the thread of the next dispatch. It also
 * sees when nobody is going to write an answer any more that was to be changed. Must be
 * the first filter for all dispatches that come from the container.
 */
public final class AttackLogFilter implements Filter {

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		LoggedEffects earlier = LoggedEffects.of(request);
		if (earlier != null) {
			earlier.putAgain(request);
		}
		boolean failed = true;
		try {
			chain.doFilter(request, response);
			failed = false;
		}
		finally {
			PendingChange.endUnlessAwaited(request, response, failed);
			LoggedEffects logged = LoggedEffects.of(request);
			if (logged != null) {
				logged.remove();
				if (earlier != null) {
					// This is a nested dispatch, and the outer dispatch is still running.
					earlier.restore(request);
				}
			}
		}
	}

}
