package io.chaosmiddleware.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

import io.chaosmiddleware.attack.Schedule;
import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.condition.Dice;
import io.chaosmiddleware.condition.PathSpellings;
import io.chaosmiddleware.document.Reason;
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
	 * Return why an attack hits no request now, since it has not begun yet or is over. (A
	 * timer ends attacks that are over, but may be late.)
	 */
	@Nullable Reason missesNow(@Nullable ActiveAttack attack) {
		return (attack != null) ? attack.missesAt(this.clock.millis()) : null;
	}

	/**
	 * Return why an attack that a request carries hits nothing now.
	 */
	@Nullable Reason missesNow(Schedule schedule) {
		if (schedule == Schedule.ALWAYS) {
			return null;
		}
		Instant now = this.clock.instant();
		if (schedule.begin(now).isAfter(now)) {
			return Reason.START;
		}
		Instant end = schedule.end((schedule.start() != null) ? schedule.start() : now);
		return (end != null && !end.isAfter(now)) ? Reason.UNTIL : null;
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
