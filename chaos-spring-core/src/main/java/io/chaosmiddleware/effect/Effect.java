package io.chaosmiddleware.effect;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What an action does to a request. A closed family; no effect ever sees a route or a
 * probability. Immutable and safe for use by many threads.
 */
public sealed interface Effect permits Delay, Fault {

	/**
	 * Return what kind of effect this is.
	 * @return the type
	 */
	EffectType type();

	/**
	 * Return what is to be done, in this order.
	 * @return the steps, at least one
	 */
	List<Step> steps();

	/**
	 * Return the fields that an action with this effect has in a document: the inverse of
	 * {@link EffectType#read}.
	 * @return names and values in the order of the document, untrusted text among them
	 */
	Map<String, Object> fields();

	/**
	 * Return what reports say of the effect once it is performed.
	 * @return numbers and texts by stable codes. The result header shows the numbers
	 */
	Map<String, Object> details();

	/**
	 * Return what was done, for the log.
	 * @param details what was reported: those of the effect, and those of its steps
	 * @return a few words, such as {@code delay of 2 s}
	 */
	String describe(Map<String, Object> details);

	/**
	 * Return how long the request waits altogether.
	 * @return the sum of the pauses, zero if there are none
	 */
	default Duration pause() {
		Duration sum = Duration.ZERO;
		for (Step step : steps()) {
			if (step instanceof Pause pause) {
				sum = sum.plus(pause.duration());
			}
		}
		return sum;
	}

	/**
	 * Return whether this effect decides how the request ends, so that no action after it
	 * can.
	 * @return whether one of the steps does
	 */
	default boolean isOutcome() {
		for (Step step : steps()) {
			if (step.isOutcome()) {
				return true;
			}
		}
		return false;
	}

}
