package io.chaosmiddleware.attack;

import java.util.List;

import io.chaosmiddleware.condition.Target;
import org.jspecify.annotations.Nullable;

/**
 * An attack: actions that are walked in order, and optionally the application and
 * environment that they are meant for. Immutable. Attacks come from an
 * {@link AttackParser}, so that whoever holds one need not validate it.
 *
 * @param actions the actions in the order of the document, possibly none
 * @param target whom the attack is meant for, {@code null} for everybody
 */
public record Attack(List<Action> actions, @Nullable Target target) {

	/**
	 * Create an attack.
	 * @param actions the actions, copied
	 * @param target whom the attack is meant for, {@code null} for everybody
	 */
	public Attack {
		actions = List.copyOf(actions);
	}

	/**
	 * Create an attack on everybody.
	 * @param actions the actions, copied
	 */
	public Attack(List<Action> actions) {
		this(actions, null);
	}

	/**
	 * Return what asking all its conditions costs.
	 * @return the sum of the {@linkplain Action#weight() weights}
	 */
	public long weight() {
		return this.actions.stream().mapToLong(Action::weight).sum();
	}

	/**
	 * Return this attack for whoever keeps it to show it: equal to this one, with its
	 * actions {@linkplain Action#forShow() for show}.
	 * @return the attack
	 */
	public Attack forShow() {
		return new Attack(this.actions.stream().map(Action::forShow).toList(), this.target);
	}

}
