package io.chaosmiddleware.effect;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;

/**
 * What an action does to a request. The family is closed, and effects do not depend on
 * conditions. Immutable and safe for use by many threads.
 */
public sealed interface Effect permits Delay, Fault, Status, Disconnect, BodyEffect {

	/**
	 * Return the type of this effect.
	 * @return the type
	 */
	EffectType type();

	/**
	 * Return when this effect acts, if it acts at one time only.
	 * @return the phase, {@code null} if the action may choose one
	 */
	default @Nullable Phase phase() {
		return null;
	}

	/**
	 * Choose by chance what happens to one request.
	 * @param dice gives numbers of at least 0 and less than 1 that are equally likely
	 * @param longest the longest delay of a request
	 * @return the effect for one request; the same for all of them if nothing depends on
	 * chance
	 */
	default Effect draw(DoubleSupplier dice, Duration longest) {
		return this;
	}

	/**
	 * Return the steps that make up this effect, in the order in which they are
	 * performed.
	 * @return the steps, none if the effect only changes the body of the answer
	 */
	default List<Step> steps() {
		return List.of();
	}

	/**
	 * Return the fields that an action with this effect has in a document. This is the
	 * inverse of {@link EffectType#read}.
	 * @return names and values in the order of the document, which contain untrusted text
	 */
	Map<String, Object> fields();

	/**
	 * Return the details that reports give about this effect once it is performed.
	 * @return numbers and texts by stable codes. Only the numbers appear in the result
	 * header
	 */
	Map<String, Object> details();

	/**
	 * Describe what was done, for the log.
	 * @param details the reported details of the effect and of its steps
	 * @return a few words, such as {@code delay of 2 s}
	 */
	String describe(Map<String, Object> details);

	/**
	 * Return how long the request waits in total.
	 * @return the sum of the pauses, zero if there are none
	 */
	default Duration pause() {
		return pauseAfter(Duration.ZERO);
	}

	/**
	 * Return how long the request waits in total after earlier effects.
	 * @param before how long it has waited before
	 * @return the sum of all pauses
	 */
	default Duration pauseAfter(Duration before) {
		Duration sum = before;
		for (Step step : steps()) {
			if (step instanceof Pause pause) {
				sum = pause.after(sum);
			}
		}
		return sum;
	}

	/**
	 * Return whether this effect holds the request or its answer back, so that the number
	 * of such requests has to be limited.
	 * @return whether it takes time
	 */
	default boolean takesTime() {
		return !pause().isZero();
	}

	/**
	 * Return whether this effect ends the connection of the request, which not every
	 * server makes possible.
	 * @return whether it may do so
	 */
	default boolean breaksConnection() {
		for (Step step : steps()) {
			if (step instanceof EndConnection) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return this effect as it was performed, where the request did not wait as long as
	 * its steps say.
	 * @param waited how long the request really waited
	 * @return the effect, whose details say so
	 */
	default Effect waited(Duration waited) {
		return this;
	}

	/**
	 * Return whether this effect decides how the request ends, so that no later action
	 * can.
	 * @return whether one of the steps decides it
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
