package io.chaosmiddleware.engine;

/**
 * What happened: a seam for users. Called on the thread on which it happened, often that
 * of a request, and therefore must be safe for use by many threads and must not block. A
 * listener that throws is logged and disturbs nobody.
 */
@FunctionalInterface
public interface AttackListener {

	/**
	 * Take notice of an event.
	 * @param event what happened
	 */
	void onEvent(AttackEvent event);

}
