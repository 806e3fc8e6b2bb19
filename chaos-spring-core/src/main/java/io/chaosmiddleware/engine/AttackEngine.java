package io.chaosmiddleware.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackLimits;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.attack.AttackRefusedException;
import io.chaosmiddleware.attack.Effect;
import io.chaosmiddleware.attack.PathSpellings;
import io.chaosmiddleware.attack.PrintableText;
import io.chaosmiddleware.attack.Problem;
import io.chaosmiddleware.attack.Reason;
import io.chaosmiddleware.attack.RequestPath;
import io.chaosmiddleware.attack.Route;
import io.chaosmiddleware.attack.Target;
import io.chaosmiddleware.engine.AttackEvent.Cause;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine: decides what is done to a request, performs it together with an adapter,
 * and reports it (DESIGN.md §5). Safe for use by many threads. <pre class="code">
 * Decision decision = engine.decide(request);
 * Decision done = engine.begin(decision).await();
 * if (done.fault() != null) {
 *     throw done.fault();
 * }
 * </pre>
 */
public final class AttackEngine implements AutoCloseable {

	/** The request header that carries an attack. */
	public static final String ATTACK_HEADER = "x-proofdock-attack";

	/** The request header that carries the token, where one is required. */
	public static final String TOKEN_HEADER = "x-proofdock-attack-token";

	/** The response header that says what an attack header did. */
	public static final String RESULT_HEADER = "x-proofdock-attack-result";

	private static final Duration LONGEST_LIFE = Duration.ofDays(36_500);

	/**
	 * The most work that one request does to compare routes with its path: that of the
	 * heaviest header and the longest path, some milliseconds.
	 */
	private static final long MAX_WORK = (long) Route.MAX_WEIGHT * RequestPath.MAX_LENGTH;

	/**
	 * The most actions of configured attacks that a decision names and does not inject.
	 */
	private static final int MAX_VERDICTS = 100;

	private static final int NONE = -1;

	// what no path has as it is, and braces that belong to no variable
	private static final Pattern NOT_IN_A_PATTERN = Pattern
		.compile("[\\[\\]()|\\\\^?+$;#]|\\{(?!\\*?[\\w-]+[:}])|(?<!\\w)\\}");

	private static final Logger logger = LoggerFactory.getLogger(AttackEngine.class);

	private final ApplicationIdentity identity;

	private final @Nullable String guardedReason;

	private final AttackAuthorizer authorizer;

	private final AttackParser headerParser;

	private final int maxHeaderSize;

	private final Duration maxDelay;

	private final int maxConcurrentDelays;

	private final @Nullable Predicate<String> excluded;

	private final FaultLocator faults;

	private final RandomGenerator random;

	private final Clock clock;

	private final List<AttackListener> recorders = new ArrayList<>();

	private final List<EventDelivery> deliveries;

	private final AttackHistory history = new AttackHistory();

	private final EngineTimer timer = new EngineTimer();

	private final AttackLog log = new AttackLog(this.timer);

	private final ActiveAttacks active;

	private final AtomicInteger delays = new AtomicInteger();

	private final Set<Injection> running = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean halted = new AtomicBoolean();

	private final Map<String, Instant> nextWarnings = new ConcurrentHashMap<>();

	private volatile boolean quiet;

	private AttackEngine(Builder builder) {
		this.identity = builder.identity;
		this.guardedReason = builder.guardedReason;
		this.authorizer = builder.authorizer;
		this.headerParser = new AttackParser(builder.headerLimits);
		this.maxHeaderSize = builder.headerLimits.maxSize();
		this.maxDelay = builder.headerLimits.maxDelay();
		this.maxConcurrentDelays = builder.maxConcurrentDelays;
		this.excluded = builder.excluded;
		this.faults = new FaultLocator(builder.allowedFaults, builder.classLoader);
		this.random = builder.random;
		this.clock = Clock.tick(builder.clock, Duration.ofMillis(1));
		this.recorders.add(this.history);
		this.recorders.add(this.log);
		this.recorders.addAll(builder.recorders);
		this.deliveries = builder.listeners.stream().map(this::delivery).toList();
		this.active = new ActiveAttacks(this.clock, this::reportUnlessGuarded, this.timer, builder.maxStartedAttacks);
		this.active.replace(AttackSource.PROPERTIES, builder.attacks);
	}

