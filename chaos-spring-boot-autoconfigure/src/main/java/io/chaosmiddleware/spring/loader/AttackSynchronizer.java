package io.chaosmiddleware.spring.loader;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackLoader;
import io.chaosmiddleware.engine.AttackLoaderException;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.engine.EngineState;
import io.chaosmiddleware.engine.LoaderStatus.State;
import io.chaosmiddleware.engine.LoaderStatus;
import io.chaosmiddleware.engine.LoaderStatusSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Keeps the attacks of the engine in step with an {@link AttackLoader}, which is called
 * repeatedly on one daemon thread from the end of start-up until the context stops. When
 * a call fails, the attacks that were loaded before are unloaded (decisions L1, L6, L7
 * and L10 in docs/differences.md).
 */
public final class AttackSynchronizer implements SmartLifecycle, LoaderStatusSource {

	private static final long JOIN_MILLIS = 1000;

	private final AttackEngine engine;

	private final String name;

	private final @Nullable AttackLoader loader;

	private final Timing timing;

	private final RandomGenerator random;

	private final Clock clock;

	private final Interval pause;

	private final Object monitor = new Object();

	private volatile @Nullable Run current;

	private volatile LoaderStatus status;

	/**
	 * Create a synchronizer.
	 * @param engine the engine to load attacks into
	 * @param name the name of the loader
	 * @param loader the loader
	 * @param interval the longest time between the end of one call and the next call
	 */
	public AttackSynchronizer(AttackEngine engine, String name, AttackLoader loader, Duration interval) {
		this(engine, name, loader, Timing.of(interval), () -> ThreadLocalRandom.current().nextLong(), Clock.systemUTC(),
				Interval.REAL);
	}

	AttackSynchronizer(AttackEngine engine, String name, AttackLoader loader, Timing timing, RandomGenerator random,
			Clock clock, Interval pause) {
		boolean guarded = engine.state() == EngineState.GUARDED;
		this.engine = engine;
		this.name = name;
		this.loader = guarded ? null : loader;
		this.timing = timing;
		this.random = random;
		this.clock = clock;
		this.pause = pause;
		this.status = status(guarded ? State.GUARDED : State.STARTING, List.of());
	}

	private AttackSynchronizer(AttackEngine engine, String name, State state, List<String> missing) {
		this.engine = engine;
		this.name = name;
		this.loader = null;
		this.timing = Timing.of(Duration.ofDays(1));
		this.random = () -> 0;
		this.clock = Clock.systemUTC();
		this.pause = Interval.REAL;
		this.status = status(state, missing);
	}

	private LoaderStatus status(State state, List<String> missing) {
		return new LoaderStatus(this.name, state, missing, null, null, null, null);
	}

	/**
	 * Create a synchronizer that loads nothing, because loading is switched off.
	 * @param engine the engine
	 * @param name the value of the property that switches loading off
	 * @return a synchronizer without a thread
	 */
	public static AttackSynchronizer disabled(AttackEngine engine, String name) {
		return new AttackSynchronizer(engine, name, State.DISABLED, List.of());
	}

	/**
	 * Create a synchronizer that loads nothing, because its loader is not configured.
	 * @param engine the engine
	 * @param name the name of the loader
	 * @param missing the names of what is missing
	 * @return a synchronizer without a thread
	 */
	public static AttackSynchronizer notConfigured(AttackEngine engine, String name, List<String> missing) {
		return new AttackSynchronizer(engine, name, State.NOT_CONFIGURED, missing);
	}

	@Override
	public LoaderStatus loaderStatus() {
		return this.status;
	}

	private void change(LoaderStatus status) {
		LoaderStatus before = this.status;
		this.status = status;
		if (before.state() != status.state()) {
			this.engine.control().loaderChanged(before.state(), status);
		}
	}

	@Override
	public void start() {
		synchronized (this.monitor) {
			if (this.loader == null || this.current != null) {
				return;
			}
			change(status(State.STARTING, List.of()));
			this.current = new Run(this.loader);
			this.current.thread.start();
		}
	}

	@Override
	public void stop() {
		Run run;
		synchronized (this.monitor) {
			run = this.current;
			if (run == null) {
				return;
			}
			this.current = null;
			change(status(State.STOPPED, List.of()));
		}
		try {
			// The result of a call that is still running is ignored from now on.
			this.engine.control().replace(AttackSource.LOADER, List.of());
		}
		finally {
			run.end();
			disconnect();
		}
	}

	private void disconnect() {
		AttackLoader loader = this.loader;
		try {
			if (loader != null) {
				loader.disconnect();
			}
		}
		catch (RuntimeException | LinkageError ex) {
			LoggerFactory.getLogger(AttackSynchronizer.class)
				.debug("The attack loader has not let go of its connections", ex);
		}
	}

	@Override
	public boolean isRunning() {
		return this.current != null;
	}

