package io.chaosmiddleware.spring.loader;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.PrintableText;
import io.chaosmiddleware.attack.Problem;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackEvent;
import io.chaosmiddleware.engine.AttackLoader;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.engine.EngineState;
import io.chaosmiddleware.engine.LoaderStatus;
import io.chaosmiddleware.engine.LoaderStatus.State;
import io.chaosmiddleware.engine.LoaderStatusSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Keeps the engine's attacks in step with an {@link AttackLoader}: calls it again and
 * again on one daemon thread, from the end of start-up until the context stops. Any
 * failure unloads what was loaded (decisions L1, L6, L7, L10).
 */
public final class AttackSynchronizer implements SmartLifecycle, LoaderStatusSource {

	private static final Logger logger = LoggerFactory.getLogger(AttackSynchronizer.class);

	private static final long JOIN_MILLIS = 1000;

	private static final int MAX_NAMED_PROBLEMS = 3;

	private final AttackEngine engine;

	private final String name;

	private final @Nullable AttackLoader loader;

	private final Timing timing;

	private final RandomGenerator random;

	private final Clock clock;

	private final Pause pause;

	private final Object monitor = new Object();

	private @Nullable Run current;

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
				Pause.REAL);
	}

	AttackSynchronizer(AttackEngine engine, String name, AttackLoader loader, Timing timing, RandomGenerator random,
			Clock clock, Pause pause) {
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
		this.pause = Pause.REAL;
		this.status = status(state, missing);
	}

	private LoaderStatus status(State state, List<String> missing) {
		return new LoaderStatus(this.name, state, missing, null, null, null, null);
	}

	/**
	 * Create one that never loads anything, since that was switched off.
	 * @param engine the engine
	 * @param name what it was switched off by
	 * @return a synchronizer without a thread
	 */
	public static AttackSynchronizer disabled(AttackEngine engine, String name) {
		return new AttackSynchronizer(engine, name, State.DISABLED, List.of());
	}

	/**
	 * Create one that never loads anything, since something is missing.
	 * @param engine the engine
	 * @param name the name of the loader
	 * @param missing what has to be configured
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
			this.engine.report(new AttackEvent.LoaderChanged(this.clock.instant(), before.state(), status));
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
			// nothing that arrives from now on counts
			this.engine.replaceAttacks(AttackSource.LOADER, List.of());
		}
		finally {
			run.end();
			if (this.loader instanceof ProofdockAttackLoader ours) {
				ours.disconnect();
			}
		}
	}

	@Override
	public boolean isRunning() {
		synchronized (this.monitor) {
			return this.current != null;
		}
	}

	/**
	 * From one start to the next stop.
	 */
	private final class Run implements Runnable {

		private final AttackLoader loader;

		private final Thread thread;

		private final CountDownLatch end = new CountDownLatch(1);

		private int failures;

		private @Nullable String failure;

		private List<Attack> loaded = List.of();

		Run(AttackLoader loader) {
			this.loader = loader;
			this.thread = new Thread(this, "chaos-loader");
			this.thread.setDaemon(true);
		}

		@Override
		public void run() {
			logger.info("Chaos attack loader '{}' started: it is called at least every {}",
					AttackSynchronizer.this.name, text(AttackSynchronizer.this.timing.interval()));
			while (this.end.getCount() > 0) {
				Duration wait = AttackSynchronizer.this.timing.interval();
				try {
					wait = call();
				}
				catch (Throwable ex) {
					logger.error("Chaos attack loader '{}' goes on after an unexpected failure",
							AttackSynchronizer.this.name, ex);
				}
				try {
					AttackSynchronizer.this.pause.await(this.end, wait);
				}
				catch (InterruptedException ex) {
					// either the end, or a loader that disturbs its own thread
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
				// whatever a user's loader does, linkage errors included
				return failed(ex, Duration.ofNanos(System.nanoTime() - begin));
			}
			finally {
				if (this.end.getCount() > 0) {
					// else the pause would end at once, again and again
					Thread.interrupted();
				}
			}
		}

		private Duration succeeded(List<Attack> attacks, Duration took) {
			Duration wait = interval();
			LoaderStatus before = AttackSynchronizer.this.status;
			if (!apply(attacks, State.OK, before.lastFailure(), null, wait, took)) {
				return wait;
			}
			if (this.failures > 0) {
				logger.info("Chaos attack loader '{}' works again, after {} failure(s) in a row: {} action(s) loaded",
						AttackSynchronizer.this.name, this.failures, actions(attacks));
			}
			else if (before.state() == State.STARTING) {
				logger.info("Chaos attack loader '{}' works: {} action(s) loaded", AttackSynchronizer.this.name,
						actions(attacks));
			}
			if (!attacks.equals(this.loaded)) {
				warnOfRefused(attacks);
			}
			this.loaded = attacks;
			this.failures = 0;
			this.failure = null;
			return wait;
		}

		private Duration failed(Throwable ex, Duration took) {
			this.failures++;
			this.loaded = List.of();
			Timing timing = AttackSynchronizer.this.timing;
			boolean open = this.failures >= timing.failuresToOpen();
			Duration wait = longer(interval(), open ? timing.open() : Duration.ZERO);
			Duration retryAfter = (ex instanceof ChaosApiException failure) ? failure.retryAfter() : null;
			if (retryAfter != null) {
				wait = longer(wait, shorter(retryAfter, timing.maxRetryAfter()));
			}
			String message = message(ex);
			if (!apply(List.of(), open ? State.OPEN : State.FAILING, AttackSynchronizer.this.clock.instant(), message,
					wait, took)) {
				return wait;
			}
			String failure = key(ex);
			boolean opened = this.failures == timing.failuresToOpen();
			if (!failure.equals(this.failure)) {
				logger.warn("Chaos attack loader '{}' failed, so nothing is loaded from it: {}; next call in {}",
						AttackSynchronizer.this.name, message, text(wait));
			}
			else {
				logger.debug("Chaos attack loader '{}' failed again: {}; next call in {}", AttackSynchronizer.this.name,
						message, text(wait));
			}
			if (opened) {
				logger.warn("Chaos attack loader '{}' failed {} times in a row and is left alone for {} at a time: {}",
						AttackSynchronizer.this.name, this.failures, text(timing.open()), message);
			}
			logger.debug("Failure of the chaos attack loader", ex);
			this.failure = failure;
			return wait;
		}

		// nothing that arrives after the end counts
		private boolean apply(List<Attack> attacks, State state, @Nullable Instant lastFailure,
				@Nullable String lastError, Duration wait, Duration took) {
			AttackSynchronizer synchronizer = AttackSynchronizer.this;
			synchronized (synchronizer.monitor) {
				if (synchronizer.current != this) {
					return false;
				}
				synchronizer.engine.replaceAttacks(AttackSource.LOADER, attacks);
				Instant now = synchronizer.clock.instant();
				LoaderStatus before = synchronizer.status;
				LoaderStatus status = new LoaderStatus(synchronizer.name, state, List.of(),
						(state == State.OK) ? now : before.lastSuccess(), lastFailure,
						(lastError != null) ? lastError : before.lastError(), now.plus(wait));
				synchronizer.engine.report(new AttackEvent.LoaderCalled(now, took, status));
				synchronizer.change(status);
				return true;
			}
		}

		private void warnOfRefused(List<Attack> attacks) {
			List<Problem> problems = attacks.stream()
				.flatMap((attack) -> attack.actions().stream())
				.filter(Action.Refused.class::isInstance)
				.flatMap((action) -> ((Action.Refused) action).problems().stream())
				.toList();
			if (!problems.isEmpty()) {
				logger.warn("Chaos attack loader '{}' loaded actions that are refused and do nothing: {}{}",
						AttackSynchronizer.this.name,
						problems.subList(0, Math.min(MAX_NAMED_PROBLEMS, problems.size())),
						(problems.size() > MAX_NAMED_PROBLEMS) ? " and more" : "");
			}
		}

		// the jitter only shortens, by up to a tenth
		private Duration interval() {
			long nanos = AttackSynchronizer.this.timing.interval().toNanos();
			return Duration.ofNanos(nanos - (long) (nanos * 0.1 * AttackSynchronizer.this.random.nextDouble()));
		}

		void end() {
			this.end.countDown();
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
				logger.warn(
						"Chaos attack loader '{}' does not react to being interrupted; its last call is left behind",
						AttackSynchronizer.this.name);
			}
		}

	}

	private static String message(Throwable ex) {
		if (ex instanceof ChaosApiException failure) {
			return String.valueOf(failure.getMessage());
		}
		String name = ex.getClass().getName();
		try {
			return (ex.getMessage() != null) ? name + ": " + PrintableText.of(ex.getMessage()) : name;
		}
		catch (RuntimeException | LinkageError unspeakable) {
			return name;
		}
	}

	// what makes a failure the same as the one before
	private static String key(Throwable ex) {
		return (ex instanceof ChaosApiException failure) ? failure.kind() + " " + failure.status()
				: ex.getClass().getName();
	}

	private static int actions(List<Attack> attacks) {
		return attacks.stream().mapToInt((attack) -> attack.actions().size()).sum();
	}

	private static Duration longer(Duration one, Duration other) {
		return (one.compareTo(other) >= 0) ? one : other;
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) <= 0) ? one : other;
	}

	private static String text(Duration duration) {
		return duration.toMillis() / 1000.0 + " s";
	}

	/**
	 * How long everything takes.
	 *
	 * @param interval the longest time between the end of one call and the next call
	 * @param failuresToOpen how many failures in a row open the breaker
	 * @param open how long the breaker stays open
	 * @param maxRetryAfter the longest time that a server is obeyed for
	 */
	record Timing(Duration interval, int failuresToOpen, Duration open, Duration maxRetryAfter) {

		private static final Duration MAX_INTERVAL = Duration.ofDays(365);

		Timing {
			if (interval.isNegative() || interval.isZero()) {
				throw new IllegalArgumentException("'interval' must be positive");
			}
			interval = shorter(interval, MAX_INTERVAL);
		}

		static Timing of(Duration interval) {
			return new Timing(interval, 5, Duration.ofSeconds(120), Duration.ofHours(1));
		}

	}

	/**
	 * The time between two calls.
	 */
	@FunctionalInterface
	interface Pause {

		/** Waits for real. */
		Pause REAL = (end, duration) -> end.await(duration.toNanos(), TimeUnit.NANOSECONDS);

		/**
		 * Wait.
		 * @param end ends the pause early
		 * @param duration how long
		 * @throws InterruptedException if the thread is interrupted
		 */
		void await(CountDownLatch end, Duration duration) throws InterruptedException;

	}

}