	// nothing that stands down has started
	private void reportUnlessGuarded(AttackEvent event) {
		if (this.guardedReason == null) {
			report(event);
		}
	}

	private EventDelivery delivery(AttackListener listener) {
		return new EventDelivery(listener, (ex) -> warn(listener, ex),
				() -> warn("Attack listener " + listener.getClass().getName() + " is too slow and misses events",
						null));
	}

	/**
	 * Start to build an engine.
	 * @return a builder with calm defaults
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return whether a request without an attack header is certainly left alone. Costs
	 * one comparison.
	 * @return whether there is nothing to decide unless there is a header
	 */
	public boolean isIdle() {
		return this.active.snapshot().isEmpty() || isHalted() || this.guardedReason != null;
	}

	/**
	 * Decide what is done to a request. Performs and reports nothing, and makes no
	 * exception. Never throws: a failure of ours, or of a part that somebody plugged in,
	 * leaves the request alone (DESIGN.md, principle 1).
	 * @param request the request
	 * @return the decision, {@link Decision#NONE} if there is nothing to do or to say
	 */
	public Decision decide(AttackRequest request) {
		try {
			return decideOrFail(request);
		}
		catch (Throwable ex) {
			warn("No attack on a request, since the decision failed", ex);
			return Decision.NONE;
		}
	}

	private Decision decideOrFail(AttackRequest request) {
		List<String> headers = request.headers(ATTACK_HEADER);
		if (headers.isEmpty()) {
			return isIdle() ? Decision.NONE : decideConfigured(request, List.of());
		}
		Attack attack;
		try {
			attack = readHeader(request, headers);
		}
		catch (AttackRefusedException ex) {
			return decideConfigured(request, ex.problems());
		}
		Walk walk = new Walk(request.path(), false, 0);
		walk.visit(attack, null);
		return walk.decision(request, List.of());
	}

	/**
	 * Decide what would be done to a request, with the verdict of every action, misses
	 * included. The dice always hit and no exception is made. Performs and reports
	 * nothing.
	 * @param request the request
	 * @return the decision
	 */
	public Decision explain(AttackRequest request) {
		Walk walk = new Walk(request.path(), true, 0);
		List<Problem> problems = List.of();
		List<String> headers = request.headers(ATTACK_HEADER);
		if (!headers.isEmpty()) {
			try {
				walk.visit(readHeader(request, headers), null);
				return walk.decision(request, problems);
			}
			catch (AttackRefusedException ex) {
				problems = ex.problems();
			}
		}
		this.active.snapshot().forEach(walk::visit);
		return walk.decision(request, problems);
	}

	private Attack readHeader(AttackRequest request, List<String> headers) {
		if (!isAuthorized(request)) {
			throw refusal(Reason.UNAUTHORIZED, "the sender may not attack by header");
		}
		if (headers.size() > 1) {
			throw refusal(Reason.REPEATED_HEADER, "send the header once, with all actions in one document");
		}
		String header = headers.get(0);
		// the limit is one of bytes, and what is above it is refused as it is
		return this.headerParser.parse((header.length() <= this.maxHeaderSize) ? HeaderText.of(header) : header);
	}

	private static AttackRefusedException refusal(Reason reason, String message) {
		return new AttackRefusedException(List.of(new Problem("$", reason, message)));
	}

	private boolean isAuthorized(AttackRequest request) {
		try {
			return this.authorizer.mayAttack(request);
		}
		catch (Throwable ex) {
			warn("Attack header refused, since an authorizer failed", ex);
			return false;
		}
	}

	private Decision decideConfigured(AttackRequest request, List<Problem> headerProblems) {
		List<ActiveAttack> attacks = this.active.snapshot();
		String raw = request.path();
		String path = RequestPath.of(raw);
		int first = isIdle() ? NONE : firstThatCanHit(attacks, path, raw);
		if (first == NONE) {
			return headerProblems.isEmpty() ? Decision.NONE : new Decision(request.method(), path, sender(request),
					headerProblems, List.of(), Duration.ZERO, null);
		}
		Walk walk = new Walk(raw, false, first);
		attacks.forEach(walk::visit);
		return walk.decision(request, headerProblems);
	}

