package io.chaosmiddleware.engine;

import java.time.Instant;

/**
 * What happened, as told to an {@link AttackListener}.
 */
public sealed interface AttackEvent {

	/**
	 * When it happened.
	 * @return the time
	 */
	Instant time();

	/**
	 * A request was considered, and whatever was decided for it was performed.
	 *
	 * @param time when
	 * @param decision what was decided and done
	 */
	record Decided(Instant time, Decision decision) implements AttackEvent {

	}

	/**
	 * A configured attack became active.
	 *
	 * @param time when
	 * @param attack the attack
	 */
	record Started(Instant time, ActiveAttack attack) implements AttackEvent {

	}

	/**
	 * A configured attack is no longer active: it was cancelled, unloaded or is over.
	 *
	 * @param time when
	 * @param attack the attack
	 */
	record Ended(Instant time, ActiveAttack attack) implements AttackEvent {

	}

	/**
	 * All attacks were halted.
	 *
	 * @param time when
	 */
	record Halted(Instant time) implements AttackEvent {

	}

	/**
	 * Attacks may run again.
	 *
	 * @param time when
	 */
	record Resumed(Instant time) implements AttackEvent {

	}

}
