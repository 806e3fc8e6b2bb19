package io.chaosmiddleware.engine;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.condition.Dice;
import io.chaosmiddleware.condition.RequestPath;
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

	// The weight of the conditions that look at the path, and the work of the others.
	private final long weight;

	private final long workElsewhere;

	private final boolean actsOnAnswer;

	private final boolean needsUser;

	private Plan(List<PlannedAction> actions) {
		this.actions = actions;
		long weight = 0;
		long workElsewhere = 0;
		boolean actsOnAnswer = false;
		boolean needsUser = false;
		for (PlannedAction action : actions) {
			weight += action.weight(true);
			workElsewhere += action.weight(false) * RequestPath.MAX_LENGTH;
			actsOnAnswer |= action.actsOnAnswer();
			needsUser |= action.needsUser();
		}
		this.weight = weight;
		this.workElsewhere = workElsewhere;
		this.actsOnAnswer = actsOnAnswer;
		this.needsUser = needsUser;
	}

	/**
	 * Prepare the attack of a header.
	 * @param header the attack
	 * @param us the identity of this application
	 * @param notNow why it hits nothing now, {@code null} if it may
	 * @param clock the clock
	 * @param counts gives the counts of the action with an index
	 */
	static Plan of(Attack header, ApplicationIdentity us, @Nullable Reason notNow, Clock clock,
			IntFunction<Counts> counts) {
		List<PlannedAction> actions = new ArrayList<>(header.actions().size());
		Instant start = header.schedule().start();
		Supplier<String> key = new Key(header);
		// The limits of an id may be different in the next header.
		add(header, null, us, notNow, key, (index) -> new AttackDice(Dice.HIT, key,
				(start != null) ? start.toEpochMilli() : clock.millis(), clock, () -> counts.apply(index), false),
				actions);
		return new Plan(actions);
	}

	static Plan of(List<ActiveAttack> attacks, ApplicationIdentity us, Clock clock) {
		List<PlannedAction> actions = new ArrayList<>();
		for (ActiveAttack active : attacks) {
			Supplier<String> key = new Key(active.attack());
			add(active.attack(), active, us, null, key, (index) -> new AttackDice(Dice.HIT, key,
					active.start().toEpochMilli(), clock, () -> active.counts(index), true), actions);
		}
		return new Plan(List.copyOf(actions));
	}

	private static void add(Attack attack, @Nullable ActiveAttack origin, ApplicationIdentity us,
			@Nullable Reason notNow, Supplier<String> key, IntFunction<AttackDice> dice, List<PlannedAction> actions) {
		Reason missed = attack.missesAll(us);
		missed = (missed != null) ? missed : notNow;
		for (int i = 0; i < attack.actions().size(); i++) {
			actions.add(PlannedAction.of(attack.actions().get(i), i, origin, us, key, missed, dice));
		}
	}

	boolean isEmpty() {
		return this.actions.isEmpty();
	}

	/**
	 * Return whether an action may need the answer to a request.
	 */
	boolean actsOnAnswer() {
		return this.actsOnAnswer;
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
		return this.weight * path.length() + this.workElsewhere <= maxWork;
	}

	/**
	 * The key of an attack, which is made only once, since that of an attack without an
	 * id is its whole document.
	 */
	private static final class Key implements Supplier<String> {

		private final Attack attack;

		private @Nullable String text;

		Key(Attack attack) {
			this.attack = attack;
		}

		@Override
		public String get() {
			String text = this.text;
			if (text == null) {
				text = this.attack.key();
				this.text = text;
			}
			return text;
		}

	}

}
