package io.chaosmiddleware.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.chaosmiddleware.engine.AttackEvent;
import io.chaosmiddleware.engine.AttackListener;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Passes events on to a context that has started: attacks from properties start while the
 * engine is created, when nobody in the context could listen yet.
 */
final class AfterRefresh implements AttackListener, ApplicationListener<ContextRefreshedEvent> {

	private final ApplicationContext context;

	private final AttackListener listener;

	private final List<AttackEvent> early = new ArrayList<>();

	private boolean refreshed;

	AfterRefresh(ApplicationContext context, AttackListener listener) {
		this.context = context;
		this.listener = listener;
	}

	@Override
	public boolean supports(AttackEvent event) {
		return this.listener.supports(event);
	}

	@Override
	public synchronized void onEvent(AttackEvent event) {
		if (this.refreshed) {
			this.listener.onEvent(event);
		}
		else {
			this.early.add(event);
		}
	}

	@Override
	public synchronized void onApplicationEvent(ContextRefreshedEvent event) {
		if (event.getApplicationContext() != this.context || this.refreshed) {
			return;
		}
		this.refreshed = true;
		this.early.forEach(this.listener::onEvent);
		this.early.clear();
	}

}
