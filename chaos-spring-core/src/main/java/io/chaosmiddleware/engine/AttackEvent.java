package io.chaosmiddleware.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import io.chaosmiddleware.document.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What happened, as told to an {@link AttackListener}. Immutable, except for the
 * {@linkplain ActiveAttack#hits() hits} of an active attack, which go on counting.
 */
public sealed interface AttackEvent {

	/**
	 * When it happened.
	 * @return the time
	 */
	Instant time();

	/**
	 * A request was considered, and whatever was decided for it was performed: its
	 * decision holds injections and refusals.
	 *
	 * @param time when
	 * @param outcome what was really done
	 */
	record Decided(Instant time, Outcome outcome) implements AttackEvent {

		/**
		 * Return what was decided, with the verdicts as they turned out.
		 * @return the decision
		 */
		public Decision decision() {
			return this.outcome.decision();
		}

	}

	/**
	 * A configured attack became active. The attack knows its source and its expiry.
	 *
	 * @param time when
	 * @param attack the attack
	 */
	record Started(Instant time, ActiveAttack attack) implements AttackEvent {

	}

	/**
	 * A configured attack is no longer active.
	 *
	 * @param time when
	 * @param attack the attack
	 * @param cause why
	 * @param operator who cancelled it, {@code null} if nobody did or if it is unknown
	 */
	record Ended(Instant time, ActiveAttack attack, Cause cause, @Nullable Operator operator) implements AttackEvent {

	}

	/**
	 * Why an attack ended.
	 */
	enum Cause {

		/** Its time was over. */
		EXPIRED,

		/** Somebody cancelled it. */
		CANCELLED,

		/** Its source has it no longer, or cannot be reached. */
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
	 * @param time when
	 * @param operator by whom, {@code null} if it is unknown
	 */
	record Halted(Instant time, @Nullable Operator operator) implements AttackEvent {

	}

	/**
	 * Attacks may run again.
	 *
	 * @param time when
	 * @param operator by whom, {@code null} if it is unknown
	 */
	record Resumed(Instant time, @Nullable Operator operator) implements AttackEvent {

	}

	/**
	 * Somebody tried to start an attack whose document was refused. (Refused headers are
	 * part of a {@link Decided}.)
	 *
	 * @param time when
	 * @param problems what was wrong with it, at least one
	 * @param operator who tried, {@code null} if it is unknown
	 */
	record StartRefused(Instant time, List<Problem> problems, @Nullable Operator operator) implements AttackEvent {

		/**
		 * Create an event.
		 * @param time when
		 * @param problems what was wrong with it, copied
		 * @param operator who tried
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
	 * @param time when it had answered or failed
	 * @param duration how long that took
	 * @param status how the loader is now
	 */
	record LoaderCalled(Instant time, Duration duration, LoaderStatus status) implements AttackEvent {

	}

	/**
	 * The state of the loading of attacks changed.
	 *
	 * @param time when
	 * @param before the state before
	 * @param status how the loader is now
	 */
	record LoaderChanged(Instant time, LoaderStatus.State before, LoaderStatus status) implements AttackEvent {

	}

}
