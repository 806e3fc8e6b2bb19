package io.chaosmiddleware.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.condition.RequestView;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is done to a request, performs it together with an adapter, and reports
 * it. Safe for use by many threads. <pre class="code">
 * Decision decision = engine.decide(request);
 * Outcome outcome = engine.begin(decision).await();
 * if (outcome.fault() != null) {
 *     throw outcome.fault();
 * }
 * </pre>
 */
public final class AttackEngine implements AutoCloseable {

	/** The request header that carries an attack. */
	public static final String ATTACK_HEADER = RequestView.ATTACK_HEADER;

	/** The request header that carries the token, where one is required. */
	public static final String TOKEN_HEADER = "x-proofdock-attack-token";

	/** The response header that reports what an attack header did. */
	public static final String RESULT_HEADER = "x-proofdock-attack-result";

	private final Rules rules;

	private final Decider decider;

	private final Reporter reporter;

	private final ActiveAttacks active;

	private final Places places;

	private final AttackControl control;

	AttackEngine(AttackEngineBuilder builder) {
		Clock clock = Clock.tick(builder.clock, Duration.ofMillis(1));
		this.rules = new Rules(builder.identity, builder.headerLimits.maxDelay(),
				new FaultLocator(builder.allowedFaults, builder.classLoader), builder.random::nextDouble, clock,
				builder.excluded);
		this.reporter = new Reporter(clock, builder.recorders, builder.listeners);
		// The attacks of a guarded engine never become active.
		Consumer<AttackEvent> events = (builder.guardedReason == null) ? this.reporter::report : (event) -> {
		};
		this.active = new ActiveAttacks(builder.identity, clock, events, this.reporter.timer(),
				builder.maxStartedAttacks);
		this.places = new Places(builder.maxConcurrentDelays, this.rules, this.reporter);
		this.control = new AttackControl(this.active, this.places, this.reporter, clock, builder.guardedReason);
		this.decider = new Decider(this.rules,
				new HeaderReader(builder.authorizer, builder.headerLimits, this.reporter), this.active, this.control,
				new CountsById(builder.maxRememberedIds, clock));
		this.active.replace(AttackSource.PROPERTIES, builder.attacks);
	}

	/**
	 * Start to build an engine.
	 * @return a builder whose defaults are safe
	 */
	public static AttackEngineBuilder builder() {
		return new AttackEngineBuilder();
	}

	/**
	 * Return the control that starts, cancels and halts attacks.
	 * @return the control of this engine
	 */
	public AttackControl control() {
		return this.control;
	}

	/**
	 * Return whether requests without an attack header are certainly left alone. This
	 * check is very cheap.
	 * @return whether only requests with an attack header need a decision
	 */
	public boolean isIdle() {
		return this.decider.isIdle();
	}

	/**
	 * Return whether the answer to a request without an attack header may have to be held
	 * or changed.
	 * @return whether a configured attack may act after the handler or on its answer
	 */
	public boolean mayActOnAnswer() {
		return this.decider.actsOnAnswer();
	}

	/**
	 * Return whether a decision about a request without an attack header needs its user.
	 * @return whether a configured attack has a condition on the user
	 */
	public boolean needsUser() {
		return this.active.snapshot().plan().needsUser();
	}

	/**
	 * Decide what is done to a request. Does not perform or report anything, and does not
	 * create the exception of a fault. Never throws: if the engine or an extension fails,
	 * the request is left alone.
	 * @param request the request
	 * @return the decision, {@link Decision#NONE} if there is nothing to do or to say
	 */
	public Decision decide(RequestView request) {
		try {
			return this.decider.decide(request);
		}
		catch (Throwable ex) {
			this.reporter.warn("No attack on a request, since the decision failed", ex);
			return Decision.NONE;
		}
	}

	/**
	 * Decide what would be done to a request, with the verdict of every action. Actions
	 * that depend on chance would hit. Does not perform or report anything.
	 * @param request the request
	 * @return the decision, and the attack of the header
	 */
	public Explanation explain(RequestView request) {
		return this.decider.explain(request);
	}

	/**
	 * Return whether a path is excluded from all attacks, since any spelling of it is, or
	 * since it is too long to check that.
	 * @param path the raw path, as from {@link RequestView#path()}
	 * @return whether the path is excluded from all attacks
	 */
	public boolean isExcluded(String path) {
		return this.rules.isExcluded(path);
	}

	/**
	 * Begin to perform a decision. A delay takes one of the limited places for delayed
	 * requests, and is skipped if there is none.
	 * @param decision the decision
	 * @return the performance, which must be ended exactly once
	 */
	public Performance begin(Decision decision) {
		return this.places.begin(decision, this.control);
	}

	/**
	 * Return whether attacks are performed at all.
	 * @return the state
	 */
	public EngineState state() {
		return this.control.state();
	}

	/**
	 * Return why the engine is guarded, {@code null} if it is not.
	 * @return the reason
	 */
	public @Nullable String guardedReason() {
		return this.control.guardedReason();
	}

	/**
	 * Return the identity of this application.
	 * @return the identity
	 */
	public ApplicationIdentity identity() {
		return this.rules.identity();
	}

	/**
	 * Return which exceptions a fault may name (decision D14 in
	 * {@code docs/differences.md}).
	 * @return class names, {@code com.example.*} and {@code com.example.**}
	 */
	public List<String> allowedFaults() {
		return this.rules.faults().allowed();
	}

	/**
	 * Return why a fault would not throw the exception that it names. Does not create the
	 * exception, but may load its class.
	 * @param exceptionName the name as an attack gives it
	 * @return a sentence for people that quotes printable, truncated text only,
	 * {@code null} if the exception would be thrown
	 */
	public @Nullable String faultObstacle(String exceptionName) {
		return this.rules.faults().obstacle(exceptionName);
	}

	/**
	 * Return the configured attacks that are active now, in the order of processing.
	 * @return an immutable snapshot
	 */
	public List<ActiveAttack> activeAttacks() {
		return this.active.snapshot().attacks();
	}

	/**
	 * Return how many attacks of a source are active now.
	 * @param source the source
	 * @return the number of its active attacks
	 */
	public long activeAttacks(AttackSource source) {
		return activeAttacks().stream().filter((attack) -> attack.source() == source).count();
	}

	/**
	 * Return how many requests are being delayed now.
	 * @return the number
	 */
	public int runningDelays() {
		return this.places.taken();
	}

	/**
	 * Return what was done since the start.
	 * @return the totals
	 */
	public AttackTotals totals() {
		return this.reporter.history().totals();
	}

	/**
	 * Return the most recent decisions, at most 50.
	 * @return the decisions, the newest first
	 */
	public List<AttackEvent.Decided> recent() {
		return this.reporter.history().recent();
	}

	/**
	 * End all running delays and all configured attacks. Each listener gets up to a
	 * second for the events that still wait.
	 */
	@Override
	public void close() {
		this.control.quiesce();
		this.reporter.timer().close();
		this.active.remove((attack) -> true, AttackEvent.Cause.CLOSED, null);
		this.reporter.close();
	}

}
