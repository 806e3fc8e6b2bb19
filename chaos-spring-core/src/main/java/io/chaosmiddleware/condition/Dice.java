package io.chaosmiddleware.condition;

/**
 * Decides by chance. Safe for use by many threads.
 */
@FunctionalInterface
public interface Dice {

	/** Dice that always hit, to find out what could happen. */
	Dice HIT = (probability) -> true;

	/**
	 * Roll the dice.
	 * @param probability the probability of a hit in per cent, 1 to 99
	 * @return whether it is a hit
	 */
	boolean hits(int probability);

}
