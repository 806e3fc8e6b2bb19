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
import java.util.stream.Collectors;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.engine.AttackEvent.Cause;
import org.jspecify.annotations.Nullable;

/**
 * The configured attacks: one immutable snapshot that writers replace and requests read
 * once, without a lock. Attacks with an expiry end by themselves.
 */
final class ActiveAttacks {

	private static final Comparator<ActiveAttack> WALK_ORDER = Comparator.comparing(ActiveAttack::source);

	private final Clock clock;

	private final Consumer<AttackEvent> events;

	private final EngineTimer timer;

	private final int maxStarted;

	private final Map<String, Future<?>> expiries = new HashMap<>();

	private volatile List<ActiveAttack> snapshot = List.of();

	ActiveAttacks(Clock clock, Consumer<AttackEvent> events, EngineTimer timer, int maxStarted) {
		this.clock = clock;
		this.events = events;
		this.timer = timer;
		this.maxStarted = maxStarted;
	}

	int maxStarted() {
		return this.maxStarted;
	}

	List<ActiveAttack> snapshot() {
		return this.snapshot;
	}

	void replace(AttackSource source, List<Attack> attacks) {
		tell(replaceAll(source, attacks));
	}

	// listeners are told outside of the lock: whatever they do, nobody waits for them
	// there
	private void tell(List<AttackEvent> events) {
		events.forEach(this.events);
	}

	private synchronized List<AttackEvent> replaceAll(AttackSource source, List<Attack> attacks) {
		Instant now = this.clock.instant();
		Map<String, ActiveAttack> before = new HashMap<>();
		this.snapshot.forEach((attack) -> before.put(attack.id(), attack));
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
		List<ActiveAttack> previous = this.snapshot;
		List<ActiveAttack> all = new ArrayList<>(previous);
		all.removeIf((attack) -> attack.source() == source);
		all.addAll(next);
		publish(all);
		List<AttackEvent> events = new ArrayList<>();
		previous.stream()
			.filter((attack) -> attack.source() == source && !kept.contains(attack))
			.forEach((attack) -> events.add(new AttackEvent.Ended(now, attack, Cause.UNLOADED, null)));
		next.stream()
			.filter((attack) -> !kept.contains(attack))
			.forEach((attack) -> events.add(new AttackEvent.Started(now, attack)));
		return events;
	}

	/**
	 * Start an attack that ends by itself.
	 * @return the active attack, {@code null} if as many are active as may be
	 */
	@Nullable ActiveAttack start(Attack attack, Duration duration, @Nullable Operator operator) {
		ActiveAttack started = add(attack, duration, operator);
		if (started != null) {
			tell(List.of(new AttackEvent.Started(started.start(), started)));
		}
		return started;
	}

	private synchronized @Nullable ActiveAttack add(Attack attack, Duration duration, @Nullable Operator operator) {
		// exactly the started attacks have an expiry
		if (this.expiries.size() >= this.maxStarted) {
			return null;
		}
		Instant now = this.clock.instant();
		String id = UUID.randomUUID().toString().substring(0, 8);
		while (this.expiries.containsKey(id)) {
			id = UUID.randomUUID().toString().substring(0, 8);
		}
		ActiveAttack started = new ActiveAttack(id, AttackSource.ENDPOINT, attack, now, now.plus(duration), operator);
		List<ActiveAttack> all = new ArrayList<>(this.snapshot);
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

	List<ActiveAttack> remove(Predicate<ActiveAttack> condition, Cause cause, @Nullable Operator operator) {
		List<ActiveAttack> removed = take(condition);
		Instant now = this.clock.instant();
		removed.forEach((attack) -> this.events.accept(new AttackEvent.Ended(now, attack, cause, operator)));
		return removed;
	}

	private synchronized List<ActiveAttack> take(Predicate<ActiveAttack> condition) {
		Map<Boolean, List<ActiveAttack>> parts = this.snapshot.stream().collect(Collectors.partitioningBy(condition));
		List<ActiveAttack> removed = parts.get(true);
		if (!removed.isEmpty()) {
			this.snapshot = List.copyOf(parts.get(false));
			for (ActiveAttack attack : removed) {
				Future<?> expiry = this.expiries.remove(attack.id());
				if (expiry != null) {
					expiry.cancel(false);
				}
			}
		}
		return List.copyOf(removed);
	}

	private void publish(List<ActiveAttack> attacks) {
		// stable, so that the order within a source stays
		this.snapshot = attacks.stream().sorted(WALK_ORDER).toList();
	}

}