	// only of those who send a header: to ask may cost a session
	private @Nullable String sender(AttackRequest request) {
		if (request.headers(ATTACK_HEADER).isEmpty()) {
			return null;
		}
		try {
			Principal principal = request.principal();
			return (principal != null) ? principal.getName() : null;
		}
		catch (Throwable ex) {
			warn("The sender of an attack header is not known", ex);
			return null;
		}
	}

	// most requests are not hit: they must cost no memory. Returns how many actions come
	// before the first one that can hit
	private int firstThatCanHit(List<ActiveAttack> attacks, String path, String raw) {
		int passed = 0;
		long work = 0;
		for (int i = 0; i < attacks.size(); i++) {
			ActiveAttack active = attacks.get(i);
			Attack attack = active.attack();
			List<Action> actions = attack.actions();
			if (missedTarget(attack.target()) == null) {
				for (int j = 0; j < actions.size(); j++) {
					if (actions.get(j) instanceof Action.Valid valid) {
						work += valid.route().work(path);
						if (work <= MAX_WORK && valid.route().matches(path) && !isOver(active)) {
							return isExcluded(raw) ? NONE : passed + j;
						}
					}
				}
			}
			passed += actions.size();
		}
		return NONE;
	}

	// the timer ends it, but may be late
	private boolean isOver(ActiveAttack attack) {
		Instant expiry = attack.expiry();
		return expiry != null && !this.clock.instant().isBefore(expiry);
	}

	/**
	 * Return whether no attack of any source may hit a path, since it is excluded in any
	 * spelling that an application may serve, or is too long to find that out.
	 * @param path the raw path, as from {@link AttackRequest#path()}
	 * @return whether the path is excluded from all attacks
	 */
	public boolean isExcluded(String path) {
		return this.excluded != null
				&& (path.length() > PathSpellings.MAX_LENGTH || PathSpellings.anyMatch(path, this.excluded));
	}

	/**
	 * Return whether an attack is meant for us, whatever its routes are.
	 * @param attack the attack
	 * @return whether its target, if it has one, is this application and environment
	 */
	public boolean isTargetOf(Attack attack) {
		return missedTarget(attack.target()) == null;
	}

	private @Nullable Reason missedTarget(@Nullable Target target) {
		if (target == null) {
			return null;
		}
		if (target.application() != null && !target.application().equals(this.identity.application())) {
			return Reason.APPLICATION;
		}
		if (target.environment() != null && !target.environment().equals(this.identity.environment())) {
			return Reason.ENVIRONMENT;
		}
		return null;
	}

	/**
	 * Begin to perform a decision: takes a place among the concurrent delays if it has a
	 * delay. Delays above the limit are skipped, the rest goes on.
	 * @param decision the decision
	 * @return what is to be waited for and ended exactly once
	 */
	public Injection begin(Decision decision) {
		if (decision.delay().isZero()) {
			return new Injection(this, decision);
		}
		if (!takePlace()) {
			return new Injection(this, decision.withoutDelays(Reason.LIMIT_CONCURRENT));
		}
		Injection injection = new Injection(this, decision);
		this.running.add(injection);
		if (isHalted()) {
			// it was halted after the decision, perhaps before we were among the running
			injection.halt();
		}
		return injection;
	}

	FaultLocator faults() {
		return this.faults;
	}

	private boolean takePlace() {
		int taken = this.delays.get();
		while (taken < this.maxConcurrentDelays) {
			if (this.delays.compareAndSet(taken, taken + 1)) {
				return true;
			}
			taken = this.delays.get();
		}
		return false;
	}

	void end(Injection injection, Decision done) {
		if (injection.holdsPlace()) {
			this.running.remove(injection);
			this.delays.decrementAndGet();
		}
		if (done == Decision.NONE) {
			return;
		}
		ActiveAttack last = null;
		for (Verdict verdict : done.verdicts()) {
			ActiveAttack attack = verdict.attack();
			if (verdict.kind() == Verdict.Kind.INJECTED && attack != null) {
				attack.hit();
				// the verdicts of an attack follow one another
				if (attack != last) {
					attack.hitRequest();
					last = attack;
				}
			}
		}
		report(new AttackEvent.Decided(this.clock.instant(), done));
	}

