package io.chaosmiddleware.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.chaosmiddleware.attack.Effect;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A decision that is being performed. Whoever begins one must end it exactly once: with
 * {@link #await()} where a thread may block, else with {@link #finish()} after a timer of
 * {@link #delay()}, or with {@link #abandon()} if the caller is gone. Until then it holds
 * a place among the concurrent delays. Safe for use by many threads.
 */
public final class Injection {

	private static final Logger logger = LoggerFactory.getLogger(Injection.class);

	private final AttackEngine engine;

	private final Decision decision;

	private final long begin = System.nanoTime();

	private final CountDownLatch halt = new CountDownLatch(1);

	private final AtomicBoolean ended = new AtomicBoolean();

	private @Nullable Runnable onHalt;

	Injection(AttackEngine engine, Decision decision) {
		this.engine = engine;
		this.decision = decision;
	}

	/**
	 * Return how long to wait before {@link #finish()}.
	 * @return the delay, zero if there is nothing to wait for
	 */
	public Duration delay() {
		return this.decision.delay();
	}

	/**
	 * Return what is about to be done: the decision that was begun, without delays for
	 * which there was no place.
	 * @return the decision
	 */
	public Decision decision() {
		return this.decision;
	}

	/**
	 * Register what ends the wait early. Called at once if that is already due.
	 * @param action what to do when all attacks are halted; must not block
	 */
	public void onHalt(Runnable action) {
		synchronized (this.halt) {
			this.onHalt = action;
			if (this.halt.getCount() > 0) {
				return;
			}
		}
		action.run();
	}

	void halt() {
		Runnable action;
		synchronized (this.halt) {
			this.halt.countDown();
			action = this.onHalt;
		}
		if (action == null) {
			return;
		}
		try {
			action.run();
		}
		catch (RuntimeException | Error ex) {
			// the others must end all the same
			logger.warn("A delayed request was not told that it is halted", ex);
		}
	}

	/**
	 * Wait on this thread, then finish. The wait ends early, and what follows it is
	 * skipped, when all attacks are halted or the thread is interrupted; its interrupt
	 * status is kept.
	 * @return what was really done
	 */
	public Decision await() {
		if (!delay().isZero()) {
			try {
				this.halt.await(delay().toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				this.halt.countDown();
				Thread.currentThread().interrupt();
			}
		}
		return finish();
	}

	/**
	 * Return whether {@link #finish()} may block, since it makes an exception that is not
	 * the JDK's own: its constructor and its static initialiser may be code of the
	 * application. Then an event loop must leave it to another thread.
	 * @return whether code of the application may run
	 */
	public boolean mayBlock() {
		Effect.Fault named = this.decision.namedFault();
		return named != null && this.engine.faults().locate(named.exceptionName()).mayRunApplicationCode();
	}

	/**
	 * The wait is over, by its own or by a halt: make the exception of a fault, give the
	 * place back and report. May {@linkplain #mayBlock() block}.
	 * @return what was really done. Its fault, if there is one, is for the caller to
	 * throw
	 */
	public Decision finish() {
		Decision done = isHalted() ? this.decision : this.decision.withFault(this.engine.faults());
		// asked again: a constructor may have taken its time
		return end(isHalted() ? halted(done) : done);
	}

	private boolean isHalted() {
		return this.halt.getCount() == 0;
	}

	private Decision halted(Decision decision) {
		return decision.haltedAfter(Duration.ofNanos(System.nanoTime() - this.begin));
	}

	/**
	 * Nobody waits for the answer any more: give the place back, and report as if halted
	 * now. Does nothing if this injection has ended already.
	 */
	public void abandon() {
		end(halted(this.decision));
	}

	private Decision end(Decision done) {
		if (this.ended.compareAndSet(false, true)) {
			this.engine.end(this, done);
		}
		return done;
	}

	boolean holdsPlace() {
		return !delay().isZero();
	}

}
