package io.chaosmiddleware.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Attacks that are prepared for matching. What does not depend on the request is already
 * decided, and cheap conditions come first. Immutable; a new plan is made when the active
 * attacks change.
 */
final class Plan {

	static final Plan EMPTY = new Plan(List.of());

	private final List<PlannedAction> actions;

	private final long weight;

	private final boolean needsUser;

	private Plan(List<PlannedAction> actions) {
		this.actions = actions;
		long weight = 0;
		boolean needsUser = false;
		for (PlannedAction action : actions) {
			weight += action.weight();
			needsUser |= action.needsUser();
		}
		this.weight = weight;
		this.needsUser = needsUser;
	}

	static Plan of(Attack header, ApplicationIdentity us, @Nullable Reason notNow) {
		List<PlannedAction> actions = new ArrayList<>(header.actions().size());
		add(header, null, us, notNow, actions);
		return new Plan(actions);
	}

	static Plan of(List<ActiveAttack> attacks, ApplicationIdentity us) {
		List<PlannedAction> actions = new ArrayList<>();
		attacks.forEach((active) -> add(active.attack(), active, us, null, actions));
		return new Plan(List.copyOf(actions));
	}

	private static void add(Attack attack, @Nullable ActiveAttack origin, ApplicationIdentity us,
			@Nullable Reason notNow, List<PlannedAction> actions) {
		Reason missed = attack.missesAll(us);
		missed = (missed != null) ? missed : notNow;
		Supplier<String> key = attack::key;
		for (Action action : attack.actions()) {
			actions.add(PlannedAction.of(action, origin, us, key, missed));
		}
	}

	boolean isEmpty() {
		return this.actions.isEmpty();
	}

	boolean needsUser() {
		return this.needsUser;
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
