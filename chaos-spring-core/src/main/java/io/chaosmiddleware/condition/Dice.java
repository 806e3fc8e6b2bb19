package io.chaosmiddleware.condition;

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
	 * Return whether these dice only suppose their results, so that real ones may decide
	 * otherwise.
	 * @return whether nothing is decided by chance
	 */
	default boolean isHypothetical() {
		return false;
	}

}
