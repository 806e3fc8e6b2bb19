package io.chaosmiddleware.spring.web;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of all answers together is held in memory until attacks have acted after the
 * handler. What does not fit any more is not held.
 */
public final class HeldBytes {

	private static final HeldBytes SHARED = new HeldBytes(Runtime.getRuntime().maxMemory() / 4);

	private final long limit;

	private final AtomicLong taken = new AtomicLong();

	private HeldBytes(long limit) {
		this.limit = limit;
	}

	/**
	 * Return what all applications of this JVM share: a quarter of its heap.
	 * @return always the same object
	 */
	public static HeldBytes shared() {
		return SHARED;
	}

	/**
	 * Take some bytes, if there are as many. Whoever takes them must give them back.
	 * @param bytes how many
	 * @return whether they were taken
	 */
	public boolean take(long bytes) {
		long before;
		do {
			before = this.taken.get();
			if (bytes > this.limit - before) {
				return false;
			}
		}
		while (!this.taken.compareAndSet(before, before + bytes));
		return true;
	}

	/**
	 * Give back bytes that were taken.
	 * @param bytes how many
	 */
	public void give(long bytes) {
		this.taken.addAndGet(-bytes);
	}

}