	/**
	 * Tell the listeners what happened, be it outside of the engine: to a document that
	 * was to be started, or to a loader. Never throws, and does not wait for them.
	 * @param event what happened
	 */
	public void report(AttackEvent event) {
		for (AttackListener recorder : this.recorders) {
			try {
				recorder.onEvent(event);
			}
			catch (Throwable ex) {
				warn(recorder, ex);
			}
		}
		for (EventDelivery delivery : this.deliveries) {
			try {
				delivery.deliver(event);
			}
			catch (Throwable ex) {
				warn("An attack listener is not told", ex);
			}
		}
	}

	private void warn(AttackListener listener, Throwable ex) {
		warn("Attack listener " + listener.getClass().getName() + " failed", ex);
	}

	// once a minute, since anybody may cause it, and on one line, since nobody knows what
	// the message quotes
	private void warn(String message, @Nullable Throwable ex) {
		try {
			Instant now = this.clock.instant();
			Instant due = this.nextWarnings.get(message);
			if (due == null || !now.isBefore(due)) {
				this.nextWarnings.put(message, now.plusSeconds(60));
				logger.warn("{}{}", message, (ex != null)
						? ": " + ex.getClass().getName() + ": " + PrintableText.of(String.valueOf(ex.getMessage()))
						: "");
			}
			logger.debug(message, ex);
		}
		catch (Throwable unspeakable) {
			// neither a log nor an exception that cannot be asked breaks a request
		}
	}

	/**
	 * Replace all attacks of a source that owns its attacks as a whole. An attack that is
	 * the same as before keeps its start and its hits.
	 * @param source {@link AttackSource#PROPERTIES} or {@link AttackSource#LOADER}
	 * @param attacks the attacks, possibly none
	 */
	public void replaceAttacks(AttackSource source, List<Attack> attacks) {
		if (source != AttackSource.PROPERTIES && source != AttackSource.LOADER) {
			throw new IllegalArgumentException("'source' must be properties or loader");
		}
		this.active.replace(source, List.copyOf(attacks));
	}

	/**
	 * Start an attack that ends by itself.
	 * @param attack the attack
	 * @param duration how long it lives, positive
	 * @return the active attack
	 * @throws IllegalArgumentException if the duration is not positive, or longer than a
	 * hundred years
	 * @throws IllegalStateException if the engine is guarded or closed, or if as many
	 * started attacks are active as may be
	 */
	public ActiveAttack start(Attack attack, Duration duration) {
		return start(attack, duration, null);
	}

