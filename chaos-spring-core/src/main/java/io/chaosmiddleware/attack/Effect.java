package io.chaosmiddleware.attack;

import java.time.Duration;

/**
 * What an action does to a request. A closed family: whoever performs effects handles all
 * of them, and the compiler says so. No effect ever sees a route or a probability.
 */
public sealed interface Effect {

	/**
	 * The name of the effect in the attack language.
	 * @return {@code delay} or {@code fault}
	 */
	String name();

	/**
	 * The request is answered later. Delays of one request add up.
	 *
	 * @param duration how much later, positive, in whole seconds in the attack language
	 */
	record Delay(Duration duration) implements Effect {

		/**
		 * Create a delay.
		 * @param duration how much later
		 * @throws IllegalArgumentException if the duration is not positive
		 */
		public Delay {
			if (duration.isNegative() || duration.isZero()) {
				throw new IllegalArgumentException("'duration' must be positive");
			}
		}

		@Override
		public String name() {
			return "delay";
		}

	}

	/**
	 * The request fails as if its handler had thrown an exception. Ends the walk through
	 * the actions.
	 *
	 * @param exceptionName the class name of the exception as it stands in the document.
	 * It is untrusted text, resolved only when the action hits (decisions D12 to D14)
	 */
	record Fault(String exceptionName) implements Effect {

		@Override
		public String name() {
			return "fault";
		}

	}

}
