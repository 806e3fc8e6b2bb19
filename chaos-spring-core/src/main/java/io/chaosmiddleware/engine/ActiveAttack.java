package io.chaosmiddleware.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A configured attack that is active, with the number of its hits so far. Safe for use by
 * many threads.
 */
public final class ActiveAttack {

	private final String id;

	private final AttackSource source;

	// When the attack ends, its compiled programs are dropped, even if a report still
	// refers to the attack.
	private volatile Attack attack;

	private final Instant start;

	private final @Nullable Instant expiry;

	// The same times as numbers, so that no request has to allocate an instant.
	private final long startMillis;

	private final long expiryMillis;

	private final @Nullable Operator operator;

	private volatile boolean ended;

	private final LongAdder hits = new LongAdder();

	private final LongAdder requests = new LongAdder();

	private final Map<Integer, Counts> counts = new ConcurrentHashMap<>();

	ActiveAttack(String id, AttackSource source, Attack attack, Instant start, @Nullable Instant expiry,
			@Nullable Operator operator) {
		this.id = id;
		this.source = source;
		this.attack = attack;
		this.start = start;
		this.expiry = expiry;
		this.startMillis = start.toEpochMilli();
		this.expiryMillis = (expiry != null) ? expiry.toEpochMilli() : Long.MAX_VALUE;
		this.operator = operator;
	}

	/**
	 * Return the id, which is unique among the active attacks.
	 * @return the id
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Return where the attack comes from.
	 * @return the source
	 */
	public AttackSource source() {
		return this.source;
	}

	/**
	 * Return the attack itself.
	 * @return the attack
	 */
	public Attack attack() {
		return this.attack;
	}

	/**
	 * Return when the attack becomes active, or when it became active.
	 * @return the start, which may be in the future
	 */
	public Instant start() {
		return this.start;
	}

	/**
	 * Return when the attack expires.
	 * @return the expiry, {@code null} if its source decides when it ends
	 */
	public @Nullable Instant expiry() {
		return this.expiry;
	}

	/**
	 * Return who started the attack.
	 * @return the operator, {@code null} if the attack was not started by an operator, or
	 * if the operator is unknown
	 */
	public @Nullable Operator operator() {
		return this.operator;
	}

	/**
	 * Return how many actions of this attack were injected so far. One request may be hit
	 * by several.
	 * @return the number of hits
	 */
	public long hits() {
		return this.hits.sum();
	}

	/**
	 * Return how many requests this attack has hit so far, by one action or more.
	 * @return the number of requests
	 */
	public long requests() {
		return this.requests.sum();
	}

	/**
	 * Return how many requests an action has met.
	 * @param index the index of the action
	 */
	Counts counts(int index) {
		return this.counts.computeIfAbsent(index, (absent) -> new Counts());
	}

	/**
	 * Return whether the attack does nothing more at a time.
	 * @param millis the time, in milliseconds
	 */
	boolean hasEnded(long millis) {
		return this.ended || millis >= this.expiryMillis;
	}

	/**
	 * Return why the attack hits no request at a time.
	 * @param millis the time, in milliseconds
	 * @return the reason, {@code null} if the attack is active
	 */
	@Nullable Reason missesAt(long millis) {
		if (millis < this.startMillis) {
			return Reason.START;
		}
		return (millis >= this.expiryMillis) ? Reason.UNTIL : null;
	}

	/**
	 * Note that the attack has ended and does not match requests any more. What only
	 * matching needs is dropped, since delayed requests and listeners may refer to the
	 * attack for a long time.
	 */
	void end() {
		this.ended = true;
		this.attack = this.attack.forShow();
	}

	/** Note that the attack does nothing for the time being. */
	void suspend() {
		this.ended = true;
	}

	/** Note that the attack goes on. */
	void resume() {
		this.ended = false;
	}

	/**
	 * Return a copy of this attack that identifies it but does not hold its actions, for
	 * a history that may keep it long after its end.
	 */
	ActiveAttack withoutActions() {
		return new ActiveAttack(this.id, this.source, this.attack.with(List.of()), this.start, this.expiry,
				this.operator);
	}

	/**
	 * Count what was injected into one request.
	 * @param verdicts the verdicts; those of the same attack are adjacent
	 */
	static void count(List<Verdict> verdicts) {
		ActiveAttack last = null;
		for (Verdict verdict : verdicts) {
			ActiveAttack attack = verdict.attack();
			if (verdict.kind() == Verdict.Kind.INJECTED && attack != null) {
				attack.hits.increment();
				if (attack != last) {
					attack.requests.increment();
					last = attack;
				}
			}
		}
	}

	@Override
	public String toString() {
		String name = this.attack.name();
		return this.source + " attack " + this.id + ((name != null) ? " '" + PrintableText.of(name) + "'" : "");
	}

}
