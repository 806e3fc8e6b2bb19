package io.chaosmiddleware.engine;

import java.util.List;

/**
 * Is notified of the events of an engine. Applications can implement this interface. A
 * listener is called on a thread of its own, with one event after the other. It may
 * block, since it cannot delay or fail a request or another listener. If it throws an
 * exception, the exception is logged and the listener gets the next event. If it is so
 * slow that a thousand events are waiting, it misses further decisions, which is logged.
 * (A {@linkplain AttackEngineBuilder#recorder recorder} is called differently.)
 */
@FunctionalInterface
public interface AttackListener {

	/**
	 * Handle an event.
	 * @param event the event
	 */
	void onEvent(AttackEvent event);

	/**
	 * Return the types of events that this listener is interested in, so that its thread
	 * is not woken in vain. Called once.
	 * @return types of events, by default all types
	 */
	default List<Class<? extends AttackEvent>> eventTypes() {
		return List.of(AttackEvent.class);
	}

}
