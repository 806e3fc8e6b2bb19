package io.chaosmiddleware.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

import io.chaosmiddleware.effect.Effect;
import io.chaosmiddleware.effect.EffectType;
import org.jspecify.annotations.Nullable;

/**
 * The history of an engine: totals, and the most recent decisions in a ring buffer that
 * writers fill without a lock.
 */
final class AttackHistory implements AttackListener {

	static final int RECENT = 50;

	private final Map<EffectType, LongAdder> injected = new EnumMap<>(EffectType.class);

	private final LongAdder missed = new LongAdder();

	private final LongAdder refused = new LongAdder();

	private final LongAdder skipped = new LongAdder();

	private final AtomicLong written = new AtomicLong();

	private final AtomicReferenceArray<AttackEvent.@Nullable Decided> ring = new AtomicReferenceArray<>(RECENT);

	AttackHistory() {
		for (EffectType type : EffectType.values()) {
			this.injected.put(type, new LongAdder());
		}
	}

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
				case INJECTED -> countInjected(verdict.injected());
				case MISSED -> this.missed.increment();
				case REFUSED -> this.refused.increment();
				case SKIPPED -> this.skipped.increment();
			}
		}
		this.ring.set((int) (this.written.getAndIncrement() % RECENT), light(decided));
	}

	private void countInjected(@Nullable Effect effect) {
		LongAdder count = (effect != null) ? this.injected.get(effect.type()) : null;
		if (count != null) {
			count.increment();
		}
	}

	// The history must not keep whole documents of attacks that ended long ago. It must
	// not keep exceptions either, since they may refer to anything.
	private static AttackEvent.Decided light(AttackEvent.Decided decided) {
		Map<ActiveAttack, ActiveAttack> light = new HashMap<>();
		Decision decision = decided.decision()
			.with((verdict) -> (verdict.attack() == null) ? verdict
					: verdict.of(light.computeIfAbsent(verdict.attack(), ActiveAttack::withoutActions)));
		return new AttackEvent.Decided(decided.time(), new Outcome(decision));
	}

	AttackTotals totals() {
		Map<EffectType, Long> sums = new LinkedHashMap<>();
		this.injected.forEach((type, count) -> sums.put(type, count.sum()));
		return new AttackTotals(Collections.unmodifiableMap(sums), this.missed.sum(), this.refused.sum(),
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
