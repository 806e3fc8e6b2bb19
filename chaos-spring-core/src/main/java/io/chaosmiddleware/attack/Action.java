package io.chaosmiddleware.attack;

import java.util.ArrayList;
import java.util.List;

import io.chaosmiddleware.condition.Condition;
import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.effect.Effect;
import io.chaosmiddleware.effect.Phase;
import org.jspecify.annotations.Nullable;

/**
 * One action of an attack. An action is either valid and can be performed, or it is
 * refused: a refused action does nothing and is only kept for reports, while the other
 * actions of its attack still run.
 */
public sealed interface Action {

	/**
	 * Return the name that reports use for this action.
	 * @return {@code delay} or {@code fault}, and {@code unknown} for an action whose
	 * name is not known (its own text is never repeated)
	 */
	String name();

	/**
	 * Return what it costs to evaluate the conditions of this action.
	 * @return the sum of the {@linkplain Condition#weight() weights}, 0 for an action
	 * that does nothing
	 */
	default int weight() {
		return 0;
	}

	/**
	 * Return a copy of this action to keep and to show. It is equal to this action, but
	 * its conditions are {@linkplain Condition#forShow() for show} only.
	 * @return the action
	 */
	default Action forShow() {
		return this;
	}

	/**
	 * An action that can be performed: what happens, and to which requests.
	 *
	 * @param effect what happens
	 * @param aim the conditions that a request must all meet to be hit, empty for every
	 * request
	 * @param phase when it happens
	 */
	record Valid(Effect effect, List<Condition> aim, Phase phase) implements Action {

		/**
		 * Create an action.
		 * @param effect what happens
		 * @param aim the conditions that a request must all meet to be hit, copied
		 * @param phase when it happens
		 */
		public Valid {
			aim = List.copyOf(aim);
		}

		/**
		 * Create an action that acts before the handler.
		 * @param effect what happens
		 * @param aim the conditions that a request must all meet to be hit, copied
		 */
		public Valid(Effect effect, List<Condition> aim) {
			this(effect, aim, Phase.BEFORE);
		}

		@Override
		public String name() {
			return this.effect.type().code();
		}

		/**
		 * Return a condition of this action.
		 * @param type the kind of condition
		 * @param <C> the kind of condition
		 * @return the condition, {@code null} if the action has none of this kind
		 */
		public <C extends Condition> @Nullable C condition(Class<C> type) {
			for (Condition condition : this.aim) {
				if (type.isInstance(condition)) {
					return type.cast(condition);
				}
			}
			return null;
		}

		/**
		 * Return the same action with an effect that has been drawn for one request.
		 * @param drawn the effect
		 * @return the action
		 */
		public Valid with(Effect drawn) {
			return (drawn == this.effect) ? this : new Valid(drawn, this.aim, this.phase);
		}

		@Override
		public int weight() {
			return this.aim.stream().mapToInt(Condition::weight).sum();
		}

		@Override
		public Valid forShow() {
			List<Condition> light = this.aim;
			for (int i = 0; i < this.aim.size(); i++) {
				Condition condition = this.aim.get(i).forShow();
				if (condition != this.aim.get(i)) {
					light = (light == this.aim) ? new ArrayList<>(light) : light;
					light.set(i, condition);
				}
			}
			return (light == this.aim) ? this : new Valid(this.effect, light, this.phase);
		}

	}

	/**
	 * An action that does nothing, because it is not valid.
	 *
	 * @param name the name of the action, {@code unknown} if it is not a known one
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
