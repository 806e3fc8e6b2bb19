package io.chaosmiddleware.engine;

import java.util.ArrayList;
import java.util.List;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.condition.Target;
import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Attacks that are prepared for matching. What does not depend on the request is already
 * decided, and cheap conditions come first. Immutable; a new plan is made when the active
 * attacks change.
 */
final class Plan {

	static final Plan EMPTY = new Plan(List.of(), 0);

	private final List<PlannedAction> actions;

	private final long weight;

	private Plan(List<PlannedAction> actions, long weight) {
		this.actions = actions;
		this.weight = weight;
	}

	static Plan of(Attack header, ApplicationIdentity us) {
		return of(header, null, us, new ArrayList<>(header.actions().size()));
	}

	static Plan of(List<ActiveAttack> attacks, ApplicationIdentity us) {
		if (attacks.isEmpty()) {
			return EMPTY;
		}
		List<PlannedAction> actions = new ArrayList<>();
		long weight = 0;
		for (ActiveAttack active : attacks) {
			weight += of(active.attack(), active, us, actions).weight;
		}
		return new Plan(List.copyOf(actions), weight);
	}

	private static Plan of(Attack attack, @Nullable ActiveAttack origin, ApplicationIdentity us,
			List<PlannedAction> actions) {
		Target target = attack.target();
		Reason missed = (target != null) ? target.missesAll(us) : null;
		long weight = 0;
		for (Action action : attack.actions()) {
			PlannedAction planned = PlannedAction.of(action, origin, us, missed);
			weight += planned.weight();
			actions.add(planned);
		}
		return new Plan(actions, weight);
	}

	boolean isEmpty() {
		return this.actions.isEmpty();
	}

	int size() {
		return this.actions.size();
	}

	PlannedAction action(int index) {
		return this.actions.get(index);
	}

	/**
	 * Return whether evaluating every condition is certainly not too much work for one
	 * request, so that the work does not have to be counted.
	 */
	boolean isWithin(long maxWork, String path) {
		return this.weight * path.length() <= maxWork;
	}

}
