package io.chaosmiddleware.attack;

import java.util.List;

import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.condition.Target;
import org.jspecify.annotations.Nullable;

/**
 * An attack: actions that are processed in order, and optionally the application and
 * environment that they target. Immutable. Attacks come from an {@link AttackParser}, so
 * an existing attack does not have to be validated again.
 *
 * @param actions the actions in the order of the document, possibly none
 * @param target the application and environment that the attack targets, {@code null} for
 * any
 */
public record Attack(List<Action> actions, @Nullable Target target) {

	/**
	 * Create an attack.
	 * @param actions the actions, copied
	 * @param target the application and environment that the attack targets, {@code null}
	 * for any
	 */
	public Attack {
		actions = List.copyOf(actions);
	}

	/**
	 * Create an attack on any application.
	 * @param actions the actions, copied
	 */
	public Attack(List<Action> actions) {
		this(actions, null);
	}

	/**
	 * Return what it costs to evaluate all conditions of this attack.
	 * @return the sum of the {@linkplain Action#weight() weights}
	 */
	public long weight() {
		return this.actions.stream().mapToLong(Action::weight).sum();
	}

	/**
	 * Return a copy of this attack to keep and to show. It is equal to this attack, but
	 * its actions are {@linkplain Action#forShow() for show} only.
	 * @return the attack
	 */
	public Attack forShow() {
		return new Attack(this.actions.stream().map(Action::forShow).toList(), this.target);
	}

	/**
	 * Return whether this attack targets an application, whatever its routes are.
	 * @param application the application
	 * @return whether it has no target, or one that the application meets
	 */
	public boolean targets(ApplicationIdentity application) {
		return this.target == null || this.target.missesAll(application) == null;
	}

}
