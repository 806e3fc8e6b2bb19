package io.chaosmiddleware.spring.webflux;

import io.chaosmiddleware.spring.web.AttackTrail;
import io.micrometer.context.ContextRegistry;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;

/**
 * Lets log lines of attacked requests say so on other threads too, where context
 * propagation is on: registers an accessor for as long as an application context needs
 * it. The registry belongs to the JVM, where there may be several; one of somebody else
 * for the same key is left alone.
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
