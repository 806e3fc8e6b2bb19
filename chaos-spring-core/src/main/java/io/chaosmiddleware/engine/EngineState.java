package io.chaosmiddleware.engine;

/**
 * Whether an {@link AttackEngine} attacks at all.
 */
public enum EngineState {

	/** Attacks are performed. */
	ACTIVE,

	/** Somebody pulled the kill switch: nothing is performed until it is released. */
	HALTED,

	/** The environment is guarded: nothing is ever performed. */
	GUARDED

}
