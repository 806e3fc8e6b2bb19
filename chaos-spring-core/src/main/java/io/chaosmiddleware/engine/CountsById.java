package io.chaosmiddleware.engine;

import java.time.Clock;
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

	private final Map<String, Remembered> entries;

	CountsById(int maximum, Clock clock) {
		this.maximum = maximum;
		this.clock = clock;
		this.entries = new LinkedHashMap<>(16, 0.75f, true) {

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
		String key = id + " " + index;
		long now = this.clock.millis();
		synchronized (this.entries) {
			Remembered entry = this.entries.get(key);
			Counts counts = (entry != null && now - entry.used() < FORGOTTEN_AFTER_MILLIS) ? entry.counts()
					: new Counts();
			if (!peek) {
				this.entries.put(key, new Remembered(counts, now));
			}
			return counts;
		}
	}

	/**
	 * Counts that are remembered.
	 *
	 * @param counts the counts
	 * @param used when they were used last, in milliseconds
	 */
	private record Remembered(Counts counts, long used) {

	}

}
