package io.chaosmiddleware.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.effect.Effect;
import io.chaosmiddleware.effect.Fail;
import io.chaosmiddleware.effect.Step;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A decision that is being performed, step by step. Whoever begins one must end it
 * exactly once: with {@link #await()} where a thread may block. Elsewhere each
 * {@linkplain #next() next} step is performed until there is none, then {@link #finish()}
 * ends it, or {@link #abandon()} if the caller is gone. Until then it holds a place among
 * the requests that wait. The steps are performed one after the other, all else is safe
 * for use by many threads.
 */
public final class Performance {

	private static final Logger logger = LoggerFactory.getLogger(Performance.class);

	private final AttackEngine engine;

	private final Decision decision;

	private final boolean holdsPlace;

	private final List<Step> steps = new ArrayList<>();

	// which verdict each step belongs to
	private final List<Integer> owners = new ArrayList<>();

	private final CountDownLatch halt = new CountDownLatch(1);

	private final AtomicBoolean ended = new AtomicBoolean();

	private volatile int begun;

	private volatile int done;

	private volatile @Nullable Made made;

	private @Nullable Runnable onHalt;

	Performance(AttackEngine engine, Decision decision, boolean holdsPlace) {
		this.engine = engine;
		this.decision = decision;
		this.holdsPlace = holdsPlace;
		for (int i = 0; i < decision.verdicts().size(); i++) {
			Effect effect = decision.verdicts().get(i).injected();
			if (effect != null) {
				for (Step step : effect.steps()) {
					this.steps.add(step);
					this.owners.add(i);
				}
			}
		}
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
	 * Return the next step to perform; the one before it is then done. There is none any
	 * more once all attacks are halted.
	 * @return the step, {@code null} if it is time to {@link #finish()}
	 */
	public @Nullable Step next() {
		if (isHalted()) {
			return null;
		}
		this.done = this.begun;
		if (this.begun == this.steps.size()) {
			return null;
		}
		return this.steps.get(this.begun++);
	}

	/**
	 * Register what ends a wait early. Called at once if that is already due.
	 * @param action what to do when all attacks are halted; must not block
	 */
	public void onHalt(Runnable action) {
		synchronized (this.halt) {
			this.onHalt = action;
			if (!isHalted()) {
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

	private boolean isHalted() {
		return this.halt.getCount() == 0;
	}

	/**
	 * Wait on this thread, then finish. The wait ends early, and what follows it is
	 * skipped, when all attacks are halted or the thread is interrupted; its interrupt
	 * status is kept.
	 * @return what was really done
	 */
	public Outcome await() {
		BlockingDriver driver = new BlockingDriver(this, this.halt);
		for (Step step = next(); step != null; step = next()) {
			step.accept(driver);
		}
		return finish();
	}

	/**
	 * Return whether to {@linkplain #make make} the exception of a step may block, since
	 * it is not the JDK's own: its constructor and its static initialiser may be code of
	 * the application. Then an event loop must leave it to another thread.
	 * @param fail the step
	 * @return whether code of the application may run
	 */
	public boolean mayBlock(Fail fail) {
		return this.engine.faults().locate(fail.exceptionName()).mayRunApplicationCode();
	}

	/**
	 * Perform a step by making its exception, which {@link #finish()} then hands over.
	 * {@linkplain #mayBlock May block}.
	 * @param fail the step
	 */
	public void make(Fail fail) {
		Throwable exception = this.engine.faults().locate(fail.exceptionName()).create();
		this.made = (exception != null) ? new Made(exception, null)
				: new Made(FaultLocator.defaultFault(), Reason.FAULT_NOT_LOCATED);
	}

	/**
	 * All is done, or was halted: give the place back and report.
	 * @return what was really done. Its fault, if there is one, is for the caller to
	 * throw
	 */
	public Outcome finish() {
		return end();
	}

	/**
	 * Nobody waits for the answer any more: give the place back, and report as if halted
	 * now. Does nothing if this has ended already.
	 */
	public void abandon() {
		synchronized (this.halt) {
			this.halt.countDown();
		}
		end();
	}

	private Outcome end() {
		Outcome outcome = outcome(this.done, this.made);
		if (this.ended.compareAndSet(false, true)) {
			this.engine.end(outcome, this.holdsPlace ? this : null);
		}
		return outcome;
	}

	private Outcome outcome(int done, @Nullable Made made) {
		if (this.steps.isEmpty()) {
			return new Outcome(this.decision, null);
		}
		List<Verdict> verdicts = new ArrayList<>(this.decision.verdicts());
		Throwable fault = null;
		for (int i = 0; i < this.steps.size(); i++) {
			int owner = this.owners.get(i);
			if (i >= done) {
				verdicts.set(owner, verdicts.get(owner).skipped(Reason.HALTED));
			}
			else if (this.steps.get(i) instanceof Fail && made != null) {
				fault = made.exception();
				verdicts.set(owner, verdicts.get(owner).with(Fail.DETAIL, fault.getClass().getName(), made.reason()));
			}
		}
		return new Outcome(this.decision.with(verdicts), fault);
	}

	/**
	 * What a step has made.
	 *
	 * @param exception the exception
	 * @param reason why it is not the one that was asked for, {@code null} if it is
	 */
	private record Made(Throwable exception, @Nullable Reason reason) {

	}

}
