package io.chaosmiddleware.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

import io.chaosmiddleware.attack.Effect;
import org.jspecify.annotations.Nullable;

/**
 * What was done so far: totals, and the most recent decisions in a ring that writers fill
 * without a lock.
 */
final class AttackHistory implements AttackListener {

	static final int RECENT = 50;

	private final LongAdder delays = new LongAdder();

	private final LongAdder faults = new LongAdder();

	private final LongAdder missed = new LongAdder();

	private final LongAdder refused = new LongAdder();

	private final LongAdder skipped = new LongAdder();

	private final AtomicLong written = new AtomicLong();

	private final AtomicReferenceArray<AttackEvent.@Nullable Decided> ring = new AtomicReferenceArray<>(RECENT);

	@Override
	public void onEvent(AttackEvent event) {
		if (!(event instanceof AttackEvent.Decided decided)) {
			return;
		}
		if (decided.decision().headerRefusal() != null) {
			this.refused.increment();
		}
		for (Verdict verdict : decided.decision().verdicts()) {
			switch (verdict.kind()) {
				case INJECTED -> ((verdict.injected() instanceof Effect.Delay) ? this.delays : this.faults).increment();
				case MISSED -> this.missed.increment();
				case REFUSED -> this.refused.increment();
				case SKIPPED -> this.skipped.increment();
			}
		}
		this.ring.set((int) (this.written.getAndIncrement() % RECENT), light(decided));
	}

	// what it shows must not keep whole documents of attacks that have long ended
	private static AttackEvent.Decided light(AttackEvent.Decided decided) {
		Map<ActiveAttack, ActiveAttack> light = new HashMap<>();
		return new AttackEvent.Decided(decided.time(),
				decided.decision()
					.with((verdict) -> (verdict.attack() == null) ? verdict
							: verdict.of(light.computeIfAbsent(verdict.attack(), ActiveAttack::withoutActions))));
	}

	AttackTotals totals() {
		return new AttackTotals(this.delays.sum(), this.faults.sum(), this.missed.sum(), this.refused.sum(),
				this.skipped.sum());
	}

	List<AttackEvent.Decided> recent() {
		List<AttackEvent.Decided> recent = new ArrayList<>();
		long next = this.written.get();
		for (long i = next - 1; i >= 0 && i >= next - RECENT; i--) {
			AttackEvent.Decided decided = this.ring.get((int) (i % RECENT));
			if (decided != null) {
				recent.add(decided);
			}
		}
		return recent;
	}

}
