package io.chaosmiddleware.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The limited places for requests that are delayed at the same time. Safe for use by many
 * threads.
 */
final class Places {

	private final int limit;

	private final AtomicInteger taken = new AtomicInteger();

	private final Set<Performance> waiting = ConcurrentHashMap.newKeySet();

	Places(int limit) {
		this.limit = limit;
	}

	/**
	 * Take a place, if one is free.
	 * @return whether a place was free
	 */
	boolean take() {
		int before = this.taken.get();
		while (before < this.limit) {
			if (this.taken.compareAndSet(before, before + 1)) {
				return true;
			}
			before = this.taken.get();
		}
		return false;
	}

	/**
	 * Register a performance that has taken a place, so that it is notified of a halt.
	 */
	void enter(Performance performance) {
		this.waiting.add(performance);
	}

	void leave(Performance performance) {
		this.waiting.remove(performance);
		this.taken.decrementAndGet();
	}

	int taken() {
		return this.taken.get();
	}

	void haltAll() {
		this.waiting.forEach(Performance::halt);
	}

}
