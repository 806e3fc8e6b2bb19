package io.chaosmiddleware.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import io.chaosmiddleware.document.Problem;
import org.jspecify.annotations.Nullable;

/**
 * An event that an {@link AttackListener} is notified of. Immutable, except for the
 * {@linkplain ActiveAttack#hits() hits} of an active attack, which continue to increase.
 */
public sealed interface AttackEvent {

	/**
	 * Return when the event happened.
	 * @return the time
	 */
	Instant time();

	/**
	 * What was decided for a request has been performed. The decision holds the
	 * injections and refusals.
	 *
	 * @param time when it happened
	 * @param outcome what was actually done
	 */
	record Decided(Instant time, Outcome outcome) implements AttackEvent {

		/**
		 * Return the decision, with the final verdicts.
		 * @return the decision
		 */
		public Decision decision() {
			return this.outcome.decision();
		}

	}

	/**
	 * A configured attack became active.
	 *
	 * @param time when it happened
	 * @param attack the attack
	 */
	record Started(Instant time, ActiveAttack attack) implements AttackEvent {

	}

	/**
	 * A configured attack is no longer active.
	 *
	 * @param time when it happened
	 * @param attack the attack
	 * @param cause why it ended
	 * @param operator the operator who cancelled it, {@code null} if it was not cancelled
	 * or if the operator is unknown
	 */
	record Ended(Instant time, ActiveAttack attack, Cause cause, @Nullable Operator operator) implements AttackEvent {

	}

	/**
	 * The cause of the end of an attack.
	 */
	enum Cause {

		/** The attack expired. */
		EXPIRED,

		/** An operator cancelled the attack. */
		CANCELLED,

		/** The source no longer provides the attack, or cannot be reached. */
		UNLOADED,

		/** The engine was closed. */
		CLOSED;

		private final String code = name().toLowerCase(Locale.ROOT);

		/**
		 * Return the stable code for reports.
		 * @return the code, such as {@code expired}
		 */
		public String code() {
			return this.code;
		}

	}

	/**
	 * All attacks were halted.
	 *
	 * @param time when it happened
	 * @param operator the operator, {@code null} if unknown
	 */
	record Halted(Instant time, @Nullable Operator operator) implements AttackEvent {

	}

	/**
	 * Attacks were resumed.
	 *
	 * @param time when it happened
	 * @param operator the operator, {@code null} if unknown
	 */
	record Resumed(Instant time, @Nullable Operator operator) implements AttackEvent {

	}

	/**
	 * An operator tried to start an attack whose document was refused. (Refused headers
	 * are part of a {@link Decided}.)
	 *
	 * @param time when it happened
	 * @param problems the problems of the document, at least one
	 * @param operator the operator who tried, {@code null} if unknown
	 */
	record StartRefused(Instant time, List<Problem> problems, @Nullable Operator operator) implements AttackEvent {

		/**
		 * Create an event.
		 * @param time when it happened
		 * @param problems the problems of the document, copied
		 * @param operator the operator who tried
		 */
		public StartRefused {
			problems = List.copyOf(problems);
			if (problems.isEmpty()) {
				throw new IllegalArgumentException("'problems' must not be empty");
			}
		}

	}

	/**
	 * An {@link AttackLoader} was called.
	 *
	 * @param time when it happened the call returned or failed
	 * @param duration how long the call took
	 * @param status the current status of the loader
	 */
	record LoaderCalled(Instant time, Duration duration, LoaderStatus status) implements AttackEvent {

	}

	/**
	 * The state of the loading of attacks changed.
	 *
	 * @param time when it happened
	 * @param before the state before
	 * @param status the current status of the loader
	 */
	record LoaderChanged(Instant time, LoaderStatus.State before, LoaderStatus status) implements AttackEvent {

	}

}
