package io.chaosmiddleware.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackRefusedException;
import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.document.WeightBudget.TooHeavyException;
import io.chaosmiddleware.document.WeightBudget;
import io.chaosmiddleware.engine.AttackEvent.Cause;
import org.jspecify.annotations.Nullable;

/**
 * The configured attacks, as one immutable snapshot that writers replace and that each
 * request reads once, without a lock. Attacks with an expiry end on their own.
 */
final class ActiveAttacks {

	private static final Comparator<ActiveAttack> WALK_ORDER = Comparator.comparing(ActiveAttack::source);

	private final ApplicationIdentity identity;

	private final Clock clock;

	private final Consumer<AttackEvent> events;

	private final EngineTimer timer;

	private final int maxStarted;

	private final Map<String, Future<?>> expiries = new HashMap<>();

	private volatile Snapshot snapshot = new Snapshot(List.of(), Plan.EMPTY);

	ActiveAttacks(ApplicationIdentity identity, Clock clock, Consumer<AttackEvent> events, EngineTimer timer,
			int maxStarted) {
		this.identity = identity;
		this.clock = clock;
		this.events = events;
		this.timer = timer;
		this.maxStarted = maxStarted;
	}

	Snapshot snapshot() {
		return this.snapshot;
	}

	void replace(AttackSource source, List<Attack> attacks) {
		tell(replaceAll(source, attacks));
	}

	// Events are reported outside of the lock, so that no other thread waits for a
	// recorder or listener.
	private void tell(List<AttackEvent> events) {
		events.forEach(this.events);
	}

	private synchronized List<AttackEvent> replaceAll(AttackSource source, List<Attack> loaded) {
		List<Attack> attacks = withinWeight(loaded);
		Instant now = this.clock.instant();
		Map<String, ActiveAttack> before = new HashMap<>();
		this.snapshot.attacks().forEach((attack) -> before.put(attack.id(), attack));
		List<ActiveAttack> next = new ArrayList<>();
		Set<ActiveAttack> kept = new HashSet<>();
		for (int i = 0; i < attacks.size(); i++) {
			String id = source.code() + "-" + (i + 1);
			ActiveAttack same = before.get(id);
			if (same == null || !same.attack().equals(attacks.get(i))) {
				same = new ActiveAttack(id, source, attacks.get(i), now, null, null);
			}
			else {
				kept.add(same);
			}
			next.add(same);
		}
		List<ActiveAttack> previous = this.snapshot.attacks();
		List<ActiveAttack> all = new ArrayList<>(previous);
		all.removeIf((attack) -> attack.source() == source);
		all.addAll(next);
		publish(all);
		List<AttackEvent> events = new ArrayList<>();
		previous.stream().filter((attack) -> attack.source() == source && !kept.contains(attack)).forEach((attack) -> {
			attack.end();
			events.add(new AttackEvent.Ended(now, attack, Cause.UNLOADED, null));
		});
		next.stream()
			.filter((attack) -> !kept.contains(attack))
			.forEach((attack) -> events.add(new AttackEvent.Started(now, attack)));
		return events;
	}

	// A source may provide several documents, each of which is within the limit of one
	// document.
	private static List<Attack> withinWeight(List<Attack> attacks) {
		WeightBudget budget = WeightBudget.ofSource("all attacks of the source");
		List<Attack> within = new ArrayList<>();
		for (Attack attack : attacks) {
			List<Action> actions = new ArrayList<>();
			for (Action action : attack.actions()) {
				actions.add(withinWeight(action, actions.size(), budget));
			}
			within.add(new Attack(actions, attack.target()));
		}
		return within;
	}

	private static Action withinWeight(Action action, int index, WeightBudget budget) {
		try {
			budget.pay(action.weight());
			return action;
		}
		catch (TooHeavyException ex) {
			return new Action.Refused(action.name(), List.of(new Problem("$.actions[" + index + "].route",
					Reason.ROUTE_TOO_HEAVY, String.valueOf(ex.getMessage()))));
		}
	}

