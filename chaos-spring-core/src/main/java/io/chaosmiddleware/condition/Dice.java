package io.chaosmiddleware.condition;

import java.time.Duration;

/**
 * Decides by chance. Safe for use by many threads.
 */
@FunctionalInterface
public interface Dice {

	/**
	 * Hypothetical dice that always hit, to find out what could happen. Their number is
	 * the middle of all numbers, so that distributions give their median.
	 */
	Dice HIT = new Dice() {

		@Override
		public double roll() {
			return 0.5;
		}

		@Override
		public boolean hits(double percent) {
			return true;
		}

		@Override
		public boolean isHypothetical() {
			return true;
		}

	};

	/**
	 * Roll the dice.
	 * @return a number of at least 0 and less than 1; all of them are equally likely
	 */
	double roll();

	/**
	 * Roll the dice for a probability.
	 * @param percent the probability of a hit in per cent
	 * @return whether it is a hit
	 */
	default boolean hits(double percent) {
		return roll() * 100 < percent;
	}

	/**
	 * Return the number that a value of a request stands for, which is the same each
	 * time.
	 * @param value the value, which is untrusted text
	 * @return a number of at least 0 and less than 1
	 */
	default double roll(String value) {
		return roll();
	}

	/**
	 * Return how much of a time has passed since the start of the attack.
	 * @param time the time
	 * @return a number from 0 to 1, where 1 stands for all of it
	 */
	default double passed(Duration time) {
		return 1;
	}

	/**
	 * Count a request that meets all other conditions.
	 * @return the number of the request, 1 for the first
	 */
	default long count() {
		return 1;
	}

	/**
	 * Count a request within a window of time.
	 * @param window the length of the window
	 * @return the number of the request in the current window, 1 for the first
	 */
	default long countWithin(Duration window) {
		return 1;
	}

	/** Note that no further request can be hit, however often it is counted. */
	default void exhaust() {
	}

	/**
	 * Return whether these dice only suppose their results, so that real ones may decide
	 * otherwise.
	 * @return whether nothing is decided by chance
	 */
	default boolean isHypothetical() {
		return false;
	}

}
