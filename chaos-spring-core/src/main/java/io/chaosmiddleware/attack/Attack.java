package io.chaosmiddleware.attack;

import java.util.ArrayList;
import java.util.List;

import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.condition.Target;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;

/**
 * An attack: actions that are processed in order, and optionally the application,
 * environment and instances that they target. Immutable. Attacks come from an
 * {@link AttackParser}, so an existing attack does not have to be validated again.
 *
 * @param id the id that its author gives it, {@code null} if there is none
 * @param name the name that its author gives it, for people; {@code null} if there is
 * none
 * @param schedule when the attack is active
 * @param actions the actions in the order of the document, possibly none
 * @param target the application and environment that the attack targets, {@code null} for
 * any
 */
public record Attack(@Nullable String id, @Nullable String name, Schedule schedule, List<Action> actions,
		@Nullable Target target) {

	/**
	 * Create an attack.
	 * @param id the id that its author gives it
	 * @param name the name that its author gives it
	 * @param schedule when the attack is active
	 * @param actions the actions, copied
	 * @param target the application and environment that the attack targets, {@code null}
	 * for any
	 */
	public Attack {
		actions = List.copyOf(actions);
	}

	/**
	 * Create an attack without an id, which is active until its source ends it.
	 * @param actions the actions, copied
	 * @param target the application and environment that the attack targets, {@code null}
	 * for any
	 */
	public Attack(List<Action> actions, @Nullable Target target) {
		this(null, null, Schedule.ALWAYS, actions, target);
	}

	/**
	 * Create an attack without an id on any application, which is active until its source
	 * ends it.
	 * @param actions the actions, copied
	 */
	public Attack(List<Action> actions) {
		this(actions, null);
	}

	/**
	 * Return the same attack with other actions.
	 * @param actions the actions, copied
	 * @return the attack
	 */
	public Attack with(List<Action> actions) {
		return new Attack(this.id, this.name, this.schedule, actions, this.target);
	}

	/**
	 * Return the same attack within limits that the one who made it may not know. Actions
	 * whose effect is not allowed are refused.
	 * @param limits the limits
	 * @return the attack
	 */
	public Attack within(AttackLimits limits) {
		List<Action> allowed = new ArrayList<>();
		for (Action action : this.actions) {
			allowed.add(
					(action instanceof Action.Valid && !limits.allows(action.name()))
							? new Action.Refused(action.name(),
									List.of(new Problem("$.actions[" + allowed.size() + "].name",
											Reason.EFFECT_NOT_ALLOWED, AttackReader.notAllowed(action.name()))))
							: action);
		}
		return with(allowed);
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
		return with(this.actions.stream().map(Action::forShow).toList());
	}

	/**
	 * Return why this attack does not target an application, whatever its actions are.
	 * @param application the application
	 * @return the reason, {@code null} if it has no target, or one that the application
	 * meets
	 */
	public @Nullable Reason missesAll(ApplicationIdentity application) {
		return (this.target != null) ? this.target.missesAll(application, this::key) : null;
	}

	/**
	 * Return whether this attack targets an application, whatever its actions are.
	 * @param application the application
	 * @return whether it has no target, or one that the application meets
	 */
	public boolean targets(ApplicationIdentity application) {
		return missesAll(application) == null;
	}

	/**
	 * Return what identifies this attack where all instances of an application must agree
	 * on it: its id, or its document if it has none. The instances that it targets are
	 * left out, so that their share can be changed.
	 * @return the text, which is the same for equal attacks and contains untrusted text
	 */
	public String key() {
		if (this.id != null) {
			return this.id;
		}
		Target target = (this.target != null) ? this.target.withoutInstances() : null;
		return AttackWriter.text(new Attack(null, this.name, this.schedule, this.actions, target));
	}

}
