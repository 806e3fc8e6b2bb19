package io.chaosmiddleware.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.effect.Effect;
import io.chaosmiddleware.effect.Fail;
import io.chaosmiddleware.effect.Reply;
import io.chaosmiddleware.effect.Step;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A decision that is being performed, step by step. The caller must end each performance.
 * Where a thread may block, {@link #await()} does so. Elsewhere the caller performs each
 * {@linkplain #next() next} step until there is none, and then calls {@link #finish()},
 * or {@link #abandon()} if the client has gone away or the {@linkplain #fault() fault}
 * cannot be thrown. A delayed request holds a place until its last step is done. The
 * steps are performed one after the other; everything else is safe for use by many
 * threads.
 */
public final class Performance {

	private static final Logger logger = LoggerFactory.getLogger(Performance.class);

	private final Places places;

	private final Decision decision;

	private final AtomicBoolean holdsPlace;

	private final List<Step> steps = new ArrayList<>();

	// The index of the verdict that each step belongs to.
	private final List<Integer> owners = new ArrayList<>();

	private final CountDownLatch halt = new CountDownLatch(1);

	private final AtomicBoolean ended = new AtomicBoolean();

	private volatile int begun;

	private volatile int done;

	private volatile @Nullable Ending ending;

	private @Nullable Runnable onHalt;

	Performance(Places places, Decision decision, boolean holdsPlace) {
		this.places = places;
		this.decision = decision;
		this.holdsPlace = new AtomicBoolean(holdsPlace);
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
	 * Return the decision that is being performed, without delays for which there was no
	 * place.
	 * @return the decision
	 */
	public Decision decision() {
		return this.decision;
	}

	/**
	 * Return the next step to perform. The previous step is then considered done. There
	 * are no more steps once all attacks are halted.
	 * @return the step, {@code null} if it is time to {@link #finish()}
	 */
	public @Nullable Step next() {
		if (isHalted()) {
			return null;
		}
		this.done = this.begun;
		if (this.begun == this.steps.size()) {
			leavePlace();
			return null;
		}
		return this.steps.get(this.begun++);
	}

	/**
	 * Register an action that ends a wait early. It is called at once if all attacks are
	 * halted already.
	 * @param action the action to run when all attacks are halted, which must not block
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
			// The delays of other requests have to end even if this one fails.
			logger.warn("A delayed request was not told that it is halted", ex);
		}
	}

	private boolean isHalted() {
		return this.halt.getCount() == 0;
	}

	/**
	 * Perform all steps on this thread, then finish. If all attacks are halted or the
	 * thread is interrupted, waiting ends early and the remaining steps are skipped. The
	 * interrupt status of the thread is preserved.
	 * @return what was actually done
	 */
	public Outcome await() {
		try {
			BlockingDriver driver = new BlockingDriver(this, this.halt);
			for (Step step = next(); step != null; step = next()) {
				step.accept(driver);
			}
			return finish();
		}
		catch (RuntimeException | Error ex) {
			abandon();
			throw ex;
		}
	}

	/**
	 * Return whether {@linkplain #make creating} the exception of a step may block. This
	 * is the case unless the bootstrap class loader loads its class, since its
	 * constructor and static initializer may otherwise run code of the application. An
	 * event loop must then leave it to another thread.
	 * @param fail the step
	 * @return whether code of the application may run
	 */
	public boolean mayBlock(Fail fail) {
		return this.places.faults().locate(fail.exceptionName()).mayRunApplicationCode();
	}

	/**
	 * Perform a step by creating its exception, which {@link #finish()} then returns.
	 * This {@linkplain #mayBlock may block}.
	 * @param fail the step
	 */
	public void make(Fail fail) {
		String message = (fail.message() != null) ? fail.message() : FaultLocator.MESSAGE;
		Throwable exception = this.places.faults().locate(fail.exceptionName()).create(message);
		this.ending = (exception != null) ? new Ending(exception, null, null)
				: new Ending(FaultLocator.defaultFault(message), null, Reason.FAULT_NOT_LOCATED);
	}

	/**
	 * Perform a step by keeping its answer, which {@link #finish()} then returns.
	 * @param reply the step
	 */
	public void answer(Reply reply) {
		this.ending = new Ending(null, reply, null);
	}

	/**
	 * Return the exception that was created and still has to be thrown. It is known once
	 * there are no more steps.
	 * @return the exception, {@code null} if there is none to throw
	 */
	public @Nullable Throwable fault() {
		Ending ending = reached();
		return (ending != null) ? ending.fault() : null;
	}

	/**
	 * Return the answer that still has to be sent in place of the handler. It is known
	 * once there are no more steps.
	 * @return the answer, {@code null} if there is none to send
	 */
	public @Nullable Reply reply() {
		Ending ending = reached();
		return (ending != null) ? ending.reply() : null;
	}

	private @Nullable Ending reached() {
		return (this.done == this.steps.size()) ? this.ending : null;
	}

	/**
	 * End this performance after its last step, or after a halt: release the place and
	 * report what was done.
	 * @return what was actually done. If it has a fault, the caller has to throw it; if
	 * it has a reply, the caller has to send it
	 */
	public Outcome finish() {
		return end(outcome(this.done, reached()));
	}

	/**
	 * End this performance because nobody is waiting for the answer any more, or because
	 * the request cannot fail or be answered any more: release the place and report as if
	 * attacks were halted now. Does nothing if the performance has already ended.
	 * @return what was actually done, without a fault or reply
	 */
	public Outcome abandon() {
		this.halt.countDown();
		return end(outcome(this.done, null));
	}

	private Outcome end(Outcome outcome) {
		try {
			if (this.ended.compareAndSet(false, true)) {
				this.places.report(outcome);
			}
		}
		finally {
			leavePlace();
		}
		return outcome;
	}

	private void leavePlace() {
		if (this.holdsPlace.compareAndSet(true, false)) {
			this.places.leave(this);
		}
	}

	private Outcome outcome(int done, @Nullable Ending ending) {
		if (this.steps.isEmpty()) {
			return new Outcome(this.decision);
		}
		List<Verdict> verdicts = new ArrayList<>(this.decision.verdicts());
		for (int i = 0; i < this.steps.size(); i++) {
			int owner = this.owners.get(i);
			Verdict verdict = verdicts.get(owner);
			if (i >= done) {
				verdicts.set(owner, verdict.skipped(Reason.HALTED));
			}
			else if (this.steps.get(i).isOutcome()) {
				verdicts.set(owner, (ending != null) ? ending.show(verdict) : verdict.skipped(Reason.HALTED));
			}
		}
		Decision decision = this.decision.with(verdicts);
		return (ending != null) ? new Outcome(decision, ending.fault(), ending.reply()) : new Outcome(decision);
	}

	/**
	 * How a request ends after a step that decides it.
	 *
	 * @param fault the exception that the step has created, {@code null} if there is none
	 * @param reply the answer, {@code null} if there is none
	 * @param reason why the exception is not the requested one, {@code null} if it is
	 */
	private record Ending(@Nullable Throwable fault, @Nullable Reply reply, @Nullable Reason reason) {

		Verdict show(Verdict verdict) {
			return (this.fault != null) ? verdict.with(Fail.DETAIL, this.fault.getClass().getName(), this.reason)
					: verdict;
		}

	}

}
