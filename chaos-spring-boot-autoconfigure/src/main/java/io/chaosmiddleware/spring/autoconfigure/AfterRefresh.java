package io.chaosmiddleware.spring.autoconfigure;

import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.chaosmiddleware.engine.AttackEvent;
import io.chaosmiddleware.engine.AttackListener;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Passes events on to a context that has started: attacks from properties start while the
 * engine is created, when nobody in the context could listen yet. They wait on the thread
 * that every listener has of its own, so that nobody who listens keeps the application
 * from starting.
 */
final class AfterRefresh implements AttackListener, ApplicationListener<ContextRefreshedEvent> {

	private final ApplicationContext context;

	private final AttackListener listener;

	private final CountDownLatch refreshed = new CountDownLatch(1);

	AfterRefresh(ApplicationContext context, AttackListener listener) {
		this.context = context;
		this.listener = listener;
	}

	@Override
	public List<Class<? extends AttackEvent>> eventTypes() {
		return this.listener.eventTypes();
	}

	@Override
	public void onEvent(AttackEvent event) {
		try {
			this.refreshed.await();
		}
		catch (InterruptedException ex) {
			// The context was closed before it had started.
			Thread.currentThread().interrupt();
			return;
		}
		this.listener.onEvent(event);
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		if (event.getApplicationContext() == this.context) {
			this.refreshed.countDown();
		}
	}

}
