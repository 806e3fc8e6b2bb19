package io.chaosmiddleware.spring.webflux;

import io.chaosmiddleware.spring.web.AttackTrail;
import io.micrometer.context.ContextRegistry;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;

/**
 * Registers the accessor that copies the MDC key {@code chaos} of an attacked request to
 * other threads, if context propagation is on. The registry belongs to the JVM, which may
 * run several application contexts. The accessor is therefore removed with the last
 * context that uses it. An accessor that somebody else has registered for the same key is
 * not replaced.
 */
public final class LoggedEffectsPropagation implements InitializingBean, DisposableBean {

	private static final LoggedEffectsAccessor ACCESSOR = new LoggedEffectsAccessor();

	private static int users;

	private final ContextRegistry registry = ContextRegistry.getInstance();

	private boolean registered;

	@Override
	public void afterPropertiesSet() {
		synchronized (ACCESSOR) {
			if (isOurs() || isFree()) {
				this.registry.registerThreadLocalAccessor(ACCESSOR);
				this.registered = true;
				users++;
			}
		}
	}

	@Override
	public void destroy() {
		synchronized (ACCESSOR) {
			if (this.registered && --users == 0 && isOurs()) {
				this.registry.removeThreadLocalAccessor(AttackTrail.LOG_KEY);
			}
		}
	}

	private boolean isOurs() {
		return this.registry.getThreadLocalAccessors().contains(ACCESSOR);
	}

	private boolean isFree() {
		return this.registry.getThreadLocalAccessors()
			.stream()
			.noneMatch((accessor) -> accessor.key().equals(AttackTrail.LOG_KEY));
	}

}
