package io.chaosmiddleware.spring.webflux;

import io.chaosmiddleware.spring.web.AttackTrail;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Copies the injected effects of an attacked request from the Reactor context to the MDC,
 * if contexts are propagated to threads
 * ({@code spring.reactor.context-propagation=auto}).
 */
final class LoggedEffectsAccessor implements ThreadLocalAccessor<String> {

	@Override
	public Object key() {
		return AttackTrail.LOG_KEY;
	}

	@Override
	public @Nullable String getValue() {
		return MDC.get(AttackTrail.LOG_KEY);
	}

	@Override
	public void setValue(String value) {
		MDC.put(AttackTrail.LOG_KEY, value);
	}

	@Override
	public void setValue() {
		MDC.remove(AttackTrail.LOG_KEY);
	}

}
