package io.chaosmiddleware.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.condition.Dice;
import io.chaosmiddleware.condition.PathSpellings;
import org.jspecify.annotations.Nullable;

/**
 * The fixed inputs of decisions, besides requests and attacks.
 *
 * @param identity the identity of this application
 * @param maxDelay the longest time that one request may wait
 * @param faults finds the exceptions that faults name
 * @param dice the dice that decide by chance
 * @param clock the clock that expiries are compared with
 * @param excluded the paths that are never attacked, {@code null} if there are none
 */
record Rules(ApplicationIdentity identity, Duration maxDelay, FaultLocator faults, Dice dice, Clock clock,
		@Nullable Predicate<String> excluded) {

	/**
	 * Return whether an attack has expired. (A timer ends expired attacks, but may be
	 * late.)
	 */
	boolean isOver(@Nullable ActiveAttack attack) {
		Instant expiry = (attack != null) ? attack.expiry() : null;
		return expiry != null && !this.clock.instant().isBefore(expiry);
	}

	/**
	 * Return whether any spelling of a path that an application may serve is excluded, or
	 * whether the path is too long to check that.
	 */
	boolean isExcluded(String raw) {
		return this.excluded != null
				&& (raw.length() > PathSpellings.MAX_LENGTH || PathSpellings.anyMatch(raw, this.excluded));
	}

}
