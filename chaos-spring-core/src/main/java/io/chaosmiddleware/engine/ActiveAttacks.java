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
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

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

	private static final Duration LONGEST_TIMER = Duration.ofDays(36_500);

	private static final Comparator<ActiveAttack> WALK_ORDER = Comparator.comparing(ActiveAttack::source);

	private final ApplicationIdentity identity;

	private final Clock clock;

	private final Consumer<AttackEvent> events;

	private final EngineTimer timer;

	private final int maxStarted;

	private final Map<ActiveAttack, Future<?>> expiries = new HashMap<>();

	// Attacks that are over, and that their sources still provide.
	private final Set<ActiveAttack> over = new HashSet<>();

	// Attacks whose sources cannot say at present whether they still provide them.
	private final Set<ActiveAttack> suspended = new HashSet<>();

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
		this.snapshot.attacks().stream().filter(of(source)).forEach((attack) -> before.put(attack.id(), attack));
		for (Set<ActiveAttack> inactive : List.of(this.over, this.suspended)) {
			inactive.stream().filter(of(source)).forEach((attack) -> before.put(attack.id(), attack));
		}
		this.over.removeIf(of(source));
		List<ActiveAttack> next = new ArrayList<>();
		Set<ActiveAttack> kept = new HashSet<>();
		Set<String> ids = new HashSet<>();
		Set<String> given = attacks.stream().map(Attack::id).filter(Objects::nonNull).collect(Collectors.toSet());
		for (int i = 0; i < attacks.size(); i++) {
			Attack attack = attacks.get(i);
			String id = source.code() + "-" + (i + 1);
			id = (attack.id() != null && ids.add(attack.id())) ? attack.id() : free(id, given);
			ActiveAttack same = before.get(id);
			if (same == null || !same.attack().equals(attack)) {
				Instant start = attack.schedule().begin(now);
				same = new ActiveAttack(id, source, attack, start, attack.schedule().end(start), null);
			}
			else if (!this.suspended.contains(same)) {
				kept.add(same);
			}
			// The source may go on to provide an attack that is over. It must not begin
			// again.
			((same.missesAt(now.toEpochMilli()) != Reason.UNTIL) ? next : this.over).add(same);
		}
		this.suspended.removeIf(of(source));
		List<ActiveAttack> previous = this.snapshot.attacks();
		List<ActiveAttack> all = new ArrayList<>(previous);
		all.removeIf(of(source));
		all.addAll(next);
		publish(all);
		List<AttackEvent> events = new ArrayList<>();
		previous.stream().filter(of(source)).filter((attack) -> !kept.contains(attack)).forEach((attack) -> {
			attack.end();
			forget(attack);
			events.add(new AttackEvent.Ended(now, attack, Cause.UNLOADED, null));
		});
		next.stream().filter((attack) -> !kept.contains(attack)).forEach((attack) -> {
			attack.resume();
			expireLater(attack, now);
			events.add(new AttackEvent.Started(now, attack));
		});
		return events;
	}

	/**
	 * Remove the attacks of a source until it says which it provides. Those that it then
	 * still provides go on, and those that are over do not begin again.
	 */
	void suspend(AttackSource source) {
		Instant now = this.clock.instant();
		List<AttackEvent> events = new ArrayList<>();
		synchronized (this) {
			List<ActiveAttack> all = new ArrayList<>(this.snapshot.attacks());
			all.removeIf(of(source));
			this.snapshot.attacks().stream().filter(of(source)).forEach((attack) -> {
				attack.suspend();
				forget(attack);
				this.suspended.add(attack);
				events.add(new AttackEvent.Ended(now, attack, Cause.UNLOADED, null));
			});
			publish(all);
		}
		tell(events);
	}

	private static String free(String id, Set<String> given) {
		return given.contains(id) ? free(id + "-", given) : id;
	}

	private static Predicate<ActiveAttack> of(AttackSource source) {
		return (attack) -> attack.source() == source;
	}

	/**
	 * Have a timer end an attack.
	 * @return whether there is still a timer
	 */
	private boolean expireLater(ActiveAttack attack, Instant now) {
		Instant expiry = attack.expiry();
		Duration life = (expiry != null) ? Duration.between(now, expiry) : null;
		if (life == null || life.compareTo(LONGEST_TIMER) > 0) {
			return true;
		}
		Future<?> timer = this.timer.schedule(() -> remove((candidate) -> candidate == attack, Cause.EXPIRED, null),
				life);
		if (timer != null) {
			this.expiries.put(attack, timer);
		}
		return timer != null;
	}

	private void forget(ActiveAttack attack) {
		Future<?> expiry = this.expiries.remove(attack);
		if (expiry != null) {
			expiry.cancel(false);
		}
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
			within.add(attack.with(actions));
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
	ActiveAttack start(Attack attack, Duration longest, @Nullable Operator operator) {
		Instant now = this.clock.instant();
		ActiveAttack started = add(attack, longest, operator, now);
		tell(List.of(new AttackEvent.Started(now, started)));
		return started;
	}

	private synchronized ActiveAttack add(Attack attack, Duration longest, @Nullable Operator operator, Instant now) {
		List<ActiveAttack> started = this.snapshot.attacks().stream().filter(of(AttackSource.ENDPOINT)).toList();
		if (started.size() >= this.maxStarted) {
			throw refused(Reason.LIMIT_STARTED,
					this.maxStarted + " attacks that were started here are active, and no more may be; cancel one, or"
							+ " raise 'chaos.middleware.limits.max-started-attacks'");
		}
		WeightBudget budget = WeightBudget.ofSource("the attacks that were started here");
		try {
			started.forEach((active) -> budget.pay(active.attack().weight()));
			budget.pay(attack.weight());
		}
		catch (TooHeavyException ex) {
			throw refused(Reason.ROUTE_TOO_HEAVY, String.valueOf(ex.getMessage()));
		}
		Set<String> taken = this.snapshot.attacks().stream().map(ActiveAttack::id).collect(Collectors.toSet());
		if (attack.id() != null && taken.contains(attack.id())) {
			throw refused(Reason.ID_TAKEN,
					"an attack with the id '" + attack.id() + "' is active; cancel it, or use another id");
		}
		Instant start = attack.schedule().begin(now);
		Instant last = start.plus(longest);
		Instant end = attack.schedule().end(start);
		ActiveAttack active = new ActiveAttack((attack.id() != null) ? attack.id() : newId(taken),
				AttackSource.ENDPOINT, attack, start, (end != null && end.isBefore(last)) ? end : last, operator);
		if (!expireLater(active, now)) {
			throw new IllegalStateException("The engine is closed");
		}
		List<ActiveAttack> all = new ArrayList<>(this.snapshot.attacks());
		all.add(active);
		publish(all);
		return active;
	}

	private static String newId(Set<String> taken) {
		String id = UUID.randomUUID().toString().substring(0, 8);
		return taken.contains(id) ? newId(taken) : id;
	}

	private static AttackRefusedException refused(Reason reason, String message) {
		return new AttackRefusedException(List.of(new Problem("$", reason, message)));
	}

	List<ActiveAttack> remove(Predicate<ActiveAttack> condition, Cause cause, @Nullable Operator operator) {
		List<ActiveAttack> removed = take(condition, cause);
		Instant now = this.clock.instant();
		removed.forEach((attack) -> this.events.accept(new AttackEvent.Ended(now, attack, cause, operator)));
		return removed;
	}

	private synchronized List<ActiveAttack> take(Predicate<ActiveAttack> condition, Cause cause) {
		List<ActiveAttack> removed = this.snapshot.attacks().stream().filter(condition).toList();
		if (!removed.isEmpty()) {
			Set<ActiveAttack> gone = new HashSet<>(removed);
			publish(this.snapshot.attacks().stream().filter((attack) -> !gone.contains(attack)).toList());
			for (ActiveAttack attack : removed) {
				attack.end();
				forget(attack);
				if (cause == Cause.EXPIRED && attack.source() != AttackSource.ENDPOINT) {
					this.over.add(attack);
				}
			}
		}
		return removed;
	}

	private void publish(List<ActiveAttack> attacks) {
		// The sort is stable, so the order within a source is preserved.
		List<ActiveAttack> sorted = attacks.stream().sorted(WALK_ORDER).toList();
		this.snapshot = new Snapshot(sorted, Plan.of(sorted, this.identity, this.clock));
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
