package io.chaosmiddleware.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.effect.Effect;
import io.chaosmiddleware.effect.EndConnection;
import io.chaosmiddleware.effect.Fail;
import io.chaosmiddleware.effect.Pause;
import io.chaosmiddleware.effect.Phase;
import io.chaosmiddleware.effect.Reply;
import io.chaosmiddleware.effect.Step;
import org.jspecify.annotations.Nullable;

/**
 * A decision that is being performed, step by step. The caller must end each performance.
 * Where a thread may block, {@link #await()} does so. Elsewhere the caller performs each
 * {@linkplain #next() next} step until there is none, and then calls {@link #finish()},
 * or {@link #abandon} if the client has gone away or the {@linkplain #fault() fault}
 * cannot be thrown. A delayed request holds a place until its last step is done. The
 * steps are performed one after the other; everything else is safe for use by many
 * threads.
 */
public final class Performance {

	private final Places places;

	private final long begin = System.nanoTime();

	private final AtomicBoolean holdsPlace = new AtomicBoolean();

	private final HaltSignal halt;

	// The decision, with the final verdicts of the phase that is over.
	private volatile Decision decision;

	private volatile Phase phase = Phase.BEFORE;

	private volatile PhaseSteps steps;

	// Why steps that are not done are skipped.
	private volatile Reason interruption = Reason.HALTED;

	private volatile @Nullable Outcome outcome;

	Performance(Places places, Decision decision, BooleanSupplier halted) {
		this.places = places;
		this.halt = new HaltSignal(halted);
		this.decision = possible(decision);
		this.steps = new PhaseSteps(this.decision, this.phase);
	}

