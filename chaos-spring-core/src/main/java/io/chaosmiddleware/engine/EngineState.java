package io.chaosmiddleware.engine;

/**
 * The state of an {@link AttackEngine}, which says whether attacks are performed at all.
 */
public enum EngineState {

	/** Attacks are performed. */
	ACTIVE,

	/**
	 * An operator pulled the kill switch. No attack is performed until the engine is
	 * resumed.
	 */
	HALTED,

	/** The environment is guarded. No attack is ever performed. */
	GUARDED

}
