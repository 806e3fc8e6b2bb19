package io.chaosmiddleware.attack;

import java.util.List;

/**
 * One action of an attack: either one that can be performed, or one whose content makes
 * no sense and that is kept only to say so. The two levels of refusal are described in
 * the conformance decisions: a refused action does nothing, its neighbours still run.
 */
public sealed interface Action {

	/**
	 * The name by which reports call this action.
	 * @return {@code delay} or {@code fault}, and {@code unknown} for an action whose
	 * name is not one of ours (its own text is never repeated)
	 */
	String name();

	/**
	 * Return what comparing the route of this action with a path costs.
	 * @return the {@linkplain Route#weight() weight}, 0 for an action that does nothing
	 */
	default int weight() {
		return 0;
	}

	/**
	 * Return this action for whoever keeps it to show it: equal to this one, but without
	 * the {@linkplain Route#withoutProgram() program} of its route.
	 * @return the action
	 */
	default Action withoutProgram() {
		return this;
	}

	/**
	 * An action that can be performed. What happens, where, and how often are three
	 * separate parts.
	 *
	 * @param effect what happens
	 * @param route where it happens
	 * @param probability how often it happens, in per cent, 1 to 100
	 */
	record Valid(Effect effect, Route route, int probability) implements Action {

		/**
		 * Create an action.
		 * @param effect what happens
		 * @param route where it happens
		 * @param probability how often it happens, in per cent, 1 to 100
		 * @throws IllegalArgumentException if the probability is out of range
		 */
		public Valid {
			if (probability < 1 || probability > 100) {
				throw new IllegalArgumentException("'probability' must be between 1 and 100");
			}
		}

		@Override
		public String name() {
			return this.effect.name();
		}

		@Override
		public int weight() {
			return this.route.weight();
		}

		@Override
		public Action withoutProgram() {
			Route light = this.route.withoutProgram();
			return (light == this.route) ? this : new Valid(this.effect, light, this.probability);
		}

	}

	/**
	 * An action that does nothing, because its content makes no sense.
	 *
	 * @param name the name of the action, {@code unknown} if it is not one of ours
	 * @param problems what is wrong with it, at least one; the first gives the reason
	 */
	record Refused(String name, List<Problem> problems) implements Action {

		/**
		 * Create a refused action.
		 * @param name the name of the action
		 * @param problems what is wrong with it, at least one
		 */
		public Refused {
			problems = List.copyOf(problems);
			if (problems.isEmpty()) {
				throw new IllegalArgumentException("'problems' must not be empty");
			}
		}

		/**
		 * Return why this action is refused.
		 * @return the reason of the first problem
		 */
		public Reason reason() {
			return this.problems.get(0).reason();
		}

	}

}
