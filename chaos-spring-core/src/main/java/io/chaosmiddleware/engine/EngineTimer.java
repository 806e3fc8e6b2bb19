package io.chaosmiddleware.engine;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Runs tasks later, on one daemon thread that is only started when it is needed. Safe for
 * use by many threads.
 */
class EngineTimer implements AutoCloseable {

	private @Nullable ScheduledThreadPoolExecutor executor;

	private boolean closed;

	/**
	 * Run a task later.
	 * @param task the task
	 * @param delay how long to wait before the task runs
	 * @return a future that can be cancelled, {@code null} if the timer is closed and the
	 * task will never run
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
	 * Create a daemon thread of the engine.
	 * @param task the task to run
	 * @param name the name of the thread
	 * @return a thread that is not started yet
	 */
	static Thread thread(Runnable task, String name) {
		// The thread may be created by a request and must not inherit the thread-local
		// values of the request.
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
