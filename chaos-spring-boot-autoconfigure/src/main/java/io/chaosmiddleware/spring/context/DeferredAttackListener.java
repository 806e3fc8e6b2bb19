package io.chaosmiddleware.spring.context;

import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.chaosmiddleware.engine.AttackEvent;
import io.chaosmiddleware.engine.AttackListener;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Holds back events until the application context has been refreshed, then passes them
 * on. Attacks from properties start while the engine is created, when the other beans do
 * not exist yet. Each listener is called on a thread of its own, so waiting there does
 * not delay the start of the application.
 */
public final class DeferredAttackListener implements AttackListener, ApplicationListener<ContextRefreshedEvent> {

	private final ApplicationContext context;

	private final AttackListener listener;

	private final CountDownLatch refreshed = new CountDownLatch(1);

	/**
	 * Create a listener.
	 * @param context the context to wait for
	 * @param listener the listener to which events are passed on
	 */
	public DeferredAttackListener(ApplicationContext context, AttackListener listener) {
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
			// The context was closed before it was refreshed.
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
