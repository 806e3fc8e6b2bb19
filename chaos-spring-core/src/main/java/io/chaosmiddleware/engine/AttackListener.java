package io.chaosmiddleware.engine;

/**
 * What happened: a seam for users. A listener is told on a thread of its own, one event
 * after the other, so that it may block: it can neither slow nor fail a request, nor
 * another listener. One that throws is logged and told the next event; one that is so
 * slow that ten thousand events wait for it misses further ones, which is logged. (A
 * {@linkplain AttackEngine.Builder#recorder recorder} is told otherwise.)
 */
@FunctionalInterface
public interface AttackListener {

	/**
	 * Take notice of an event.
	 * @param event what happened
	 */
	void onEvent(AttackEvent event);

	/**
	 * Return whether this listener wants to be told of an event: a thread that is woken
	 * for nothing costs more than the question. Asked at once, on the thread on which it
	 * happens, often that of a request; must not block.
	 * @param event what happened
	 * @return whether to tell it, by default always
	 */
	default boolean supports(AttackEvent event) {
		return true;
	}

}
