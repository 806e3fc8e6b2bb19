package io.chaosmiddleware.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.effect.Phase;
import org.jspecify.annotations.Nullable;

/**
 * Begins and ends performances. Those that delay their request have one of a limited
 * number of places. Safe for use by many threads.
 */
final class Places {

	private final int limit;

	private final Rules rules;

	private final Reporter reporter;

	private final AtomicInteger taken = new AtomicInteger();

	private final Set<HaltSignal> waiting = ConcurrentHashMap.newKeySet();

	Places(int limit, Rules rules, Reporter reporter) {
		this.limit = limit;
		this.rules = rules;
		this.reporter = reporter;
	}

	/**
	 * Begin to perform a decision.
	 * @param decision the decision
	 * @param control knows whether attacks are halted
	 * @return the performance, without delays if no place is free
	 */
	Performance begin(Decision decision, AttackControl control) {
		return new Performance(this, decision, control::isHalted);
	}

	/**
	 * Give a place to a performance that is about to delay its request.
	 * @return whether one was free
	 */
	boolean enter(HaltSignal halt) {
		if (!take()) {
			return false;
		}
		this.waiting.add(halt);
		return true;
	}

	private boolean take() {
		int before = this.taken.get();
		while (before < this.limit) {
			if (this.taken.compareAndSet(before, before + 1)) {
				return true;
			}
			before = this.taken.get();
		}
		return false;
	}

	/** Free the place of a performance, for another request to be delayed. */
	void leave(HaltSignal halt) {
		this.waiting.remove(halt);
		this.taken.decrementAndGet();
	}

	/** Report what was done to a request. */
	void report(Outcome outcome) {
		if (outcome.decision() != Decision.NONE) {
			ActiveAttack.count(outcome.decision().verdicts());
			this.reporter.report(new AttackEvent.Decided(this.rules.clock().instant(), outcome));
		}
	}

	/**
	 * Return a decision without what attacks would do that have ended since.
	 */
	Decision withoutEnded(Decision decision, Phase phase) {
		long now = this.rules.clock().millis();
		return !decision.actsIn(phase) ? decision : decision.with((verdict) -> {
			ActiveAttack attack = verdict.attack();
			boolean ended = attack != null && verdict.injected() != null && verdict.phase() == phase
					&& attack.hasEnded(now);
			return ended ? verdict.skipped(Reason.ENDED) : verdict;
		});
	}

	double roll() {
		return this.rules.dice().roll();
	}

	FaultLocator faults() {
		return this.rules.faults();
	}

	int taken() {
		return this.taken.get();
	}

	void haltAll() {
		this.waiting.forEach(HaltSignal::give);
	}

}
