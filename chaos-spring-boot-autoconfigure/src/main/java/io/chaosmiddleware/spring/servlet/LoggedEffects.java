package io.chaosmiddleware.spring.servlet;

import java.util.Objects;

import io.chaosmiddleware.spring.web.AttackTrail;
import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The MDC value that names the injected effects of a request, on the thread of one of its
 * dispatches.
 *
 * @param effects the value
 * @param replaced the value that the application had set, {@code null} if there was none
 */
record LoggedEffects(String effects, @Nullable String replaced) {

	private static final String ATTRIBUTE = LoggedEffects.class.getName();

	static @Nullable LoggedEffects of(ServletRequest request) {
		return (LoggedEffects) request.getAttribute(ATTRIBUTE);
	}

	static void put(ServletRequest request, String effects) {
		LoggedEffects before = of(request);
		begin(request, new LoggedEffects(effects, (before != null) ? before.replaced() : MDC.get(AttackTrail.LOG_KEY)));
	}

	/**
	 * Set the value for another dispatch of the request, which may run on another thread.
	 */
	void putAgain(ServletRequest request) {
		begin(request, new LoggedEffects(this.effects, MDC.get(AttackTrail.LOG_KEY)));
	}

	private static void begin(ServletRequest request, LoggedEffects logged) {
		request.setAttribute(ATTRIBUTE, logged);
		MDC.put(AttackTrail.LOG_KEY, logged.effects());
	}

	/** Restore the previous value, since the request leaves the thread. */
	void remove() {
		// If the current value is a different one, the application has changed it in the
		// meantime.
		if (Objects.equals(MDC.get(AttackTrail.LOG_KEY), this.effects)) {
			if (this.replaced != null) {
				MDC.put(AttackTrail.LOG_KEY, this.replaced);
			}
			else {
				MDC.remove(AttackTrail.LOG_KEY);
			}
		}
	}

	void restore(ServletRequest request) {
		request.setAttribute(ATTRIBUTE, this);
	}

}
