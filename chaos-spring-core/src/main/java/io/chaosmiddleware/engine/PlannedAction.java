package io.chaosmiddleware.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.condition.Condition;
import io.chaosmiddleware.condition.Dice;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.effect.Phase;
import org.jspecify.annotations.Nullable;

/**
 * An action of a {@link Plan}. The search for the first action that can hit a request and
 * the walk through all actions both evaluate the same conditions in the same order.
 */
final class PlannedAction {

	private static final Condition[] NONE = {};

	private final Action action;

	private final @Nullable ActiveAttack origin;

	private final @Nullable Reason missesAll;

	private final Condition[] conditions;

	private final Condition[] consuming;

	// Hypothetical dice that know the attack, only if a condition needs them.
	private final @Nullable AttackDice dice;

	private PlannedAction(Action action, @Nullable ActiveAttack origin, @Nullable Reason missesAll,
			Condition[] conditions, Condition[] consuming, @Nullable AttackDice dice) {
		this.action = action;
		this.origin = origin;
		this.missesAll = missesAll;
		this.conditions = conditions;
		this.consuming = consuming;
		this.dice = dice;
	}

	static PlannedAction of(Action action, int index, @Nullable ActiveAttack origin, ApplicationIdentity us,
			Supplier<String> attack, @Nullable Reason missedTarget, IntFunction<AttackDice> dice) {
		if (!(action instanceof Action.Valid valid) || valid.aim().isEmpty()) {
			return new PlannedAction(action, origin, missedTarget, NONE, NONE, null);
		}
		Reason missesAll = missedTarget;
		int consuming = 0;
		boolean needsAttack = false;
		for (Condition condition : valid.aim()) {
			missesAll = (missesAll != null) ? missesAll : condition.missesAll(us, attack);
			consuming += condition.consumes() ? 1 : 0;
			needsAttack |= condition.needsAttack();
		}
		return new PlannedAction(action, origin, missesAll, conditions(valid, false, valid.aim().size() - consuming),
				conditions(valid, true, consuming), (needsAttack && missesAll == null) ? dice.apply(index) : null);
	}

	private static Condition[] conditions(Action.Valid valid, boolean consuming, int count) {
		if (count == 0) {
			return NONE;
		}
		Condition[] conditions = new Condition[count];
		int next = 0;
		for (Condition condition : valid.aim()) {
			if (condition.consumes() == consuming) {
				conditions[next++] = condition;
			}
		}
		return conditions;
	}

	Action action() {
		return this.action;
	}

	@Nullable ActiveAttack origin() {
		return this.origin;
	}

	boolean actsOnAnswer() {
		return this.missesAll == null && this.action instanceof Action.Valid valid && valid.phase() != Phase.BEFORE;
	}

	/**
	 * Return the weight of the conditions that look at the path, or of the others.
	 */
	long weight(boolean ofPath) {
		long weight = 0;
		if (this.missesAll == null) {
			for (Condition condition : this.conditions) {
				weight += (condition.looksAtPath() == ofPath) ? condition.weight() : 0;
			}
		}
		return weight;
	}

	boolean needsUser() {
		if (this.missesAll == null) {
			for (Condition condition : this.conditions) {
				if (condition.needsUser()) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Return an upper bound of the work of evaluating all conditions for one request.
	 */
	long work(RequestView request, String path) {
		long work = 0;
		if (this.missesAll == null) {
			for (Condition condition : this.conditions) {
				work += condition.work(request, path);
			}
		}
		return work;
	}

	/**
	 * Return why a request is not hit, without conditions that depend on chance.
	 */
	@Nullable Reason miss(RequestView request, String path) {
		if (this.missesAll != null) {
			return this.missesAll;
		}
		Reason missed = miss(this.conditions, request, path, (this.dice != null) ? this.dice : Dice.HIT);
		return (missed == null && this.dice != null && this.dice.isExhausted()) ? Reason.TIMES : missed;
	}

	/**
	 * Return why a request that meets all other conditions is not hit by chance.
	 */
	@Nullable Reason missByChance(RequestView request, String path, Dice dice) {
		return miss(this.consuming, request, path, dice(dice));
	}

	/**
	 * Return what a hit of a request that meets all other conditions depends on.
	 */
	Map<String, Object> chances(Dice dice) {
		Map<String, Object> chances = new LinkedHashMap<>();
		for (Condition condition : this.consuming) {
			chances.putAll(condition.chances(dice(dice)));
		}
		return chances;
	}

	private Dice dice(Dice dice) {
		return (this.dice != null) ? this.dice.with(dice) : dice;
	}

	private static @Nullable Reason miss(Condition[] conditions, RequestView request, String path, Dice dice) {
		for (Condition condition : conditions) {
			Reason reason = condition.miss(request, path, dice);
			if (reason != null) {
				return reason;
			}
		}
		return null;
	}

}
