package io.chaosmiddleware.engine;

import java.util.List;

/**
 * What happened: a seam for users. A listener is told on a thread of its own, one event
 * after the other, so that it may block: it can neither slow nor fail a request, nor
 * another listener. One that throws is logged and told the next event; one that is so
 * slow that a thousand events wait for it misses further decisions, which is logged. (A
 * {@linkplain AttackEngineBuilder#recorder recorder} is told otherwise.)
 */
@FunctionalInterface
public interface AttackListener {

	/**
	 * Take notice of an event.
	 * @param event what happened
	 */
	void onEvent(AttackEvent event);

	/**
	 * Return which events this listener wants to be told of: a thread that is woken for
	 * nothing has a cost. Asked once.
	 * @return types of events, by default all
	 */
	default List<Class<? extends AttackEvent>> eventTypes() {
		return List.of(AttackEvent.class);
	}

}
