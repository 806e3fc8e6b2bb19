package io.chaosmiddleware.attack;

import java.util.ArrayList;
import java.util.List;

import io.chaosmiddleware.condition.Condition;
import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.effect.Effect;
import org.jspecify.annotations.Nullable;

/**
 * One action of an attack: either one that can be performed, or one that is not valid and
 * is kept only to say so: it does nothing, its neighbours still run.
 */
public sealed interface Action {

	/**
	 * The name by which reports call this action.
	 * @return {@code delay} or {@code fault}, and {@code unknown} for an action whose
	 * name is not one of ours (its own text is never repeated)
	 */
	String name();

	/**
	 * Return what asking the conditions of this action costs.
	 * @return the sum of the {@linkplain Condition#weight() weights}, 0 for an action
	 * that does nothing
	 */
	default int weight() {
		return 0;
	}

	/**
	 * Return this action for whoever keeps it to show it: equal to this one, with its
	 * conditions {@linkplain Condition#forShow() for show}.
	 * @return the action
	 */
	default Action forShow() {
		return this;
	}

	/**
	 * An action that can be performed: what happens, and whom it meets.
	 *
	 * @param effect what happens
	 * @param aim what must all be true of a request that is hit, none for every request
	 */
	record Valid(Effect effect, List<Condition> aim) implements Action {

		/**
		 * Create an action.
		 * @param effect what happens
		 * @param aim what must all be true of a request that is hit, copied
		 */
		public Valid {
			aim = List.copyOf(aim);
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

		@Override
		public int weight() {
			return this.aim.stream().mapToInt(Condition::weight).sum();
		}

		@Override
		public Action forShow() {
			List<Condition> light = this.aim;
			for (int i = 0; i < this.aim.size(); i++) {
				Condition condition = this.aim.get(i).forShow();
				if (condition != this.aim.get(i)) {
					light = (light == this.aim) ? new ArrayList<>(light) : light;
					light.set(i, condition);
				}
			}
			return (light == this.aim) ? this : new Valid(this.effect, light);
		}

	}

	/**
	 * An action that does nothing, because it is not valid.
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