	/**
	 * Start an attack that ends by itself.
	 * @param attack the attack
	 * @param duration how long it lives, positive
	 * @param operator who starts it, {@code null} if that is unknown
	 * @return the active attack
	 * @throws IllegalArgumentException if the duration is not positive, or longer than a
	 * hundred years
	 * @throws IllegalStateException if the engine is guarded or closed, or if as many
	 * started attacks are active as may be
	 */
	public ActiveAttack start(Attack attack, Duration duration, @Nullable Operator operator) {
		if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST_LIFE) > 0) {
			throw new IllegalArgumentException("'duration' must be positive and at most a hundred years");
		}
		if (this.guardedReason != null) {
			throw refuseStart(new Problem("$", Reason.GUARDED, "the middleware stands down: " + this.guardedReason),
					operator);
		}
		try {
			return this.active.start(attack, duration, operator);
		}
		catch (AttackRefusedException ex) {
			throw refuseStart(ex.problems().get(0), operator);
		}
	}

	private IllegalStateException refuseStart(Problem problem, @Nullable Operator operator) {
		report(new AttackEvent.StartRefused(this.clock.instant(), List.of(problem), operator));
		String message = problem.message();
		return new IllegalStateException(Character.toUpperCase(message.charAt(0)) + message.substring(1));
	}

	/**
	 * Cancel an attack that was {@linkplain #start started} here.
	 * @param id its id
	 * @return whether there was one
	 */
	public boolean cancel(String id) {
		return cancel(id, null);
	}

	/**
	 * Cancel an attack that was {@linkplain #start started} here.
	 * @param id its id
	 * @param operator who cancels it, {@code null} if that is unknown
	 * @return whether there was one
	 */
	public boolean cancel(String id, @Nullable Operator operator) {
		return !this.active
			.remove((attack) -> attack.source() == AttackSource.ENDPOINT && attack.id().equals(id), Cause.CANCELLED,
					operator)
			.isEmpty();
	}

	/**
	 * Cancel all attacks that were {@linkplain #start started} here.
	 * @return how many there were
	 */
	public int cancelAll() {
		return cancelAll(null).size();
	}

	/**
	 * Cancel all attacks that were {@linkplain #start started} here, in one step.
	 * @param operator who cancels them, {@code null} if that is unknown
	 * @return those that were active
	 */
	public List<ActiveAttack> cancelAll(@Nullable Operator operator) {
		return this.active.remove((attack) -> attack.source() == AttackSource.ENDPOINT, Cause.CANCELLED, operator);
	}

	/**
	 * The kill switch: no attack of any source is performed until {@link #resume()}, and
	 * running delays end at once.
	 */
	public void halt() {
		halt(null);
	}

	/**
	 * The kill switch: no attack of any source is performed until {@link #resume()}, and
	 * running delays end at once.
	 * @param operator who halts, {@code null} if that is unknown
	 */
	public void halt(@Nullable Operator operator) {
		if (!this.halted.compareAndSet(false, true)) {
			return;
		}
		this.running.forEach(Injection::halt);
		report(new AttackEvent.Halted(this.clock.instant(), operator));
	}

	/**
	 * Release the kill switch.
	 */
	public void resume() {
		resume(null);
	}

	/**
	 * Release the kill switch.
	 * @param operator who resumes, {@code null} if that is unknown
	 */
	public void resume(@Nullable Operator operator) {
		if (!this.halted.compareAndSet(true, false)) {
			return;
		}
		report(new AttackEvent.Resumed(this.clock.instant(), operator));
	}

	/**
	 * End all running delays and attack no more, since the host is about to stop: it must
	 * not have to wait for delayed requests. Independent of the kill switch.
	 */
	public void quiesce() {
		this.quiet = true;
		this.running.forEach(Injection::halt);
	}

	/**
	 * Attack again after {@link #quiesce()}, since the host has started again.
	 */
	public void reactivate() {
		this.quiet = false;
	}

	/**
	 * Return whether attacks are performed at all.
	 * @return the state
	 */
	public EngineState state() {
		if (this.guardedReason != null) {
			return EngineState.GUARDED;
		}
		return isHalted() ? EngineState.HALTED : EngineState.ACTIVE;
	}

	private boolean isHalted() {
		return this.halted.get() || this.quiet;
	}

	/**
	 * Return why the engine is guarded.
	 * @return the reason, {@code null} if it is not
	 */
	public @Nullable String guardedReason() {
		return this.guardedReason;
	}

	/**
	 * Return who we are.
	 * @return the identity
	 */
	public ApplicationIdentity identity() {
		return this.identity;
	}

	/**
	 * Return which exceptions a fault may name (decision D14).
	 * @return full class names, packages as {@code com.example.*}, packages with
	 * subpackages as {@code com.example.**}
	 */
	public List<String> allowedFaults() {
		return this.faults.allowed();
	}

	/**
	 * Return why a fault would not throw the exception that it names. Makes no exception,
	 * but may load its class.
	 * @param exceptionName the name as it stands in an attack
	 * @return a sentence for people whose quotes are printable and cut, {@code null} if
	 * the exception would be thrown
	 */
	public @Nullable String faultObstacle(String exceptionName) {
		return this.faults.obstacle(exceptionName);
	}

	/**
	 * Return the configured attacks that are active now, in the order of the walk.
	 * @return an immutable snapshot
	 */
	public List<ActiveAttack> activeAttacks() {
		return this.active.snapshot();
	}

	/**
	 * Return how many attacks of a source are active now.
	 * @param source the source
	 * @return the number of its active attacks
	 */
	public long activeAttacks(AttackSource source) {
		return this.active.snapshot().stream().filter((attack) -> attack.source() == source).count();
	}

	/**
	 * Return how many requests are being delayed right now.
	 * @return the number of concurrent delays
	 */
	public int runningDelays() {
		return this.delays.get();
	}

	/**
	 * Return how often what was done since the start.
	 * @return the totals
	 */
	public AttackTotals totals() {
		return this.history.totals();
	}

	/**
	 * Return what was done most recently.
	 * @return at most 50 decisions, the newest first
	 */
	public List<AttackEvent.Decided> recent() {
		return this.history.recent();
	}

	/**
	 * End all running delays and all configured attacks, and tell the listeners, which
	 * get a second each to take notice of what is still on its way to them.
	 */
	@Override
	public void close() {
		quiesce();
		this.timer.close();
		this.active.remove((attack) -> true, Cause.CLOSED, null);
		this.log.flush();
		this.deliveries.forEach(EventDelivery::close);
	}

	/**
	 * One walk through the actions that are meant for one request.
	 */
	private final class Walk {

		private final String path;

		private final boolean hypothetical;

		private final int misses;

		private final @Nullable Reason obstacle;

		private final List<Verdict> verdicts = new ArrayList<>();

		private Duration delay = Duration.ZERO;

		private int passed;

		private long work;

		private int leftIn;

		private boolean over;

		/**
		 * Begin a walk.
		 * @param raw the path of the request as it was sent
		 * @param hypothetical whether the dice always hit
		 * @param misses how many actions at the beginning are known not to hit
		 */
		Walk(String raw, boolean hypothetical, int misses) {
			this.path = RequestPath.of(raw);
			this.hypothetical = hypothetical;
			this.misses = misses;
			this.obstacle = obstacle(raw);
		}

		private @Nullable Reason obstacle(String raw) {
			return switch (state()) {
				case GUARDED -> Reason.GUARDED;
				case HALTED -> Reason.HALTED;
				case ACTIVE -> isExcluded(raw) ? Reason.EXCLUDED_ROUTE : null;
			};
		}

		void visit(ActiveAttack active) {
			if (isOver(active)) {
				this.passed += active.attack().actions().size();
			}
			else {
				visit(active.attack(), active);
			}
		}

		void visit(Attack attack, @Nullable ActiveAttack origin) {
			Reason missedTarget = missedTarget(attack.target());
			for (Action action : attack.actions()) {
				if (action instanceof Action.Refused refused) {
					add(action, Verdict.Kind.REFUSED, refused.reason(), origin);
				}
				else if (action instanceof Action.Valid valid) {
					visit(valid, missedTarget, origin);
				}
				this.passed++;
			}
		}

		private void visit(Action.Valid action, @Nullable Reason missedTarget, @Nullable ActiveAttack origin) {
			if (this.obstacle != null) {
				add(action, Verdict.Kind.SKIPPED, this.obstacle, origin);
			}
			else if (this.over) {
				add(action, Verdict.Kind.SKIPPED, Reason.AFTER_OUTCOME, origin);
			}
			else if (missedTarget != null) {
				add(action, Verdict.Kind.MISSED, missedTarget, origin);
			}
			else if (isTooMuchWork(action.route())) {
				add(action, Verdict.Kind.SKIPPED, Reason.LIMIT_ROUTES, origin);
			}
			else if (this.passed < this.misses || !action.route().matches(this.path)) {
				add(action, Verdict.Kind.MISSED, Reason.ROUTE, origin);
			}
			else if (!hits(action.probability())) {
				add(action, Verdict.Kind.MISSED, Reason.PROBABILITY, origin);
			}
			else if (action.effect() instanceof Effect.Delay more) {
				delay(action, more, origin);
			}
			else if (action.effect() instanceof Effect.Fault named) {
				fault(action, named, origin);
			}
		}

		private boolean isTooMuchWork(Route route) {
			this.work += route.work(this.path);
			return this.work > MAX_WORK;
		}

		private boolean hits(int probability) {
			return probability == 100 || this.hypothetical || AttackEngine.this.random.nextInt(1, 101) <= probability;
		}

		private void delay(Action action, Effect.Delay more, @Nullable ActiveAttack origin) {
			Duration sum = this.delay.plus(more.duration());
			if (sum.compareTo(AttackEngine.this.maxDelay) > 0) {
				add(action, Verdict.Kind.SKIPPED, Reason.LIMIT_DELAY, origin);
				return;
			}
			this.delay = sum;
			add(action, Verdict.Kind.INJECTED, null, origin);
		}

		private void fault(Action action, Effect.Fault named, @Nullable ActiveAttack origin) {
			FaultLocator.Located located = AttackEngine.this.faults.locate(named.exceptionName());
			this.over = true;
			add(action, Verdict.Kind.INJECTED, located.reason(), origin);
		}

		private void add(Action action, Verdict.Kind kind, @Nullable Reason reason, @Nullable ActiveAttack origin) {
			boolean shown = origin == null || this.hypothetical || kind == Verdict.Kind.INJECTED;
			if (shown || this.leftIn++ < MAX_VERDICTS) {
				// a delayed request, and the history, keep them for long
				this.verdicts.add(new Verdict(action.withoutProgram(), kind, reason, origin));
			}
		}

		Decision decision(AttackRequest request, List<Problem> headerProblems) {
			return new Decision(request.method(), this.path, sender(request), headerProblems, this.verdicts, this.delay,
					null);
		}

	}

	/**
	 * Builds an {@link AttackEngine}. Not safe for use by many threads.
	 */
	public static final class Builder {

		private ApplicationIdentity identity = new ApplicationIdentity(null, null, UUID.randomUUID().toString());

		private @Nullable String guardedReason;

		private AttackAuthorizer authorizer = (request) -> true;

		private AttackLimits headerLimits = AttackLimits.HEADER;

		private int maxConcurrentDelays = 100;

		private int maxStartedAttacks = Integer.MAX_VALUE;

		private @Nullable Predicate<String> excluded;

		private List<String> allowedFaults = List.of("java.**");

		private ClassLoader classLoader = AttackEngine.class.getClassLoader();

		// one generator for each thread, since generators are not thread-safe
		private RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();

		private Clock clock = Clock.systemUTC();

		private List<Attack> attacks = List.of();

		private final List<AttackListener> listeners = new ArrayList<>();

		private final List<AttackListener> recorders = new ArrayList<>();

		private Builder() {
		}

		/**
		 * Say who we are. Unknown by default, so that attacks with a target miss.
		 * @param identity what targets are compared with
		 * @return this builder
		 */
		public Builder identity(ApplicationIdentity identity) {
			this.identity = identity;
			return this;
		}

		/**
		 * Build an engine that stands down: it decides and explains, but skips
		 * everything.
		 * @param reason why, for people
		 * @return this builder
		 */
		public Builder guarded(String reason) {
			this.guardedReason = reason;
			return this;
		}

		/**
		 * Restrict who may attack by header. Everybody by default. Several restrictions
		 * must all agree.
		 * @param authorizer one more that must agree
		 * @return this builder
		 */
		public Builder authorizer(AttackAuthorizer authorizer) {
			AttackAuthorizer before = this.authorizer;
			this.authorizer = (request) -> before.mayAttack(request) && authorizer.mayAttack(request);
			return this;
		}

		/**
		 * Require that a request with an attack header carries this token in its
		 * {@code x-proofdock-attack-token} header.
		 * @param token the token, compared in constant time
		 * @return this builder
		 */
		public Builder headerToken(String token) {
			byte[] expected = token.getBytes(StandardCharsets.UTF_8);
			return authorizer((request) -> {
				List<String> tokens = request.headers(TOKEN_HEADER);
				return tokens.size() == 1 && MessageDigest.isEqual(expected,
						HeaderText.of(tokens.get(0)).getBytes(StandardCharsets.UTF_8));
			});
		}

		/**
		 * Set the limits of a header. The longest delay holds for the sum of a request's
		 * delays too, whatever their source (decision D10).
		 * @param limits the limits, {@link AttackLimits#HEADER} by default
		 * @return this builder
		 */
		public Builder headerLimits(AttackLimits limits) {
			this.headerLimits = limits;
			return this;
		}

		/**
		 * Set how many requests may be delayed at the same time.
		 * @param maximum the exact limit, 100 by default, at least 1
		 * @return this builder
		 */
		public Builder maxConcurrentDelays(int maximum) {
			if (maximum < 1) {
				throw new IllegalArgumentException("'maximum' must be at least 1");
			}
			this.maxConcurrentDelays = maximum;
			return this;
		}

		/**
		 * Set how many attacks that were {@linkplain AttackEngine#start started} may be
		 * active at the same time.
		 * @param maximum the exact limit, none by default, at least 1
		 * @return this builder
		 */
		public Builder maxStartedAttacks(int maximum) {
			if (maximum < 1) {
				throw new IllegalArgumentException("'maximum' must be at least 1");
			}
			this.maxStartedAttacks = maximum;
			return this;
		}

		/**
		 * Exclude paths from all attacks. None by default.
		 * @param excluded one more test, which is asked for every spelling of a path that
		 * an application may serve: decoded, with and without matrix parameters, in lower
		 * case and as sent; safe for use by many threads
		 * @return this builder
		 */
		public Builder exclude(Predicate<String> excluded) {
			this.excluded = (this.excluded != null) ? this.excluded.or(excluded) : excluded;
			return this;
		}

		/**
		 * Exclude a path pattern from all attacks (decision D9). Unlike a route it is
		 * never an expression, and a mistake must not leave open what is to be safe. It
		 * holds for every spelling of a path that an application may serve, and without
		 * regard to case.
		 * @param pattern the pattern, compared with the whole path
		 * @return this builder
		 * @throws IllegalArgumentException if the pattern is not valid
		 */
		public Builder excludeRoute(String pattern) {
			if (!pattern.startsWith("/")) {
				throw new IllegalArgumentException("'" + pattern + "' must begin with '/'");
			}
			if (NOT_IN_A_PATTERN.matcher(pattern).find()) {
				throw new IllegalArgumentException("'" + pattern
						+ "' must be a path pattern such as '/login', '/payments/**' or '/users/{id}', not an expression");
			}
			return exclude(Route.pathPattern(PathSpellings.canonical(pattern))::matches);
		}

		/**
		 * Set which exceptions a fault may name (decision D14).
		 * @param allowed full class names, {@code com.example.*} for a package,
		 * {@code com.example.**} for its subpackages too; {@code java.**} by default. An
		 * {@link Error} only by its own full name
		 * @return this builder
		 * @throws IllegalArgumentException if one of them is not such an entry
		 */
		public Builder allowedFaults(List<String> allowed) {
			FaultLocator.validate(allowed);
			this.allowedFaults = List.copyOf(allowed);
			return this;
		}

		/**
		 * Set where the exceptions of faults are loaded from.
		 * @param classLoader the class loader, the engine's own by default
		 * @return this builder
		 */
		public Builder classLoader(ClassLoader classLoader) {
			this.classLoader = classLoader;
			return this;
		}

		/**
		 * Set the dice.
		 * @param random the generator, safe for use by many threads
		 * @return this builder
		 */
		public Builder random(RandomGenerator random) {
			this.random = random;
			return this;
		}

		/**
		 * Set the clock that reports and expiries are read from, to the millisecond.
		 * @param clock the clock, the system's by default
		 * @return this builder
		 */
		public Builder clock(Clock clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * Set the attacks of the application's own configuration.
		 * @param attacks the attacks, none by default
		 * @return this builder
		 */
		public Builder attacks(List<Attack> attacks) {
			this.attacks = List.copyOf(attacks);
			return this;
		}

		/**
		 * Add a listener, which is told on a thread of its own.
		 * @param listener one more listener
		 * @return this builder
		 */
		public Builder listener(AttackListener listener) {
			this.listeners.add(listener);
			return this;
		}

		/**
		 * Add a listener that misses no event, and is told at once, on the thread on
		 * which it happens, often that of a request. For those that only count in memory,
		 * such as metrics: it must be safe for use by many threads, quick, and must not
		 * block. One that throws is logged and disturbs nobody.
		 * @param recorder one more recorder
		 * @return this builder
		 */
		public Builder recorder(AttackListener recorder) {
			this.recorders.add(recorder);
			return this;
		}

		/**
		 * Build the engine.
		 * @return an engine
		 */
		public AttackEngine build() {
			return new AttackEngine(this);
		}

	}

}
