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
 * What decisions go by, apart from requests and attacks.
 *
 * @param identity who we are
 * @param maxDelay the longest that one request may wait
 * @param faults finds the exceptions that faults name
 * @param dice what chance says
 * @param clock what expiries are compared with
 * @param excluded which paths are never attacked, {@code null} if there are none
 */
record Rules(ApplicationIdentity identity, Duration maxDelay, FaultLocator faults, Dice dice, Clock clock,
		@Nullable Predicate<String> excluded) {

	/**
	 * Return whether the time of an attack is over. (The timer ends it, but may be late.)
	 */
	boolean isOver(@Nullable ActiveAttack attack) {
		Instant expiry = (attack != null) ? attack.expiry() : null;
		return expiry != null && !this.clock.instant().isBefore(expiry);
	}

	/**
	 * Return whether a path is excluded in any spelling that an application may serve, or
	 * is too long to find that out.
	 */
	boolean isExcluded(String raw) {
		return this.excluded != null
				&& (raw.length() > PathSpellings.MAX_LENGTH || PathSpellings.anyMatch(raw, this.excluded));
	}

}