	// The decision without delays of the current phase for which there is no place.
	private Decision possible(Decision decision) {
		Decision possible = decision;
		if (decision.takesTime(this.phase)) {
			if (this.places.enter(this.halt)) {
				this.holdsPlace.set(true);
			}
			else {
				possible = decision.without(this.phase, Effect::takesTime, Reason.LIMIT_CONCURRENT);
			}
		}
		// The engine may have been halted after the decision, before this performance was
		// registered.
		this.halt.isGivenNow();
		return possible;
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
	 * Return whether something is to be done after the handler, for which the host has to
	 * call {@link #afterHandler}.
	 * @return whether the request may go on to its handler and this performance is not
	 * over then
	 */
	public boolean actsAfterHandler() {
		return this.phase == Phase.BEFORE && this.steps.reached() == null && this.decision.actsIn(Phase.AFTER);
	}

	/**
	 * Begin with what is to be done after the handler, whose work is done and whose
	 * answer has not been sent yet.
	 * @param withoutOutcomes why the answer must not be replaced, {@code null} if it may
	 * be
	 */
	public synchronized void afterHandler(@Nullable Reason withoutOutcomes) {
		if (this.outcome != null || this.phase == Phase.AFTER) {
			return;
		}
		Decision before = this.places.withoutEnded(settled(this.steps.reached()), Phase.AFTER);
		leavePlace();
		this.phase = Phase.AFTER;
		this.decision = possible((withoutOutcomes == null) ? before.endedByOutcome(Phase.AFTER)
				: before.without(Phase.AFTER, Effect::isOutcome, withoutOutcomes));
		this.steps = new PhaseSteps(this.decision, Phase.AFTER);
	}

	/**
	 * End this performance without what is to be done after the handler and while the
	 * answer is sent.
	 * @param reason why nothing more can be done
	 * @return what was actually done
	 */
	public synchronized Outcome finishWithout(Reason reason) {
		return end(this.steps.reached(), reason);
	}

	/**
	 * Return whether something is to be done to the answer while it is sent, for which
	 * the host has to call {@link #beginAnswer}. This may be an answer that an attack
	 * makes.
	 * @return whether there is something to be done and an answer will be sent
	 */
	public boolean actsOnAnswer() {
		Ending ending = this.steps.reached();
		return this.outcome == null && this.decision.actsIn(Phase.ANSWER) && (ending == null || ending.end() == null);
	}

	/**
	 * Return what is known to be done before an answer is sent that is to be changed.
	 * Such a performance is not over when its fault is thrown or its reply is sent.
	 * @return what was done up to now, with the fault that the caller has to throw or the
	 * reply that it has to send
	 */
	public synchronized Outcome soFar() {
		Outcome outcome = this.outcome;
		Ending ending = this.steps.reached();
		return (outcome != null) ? outcome : new Outcome(settled(ending), ending);
	}

	/**
	 * Begin to send the answer, which ends this performance and reports what is done. A
	 * slow answer holds a place until its body is closed.
	 * @param obstacle why the answer cannot be changed, {@code null} if it can be
	 * @param length how many bytes its body has, negative if that is not known
	 * @return the body of the answer, which has to be closed; {@code null} if this
	 * performance has ended before
	 */
	public synchronized @Nullable AnswerBody beginAnswer(@Nullable Reason obstacle, long length) {
		if (this.outcome != null) {
			return null;
		}
		Ending ending = this.steps.reached();
		Decision settled = settled(ending);
		if (this.phase == Phase.BEFORE) {
			settled = settled.without(Phase.AFTER, (effect) -> true, Reason.COMMITTED);
		}
		leavePlace();
		this.phase = Phase.ANSWER;
		settled = this.places.withoutEnded(settled, Phase.ANSWER).withoutObstructed(obstacle, length);
		settled = possible(settled);
		if (isHalted()) {
			settled = settled.without(Phase.ANSWER, (effect) -> true, this.interruption);
		}
		this.decision = settled;
		AnswerBody body = new AnswerBody(this, this.halt, new Outcome(settled, ending), this.places::roll, length);
		report(body.outcome());
		return body;
	}

	/**
	 * Return how long a pause lasts from now on.
	 * @param pause the step
	 * @return the rest of the time, possibly zero
	 */
	public Duration remaining(Pause pause) {
		if (!pause.inTotal()) {
			return pause.duration();
		}
		Duration rest = pause.duration().minusNanos(System.nanoTime() - this.begin);
		return rest.isNegative() ? Duration.ZERO : rest;
	}

	/**
	 * Return the next step to perform before the handler, or after it once
	 * {@link #afterHandler} was called. The previous step is then considered done. There
	 * are no more steps once all attacks are halted.
	 * @return the step, {@code null} if there are no more for now
	 */
	public @Nullable Step next() {
		if (isHalted()) {
			return null;
		}
		Step next = this.steps.next(this::remaining);
		if (next == null) {
			leavePlace();
		}
		return next;
	}

	/**
	 * Register an action that ends a wait early. It is called at once if all attacks are
	 * halted already.
	 * @param action the action to run when all attacks are halted, which must not block
	 */
	public void onHalt(Runnable action) {
		this.halt.then(action);
	}

	private boolean isHalted() {
		return this.halt.isGiven();
	}

	/**
	 * Perform all steps before the handler on this thread, then finish. What is to be
	 * done after the handler is skipped. If all attacks are halted or the thread is
	 * interrupted, waiting ends early and the remaining steps are skipped. The interrupt
	 * status of the thread is preserved.
	 * @return what was actually done
	 */
	public Outcome await() {
		perform();
		return finishWithout(Reason.UNSUPPORTED);
	}

	/**
	 * Perform all steps before the handler on this thread, or those after it once
	 * {@link #afterHandler} was called. The caller then looks for a {@link #fault()} or a
	 * {@link #reply()}, and finishes after the last phase. Waiting ends early as
	 * described at {@link #await()}.
	 */
	public void perform() {
		try {
			BlockingDriver driver = new BlockingDriver(this, this.halt);
			for (Step step = next(); step != null; step = next()) {
				step.accept(driver);
			}
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
		this.steps.endWith((exception != null) ? new Ending(exception, null)
				: new Ending(FaultLocator.defaultFault(message), Reason.FAULT_NOT_LOCATED));
	}

	/**
	 * Perform a step by keeping its answer, which {@link #finish()} then returns.
	 * @param reply the step
	 */
	public void answer(Reply reply) {
		this.steps.endWith(new Ending(reply));
	}

	/**
	 * Perform a step by keeping how the connection ends, which {@link #finish()} then
	 * returns.
	 * @param end the step
	 */
	public void disconnect(EndConnection end) {
		this.steps.endWith(new Ending(end));
	}

	/**
	 * Return the exception that was created and still has to be thrown. It is known once
	 * there are no more steps.
	 * @return the exception, {@code null} if there is none to throw
	 */
	public @Nullable Throwable fault() {
		Ending ending = this.steps.reached();
		return (ending != null) ? ending.fault() : null;
	}

	/**
	 * Return the answer that still has to be sent in place of the handler. It is known
	 * once there are no more steps.
	 * @return the answer, {@code null} if there is none to send
	 */
	public @Nullable Reply reply() {
		Ending ending = this.steps.reached();
		return (ending != null) ? ending.reply() : null;
	}

	/**
	 * Return how the connection has to be ended in place of an answer. It is known once
	 * there are no more steps. If it cannot be ended, the caller has to
	 * {@linkplain #abandon(Reason) abandon} this performance.
	 * @return how to end it, {@code null} if it has not to be ended
	 */
	public @Nullable EndConnection end() {
		Ending ending = this.steps.reached();
		return (ending != null) ? ending.end() : null;
	}

	/**
	 * End this performance after its last step, or after a halt: release the place and
	 * report what was done. What the host has not begun to do, after the handler or while
	 * the answer is sent, is not supported by it.
	 * @return what was actually done. If it has a fault, the caller has to throw it; if
	 * it has a reply, the caller has to send it
	 */
	public synchronized Outcome finish() {
		return end(this.steps.reached(), isHalted() ? this.interruption : Reason.UNSUPPORTED);
	}

	/**
	 * End this performance because nobody is waiting for the answer any more: release the
	 * place and report what was done. A delay that has begun was injected, since it may
	 * be the very reason why nobody is waiting. Does nothing if the performance has
	 * already ended.
	 * @return what was actually done. It has no fault or reply, unless the performance
	 * had ended with one before
	 */
	public Outcome abandon() {
		return abandon(Reason.ABANDONED);
	}

	/**
	 * End this performance because its remaining steps cannot be done any more, as
	 * described at {@link #abandon()}.
	 * @param reason why the remaining steps are skipped, unless all attacks are halted
	 * already
	 * @return what was actually done
	 */
	public synchronized Outcome abandon(Reason reason) {
		interrupt(reason);
		return end(null, this.interruption);
	}

	/** End the wait of this performance, and skip the remaining steps for a reason. */
	void interrupt(Reason reason) {
		if (!isHalted()) {
			this.interruption = reason;
			this.halt.end();
		}
	}

	private Outcome end(@Nullable Ending ending, Reason laterPhases) {
		Outcome before = this.outcome;
		if (before != null) {
			return before;
		}
		Decision settled = settled(ending);
		if (this.phase == Phase.BEFORE) {
			settled = settled.without(Phase.AFTER, (effect) -> true, laterPhases);
		}
		boolean withoutAnswer = ending != null && ending.end() != null;
		Outcome outcome = new Outcome(
				settled.without(Phase.ANSWER, (effect) -> true, withoutAnswer ? Reason.AFTER_OUTCOME : laterPhases),
				ending);
		try {
			report(outcome);
		}
		finally {
			leavePlace();
		}
		return outcome;
	}

	private void report(Outcome outcome) {
		this.outcome = outcome;
		this.places.report(outcome);
	}

	void leavePlace() {
		if (this.holdsPlace.compareAndSet(true, false)) {
			this.places.leave(this.halt);
		}
	}

	private Decision settled(@Nullable Ending ending) {
		return this.steps.settle(this.decision, ending, this.interruption);
	}

}
