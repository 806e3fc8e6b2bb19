package io.chaosmiddleware.spring.servlet;

import java.util.Objects;

import io.chaosmiddleware.spring.web.AttackTrail;
import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What the log lines of a request say about its attack, on the thread that it is
 * dispatched on.
 *
 * @param effects what they say
 * @param replaced what the application had put there, {@code null} if nothing
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

	/** The request is dispatched once more, perhaps on another thread. */
	void putAgain(ServletRequest request) {
		begin(request, new LoggedEffects(this.effects, MDC.get(AttackTrail.LOG_KEY)));
	}

	private static void begin(ServletRequest request, LoggedEffects logged) {
		request.setAttribute(ATTRIBUTE, logged);
		MDC.put(AttackTrail.LOG_KEY, logged.effects());
	}

	/** The request leaves the thread, which is left as if we had not been there. */
	void remove() {
		// else the application has put, restored or removed something itself since
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
