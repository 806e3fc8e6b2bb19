package io.chaosmiddleware.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackRefusedException;
import io.chaosmiddleware.attack.Schedule;
import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.engine.AttackEvent.Cause;
import org.jspecify.annotations.Nullable;

/**
 * Controls the attacks of an engine on behalf of operators and sources: starts, cancels,
 * replaces, halts and resumes them. Safe for use by many threads.
 */
public final class AttackControl {

	private static final Duration LONGEST_LIFE = Duration.ofDays(36_500);

	private final ActiveAttacks active;

	private final Places places;

	private final Reporter reporter;

	private final Clock clock;

	private final @Nullable String guardedReason;

	private final AtomicBoolean halted = new AtomicBoolean();

	private volatile boolean quiet;

	AttackControl(ActiveAttacks active, Places places, Reporter reporter, Clock clock, @Nullable String guardedReason) {
		this.active = active;
		this.places = places;
		this.reporter = reporter;
		this.clock = clock;
		this.guardedReason = guardedReason;
	}

	/**
	 * Replace all attacks of a source. An attack that is the same as before keeps its
	 * start and its hits.
	 * @param source {@link AttackSource#PROPERTIES} or {@link AttackSource#LOADER}
	 * @param attacks the attacks, possibly none
	 */
	public void replace(AttackSource source, List<Attack> attacks) {
		check(source);
		this.active.replace(source, List.copyOf(attacks));
	}

	/**
	 * Remove all attacks of a source that cannot say at present what it provides, such as
	 * a loader whose call failed. Those that it provides again at the next
	 * {@linkplain #replace replacement} go on with their start, hits and counts, and
	 * those that are over do not begin again.
	 * @param source {@link AttackSource#PROPERTIES} or {@link AttackSource#LOADER}
	 */
	public void suspend(AttackSource source) {
		check(source);
		this.active.suspend(source);
	}

	private static void check(AttackSource source) {
		if (source != AttackSource.PROPERTIES && source != AttackSource.LOADER) {
			throw new IllegalArgumentException("'source' must be properties or loader");
		}
	}

	/**
	 * Start an attack that ends on its own, and begins at once unless its schedule says
	 * otherwise.
	 * @param attack the attack
	 * @param longest how long the attack is active, positive, unless its schedule says
	 * less; its schedule must not say more
	 * @param operator the operator who starts it, {@code null} if unknown
	 * @return the active attack
	 * @throws IllegalArgumentException if the duration is not positive, or is longer than
	 * a hundred years
	 * @throws AttackRefusedException if the schedule of the attack is over already,
	 * begins too late or ends too late
	 * @throws IllegalStateException if the engine is guarded or closed, if the maximum
	 * number of started attacks is active, or if one of them has the same id
	 */
	public ActiveAttack start(Attack attack, Duration longest, @Nullable Operator operator) {
		if (longest.isNegative() || longest.isZero() || longest.compareTo(LONGEST_LIFE) > 0) {
			throw new IllegalArgumentException("'longest' must be positive and at most a hundred years");
		}
		if (this.guardedReason != null) {
			throw refuse(new Problem("$", Reason.GUARDED, "the middleware stands down: " + this.guardedReason),
					operator);
		}
		Problem problem = problem(attack.schedule(), longest);
		if (problem != null) {
			refuseStart(List.of(problem), operator);
			throw new AttackRefusedException(List.of(problem));
		}
		try {
			return this.active.start(attack, longest, operator);
		}
		catch (AttackRefusedException ex) {
			throw refuse(ex.problems().get(0), operator);
		}
	}

	/**
	 * Return why an attack cannot be {@linkplain #start started} now because of its
	 * schedule.
	 * @param schedule the schedule of the attack
	 * @param longest how long the attack may be active
	 * @return the problem, {@code null} if the schedule is possible
	 */
	public @Nullable Problem problem(Schedule schedule, Duration longest) {
		return schedule.problem(this.clock.instant(), longest);
	}

	private IllegalStateException refuse(Problem problem, @Nullable Operator operator) {
		refuseStart(List.of(problem), operator);
		String message = problem.message();
		return new IllegalStateException(Character.toUpperCase(message.charAt(0)) + message.substring(1));
	}

	/**
	 * Report that an operator tried to start an attack whose document was refused.
	 * @param problems the problems of the document, at least one
	 * @param operator the operator who tried to start it, {@code null} if unknown
	 */
	public void refuseStart(List<Problem> problems, @Nullable Operator operator) {
		this.reporter.report(new AttackEvent.StartRefused(this.clock.instant(), problems, operator));
	}

	/**
	 * Cancel an attack that was {@linkplain #start started} here.
	 * @param id the id of the attack
	 * @param operator the operator who cancels it, {@code null} if unknown
	 * @return whether there was such an attack
	 */
	public boolean cancel(String id, @Nullable Operator operator) {
		return !this.active
			.remove((attack) -> attack.source() == AttackSource.ENDPOINT && attack.id().equals(id), Cause.CANCELLED,
					operator)
			.isEmpty();
	}

	/**
	 * Cancel all attacks that were {@linkplain #start started} here, in one step.
	 * @param operator the operator who cancels them, {@code null} if unknown
	 * @return the attacks that were cancelled
	 */
	public List<ActiveAttack> cancelAll(@Nullable Operator operator) {
		return this.active.remove((attack) -> attack.source() == AttackSource.ENDPOINT, Cause.CANCELLED, operator);
	}

	/**
	 * Pull the kill switch. No attack of any source is performed until the engine is
	 * {@linkplain #resume resumed}, and running delays end at once.
	 * @param operator the operator who halts the engine, {@code null} if unknown
	 */
	public void halt(@Nullable Operator operator) {
		if (this.halted.compareAndSet(false, true)) {
			this.places.haltAll();
			this.reporter.report(new AttackEvent.Halted(this.clock.instant(), operator));
		}
	}

	/**
	 * Release the kill switch.
	 * @param operator the operator who resumes the engine, {@code null} if unknown
	 */
	public void resume(@Nullable Operator operator) {
		if (this.halted.compareAndSet(true, false)) {
			this.reporter.report(new AttackEvent.Resumed(this.clock.instant(), operator));
		}
	}

	/**
	 * End all running delays and stop attacking, since the host is about to stop and must
	 * not wait for delayed requests. Independent of the kill switch.
	 */
	public void quiesce() {
		this.quiet = true;
		this.places.haltAll();
	}

	/**
	 * Start attacking again after {@link #quiesce()}, since the host has started again.
	 */
	public void reactivate() {
		this.quiet = false;
	}

	/**
	 * Report that an {@link AttackLoader} was called.
	 * @param duration how long the call took
	 * @param status the current status of the loader
	 */
	public void loaderCalled(Duration duration, LoaderStatus status) {
		this.reporter.report(new AttackEvent.LoaderCalled(this.clock.instant(), duration, status));
	}

	/**
	 * Report that the state of the loading of attacks changed.
	 * @param before the state before
	 * @param status the current status of the loader
	 */
	public void loaderChanged(LoaderStatus.State before, LoaderStatus status) {
		this.reporter.report(new AttackEvent.LoaderChanged(this.clock.instant(), before, status));
	}

	@Nullable String guardedReason() {
		return this.guardedReason;
	}

	EngineState state() {
		if (this.guardedReason != null) {
			return EngineState.GUARDED;
		}
		return isHalted() ? EngineState.HALTED : EngineState.ACTIVE;
	}

	boolean isHalted() {
		return this.halted.get() || this.quiet;
	}

}
