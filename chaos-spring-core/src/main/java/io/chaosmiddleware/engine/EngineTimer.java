package io.chaosmiddleware.engine;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Runs what is due later, on one daemon thread that is not there before it is needed.
 * Safe for use by many threads.
 */
class EngineTimer implements AutoCloseable {

	private @Nullable ScheduledThreadPoolExecutor executor;

	private boolean closed;

	/**
	 * Run a task later.
	 * @param task the task
	 * @param delay how much later
	 * @return what can be cancelled, {@code null} if the timer is closed and the task
	 * will never run
	 */
	synchronized @Nullable Future<?> schedule(Runnable task, Duration delay) {
		if (this.closed) {
			return null;
		}
		if (this.executor == null) {
			this.executor = new ScheduledThreadPoolExecutor(1, (work) -> thread(work, "chaos-timer"));
			this.executor.setRemoveOnCancelPolicy(true);
		}
		return this.executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Make a daemon thread of the engine.
	 * @param task what it runs
	 * @param name its name
	 * @return a thread that is not started
	 */
	static Thread thread(Runnable task, String name) {
		// it may be started by a request, whose inheritable values it must not keep
		Thread thread = new Thread(null, task, name, 0, false);
		thread.setDaemon(true);
		return thread;
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		if (this.executor != null) {
			this.executor.shutdownNow();
		}
	}

}