	/**
	 * Call the loader now instead of at the end of its pause, because an operator expects
	 * the call to succeed. This method does not wait for the call. All requests during a
	 * call, or within a second after it, together lead to one more call.
	 */
	public void callNow() {
		Run run = this.current;
		if (run != null) {
			run.hurry.countDown();
		}
	}

	/**
	 * One run of the loader, from a start to the next stop.
	 */
	private final class Run implements Runnable {

		private final AttackLoader loader;

		private final Thread thread;

		private final LoaderLog log = new LoaderLog(AttackSynchronizer.this.name);

		private final CountDownLatch end = new CountDownLatch(1);

		// Each pause has its own latch, which is created before the call, so that a
		// request during the call shortens the pause after it.
		private volatile CountDownLatch hurry = new CountDownLatch(1);

		private int failures;

		Run(AttackLoader loader) {
			this.loader = loader;
			this.thread = new Thread(this, "chaos-loader");
			this.thread.setDaemon(true);
		}

		@Override
		public void run() {
			this.log.started(AttackSynchronizer.this.timing.interval());
			while (this.end.getCount() > 0) {
				CountDownLatch hurry = new CountDownLatch(1);
				this.hurry = hurry;
				Duration wait = AttackSynchronizer.this.timing.interval();
				try {
					wait = call();
				}
				catch (Throwable ex) {
					this.log.failedUnexpectedly(ex);
				}
				try {
					AttackSynchronizer.this.pause.await(this.end, hurry, wait);
				}
				catch (InterruptedException ex) {
					// The thread was interrupted by the end of the context, or by a
					// loader that interrupts its own thread.
				}
			}
		}

		private Duration call() {
			long begin = System.nanoTime();
			try {
				List<Attack> attacks = List
					.copyOf(Objects.requireNonNull(this.loader.load(), "the loader returned null"));
				return succeeded(attacks, Duration.ofNanos(System.nanoTime() - begin));
			}
			catch (Throwable ex) {
				// A loader of the application may throw anything, linkage errors
				// included.
				return failed(ex, Duration.ofNanos(System.nanoTime() - begin));
			}
			finally {
				if (this.end.getCount() > 0) {
					// A pending interrupt would end the next pause at once.
					Thread.interrupted();
				}
			}
		}

		private Duration succeeded(List<Attack> attacks, Duration took) {
			Duration wait = pause(0, null);
			if (apply(attacks, State.OK, AttackSynchronizer.this.status.lastFailure(), null, wait, took)) {
				this.log.succeeded(attacks, this.failures);
				this.failures = 0;
			}
			return wait;
		}

		private Duration failed(Throwable ex, Duration took) {
			this.failures++;
			Timing timing = AttackSynchronizer.this.timing;
			boolean open = timing.isOpen(this.failures);
			Duration wait = pause(this.failures,
					(ex instanceof AttackLoaderException failure) ? failure.retryAfter() : null);
			if (apply(null, open ? State.OPEN : State.FAILING, AttackSynchronizer.this.clock.instant(),
					LoaderLog.describe(ex), wait, took)) {
				this.log.failed(ex, wait);
				if (this.failures == timing.failuresToOpen()) {
					this.log.opened(ex, this.failures, timing.maxPause());
				}
			}
			return wait;
		}

		private Duration pause(int failures, @Nullable Duration retryAfter) {
			AttackSynchronizer synchronizer = AttackSynchronizer.this;
			return synchronizer.timing.pause(failures, retryAfter, synchronizer.random.nextDouble());
		}

		// The result of a call that ends after the stop is ignored.
		private boolean apply(@Nullable List<Attack> attacks, State state, @Nullable Instant lastFailure,
				@Nullable String lastError, Duration wait, Duration took) {
			AttackSynchronizer synchronizer = AttackSynchronizer.this;
			synchronized (synchronizer.monitor) {
				if (synchronizer.current != this) {
					return false;
				}
				if (attacks != null) {
					synchronizer.engine.control().replace(AttackSource.LOADER, attacks);
				}
				else {
					synchronizer.engine.control().suspend(AttackSource.LOADER);
				}
				Instant now = synchronizer.clock.instant();
				LoaderStatus before = synchronizer.status;
				LoaderStatus status = new LoaderStatus(synchronizer.name, state, List.of(),
						(state == State.OK) ? now : before.lastSuccess(), lastFailure,
						(lastError != null) ? lastError : before.lastError(), now.plus(wait));
				synchronizer.engine.control().loaderCalled(took, status);
				synchronizer.change(status);
				return true;
			}
		}

		void end() {
			this.end.countDown();
			this.hurry.countDown();
			this.thread.interrupt();
			if (Thread.currentThread() == this.thread) {
				return;
			}
			try {
				this.thread.join(JOIN_MILLIS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			if (this.thread.isAlive()) {
				this.log.leftBehind();
			}
		}

	}

}
