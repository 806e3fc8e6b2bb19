package io.chaosmiddleware.engine;

import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The counts of attacks by header, by their ids. The ids that were used last are
 * remembered. Safe for use by many threads.
 */
final class CountsById {

	private static final long FORGOTTEN_AFTER_MILLIS = 10 * 60 * 1000;

	private final int maximum;

	private final Clock clock;

	private final Map<String, Remembered> attacks;

	CountsById(int maximum, Clock clock) {
		this.maximum = maximum;
		this.clock = clock;
		this.attacks = new LinkedHashMap<>(16, 0.75f, true) {

			@Override
			protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
				return size() > CountsById.this.maximum;
			}

		};
	}

	/**
	 * Return the counts of an action.
	 * @param id the id of its attack, {@code null} if it has none and is not remembered
	 * @param index the index of the action
	 * @param peek whether nothing is remembered, since the request is only explained
	 */
	Counts of(@Nullable String id, int index, boolean peek) {
		if (id == null) {
			return new Counts();
		}
		long now = this.clock.millis();
		synchronized (this.attacks) {
			Remembered before = this.attacks.get(id);
			Map<Integer, Counts> counts = (before != null && now - before.used() < FORGOTTEN_AFTER_MILLIS)
					? before.counts() : new HashMap<>();
			if (peek) {
				return counts.getOrDefault(index, new Counts());
			}
			this.attacks.put(id, new Remembered(counts, now));
			return counts.computeIfAbsent(index, (absent) -> new Counts());
		}
	}

	/**
	 * The counts of an attack.
	 *
	 * @param counts the counts of its actions, by their indexes
	 * @param used when they were used last, in milliseconds
	 */
	private record Remembered(Map<Integer, Counts> counts, long used) {

	}

}