	/**
	 * Start an attack that ends on its own.
	 * @return the active attack
	 * @throws AttackRefusedException if the maximum number of attacks is active, or if
	 * the routes would weigh too much together
	 */
	ActiveAttack start(Attack attack, Duration duration, @Nullable Operator operator) {
		ActiveAttack started = add(attack, duration, operator);
		tell(List.of(new AttackEvent.Started(started.start(), started)));
		return started;
	}

	private synchronized ActiveAttack add(Attack attack, Duration duration, @Nullable Operator operator) {
		// Only attacks that were started here have an expiry, so their number is that of
		// the expiries.
		if (this.expiries.size() >= this.maxStarted) {
			throw refused(Reason.LIMIT_STARTED,
					this.maxStarted + " attacks that were started here are active, and no more may be; cancel one, or"
							+ " raise 'chaos.middleware.limits.max-started-attacks'");
		}
		WeightBudget budget = WeightBudget.ofSource("the attacks that were started here");
		try {
			this.snapshot.attacks()
				.stream()
				.filter((active) -> active.source() == AttackSource.ENDPOINT)
				.forEach((active) -> budget.pay(active.attack().weight()));
			budget.pay(attack.weight());
		}
		catch (TooHeavyException ex) {
			throw refused(Reason.ROUTE_TOO_HEAVY, String.valueOf(ex.getMessage()));
		}
		Instant now = this.clock.instant();
		String id = UUID.randomUUID().toString().substring(0, 8);
		while (this.expiries.containsKey(id)) {
			id = UUID.randomUUID().toString().substring(0, 8);
		}
		ActiveAttack started = new ActiveAttack(id, AttackSource.ENDPOINT, attack, now, now.plus(duration), operator);
		List<ActiveAttack> all = new ArrayList<>(this.snapshot.attacks());
		all.add(started);
		Future<?> expiry = this.timer.schedule(() -> remove((candidate) -> candidate == started, Cause.EXPIRED, null),
				duration);
		if (expiry == null) {
			throw new IllegalStateException("The engine is closed");
		}
		this.expiries.put(id, expiry);
		publish(all);
		return started;
	}

	private static AttackRefusedException refused(Reason reason, String message) {
		return new AttackRefusedException(List.of(new Problem("$", reason, message)));
	}

	List<ActiveAttack> remove(Predicate<ActiveAttack> condition, Cause cause, @Nullable Operator operator) {
		List<ActiveAttack> removed = take(condition);
		Instant now = this.clock.instant();
		removed.forEach((attack) -> this.events.accept(new AttackEvent.Ended(now, attack, cause, operator)));
		return removed;
	}

	private synchronized List<ActiveAttack> take(Predicate<ActiveAttack> condition) {
		List<ActiveAttack> removed = this.snapshot.attacks().stream().filter(condition).toList();
		if (!removed.isEmpty()) {
			Set<ActiveAttack> gone = new HashSet<>(removed);
			publish(this.snapshot.attacks().stream().filter((attack) -> !gone.contains(attack)).toList());
			for (ActiveAttack attack : removed) {
				attack.end();
				Future<?> expiry = this.expiries.remove(attack.id());
				if (expiry != null) {
					expiry.cancel(false);
				}
			}
		}
		return removed;
	}

	private void publish(List<ActiveAttack> attacks) {
		// The sort is stable, so the order within a source is preserved.
		List<ActiveAttack> sorted = attacks.stream().sorted(WALK_ORDER).toList();
		this.snapshot = new Snapshot(sorted, Plan.of(sorted, this.identity));
	}

	/**
	 * The state that each request reads once.
	 *
	 * @param attacks the active attacks in the order in which they are processed
	 * @param plan the same attacks, prepared for matching
	 */
	record Snapshot(List<ActiveAttack> attacks, Plan plan) {

	}

}
