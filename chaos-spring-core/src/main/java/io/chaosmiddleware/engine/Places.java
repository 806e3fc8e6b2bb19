package io.chaosmiddleware.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.chaosmiddleware.document.Reason;
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

	private final Set<Performance> waiting = ConcurrentHashMap.newKeySet();

	Places(int limit, Rules rules, Reporter reporter) {
		this.limit = limit;
		this.rules = rules;
		this.reporter = reporter;
	}

	/**
	 * Begin to perform a decision, in a place of its own if it has a delay.
	 * @param decision the decision
	 * @param control knows whether attacks are halted
	 * @return the performance, without delays if no place is free
	 */
	Performance begin(Decision decision, AttackControl control) {
		if (decision.delay().isZero()) {
			return new Performance(this, decision, false);
		}
		if (!take()) {
			return new Performance(this, decision.withoutPauses(Reason.LIMIT_CONCURRENT), false);
		}
		Performance performance = new Performance(this, decision, true);
		this.waiting.add(performance);
		if (control.isHalted()) {
			// The engine was halted after the decision, perhaps before the performance
			// was registered.
			performance.halt();
		}
		return performance;
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
	void leave(Performance performance) {
		this.waiting.remove(performance);
		this.taken.decrementAndGet();
	}

	/** Report what was done to a request. */
	void report(Outcome outcome) {
		if (outcome.decision() != Decision.NONE) {
			ActiveAttack.count(outcome.decision().verdicts());
			this.reporter.report(new AttackEvent.Decided(this.rules.clock().instant(), outcome));
		}
	}

	FaultLocator faults() {
		return this.rules.faults();
	}

	int taken() {
		return this.taken.get();
	}

	void haltAll() {
		this.waiting.forEach(Performance::halt);
	}

}
