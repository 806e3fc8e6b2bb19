package io.chaosmiddleware.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.condition.PathSpellings;
import io.chaosmiddleware.condition.Route;
import io.chaosmiddleware.document.AttackLimits;
import org.jspecify.annotations.Nullable;

/**
 * Builds an {@link AttackEngine}. Not safe for use by many threads.
 */
public final class AttackEngineBuilder {

	// a wildcard of another language would be text here, and a brace that belongs to no
	// variable a mistake
	private static final Pattern NOT_IN_A_PATTERN = Pattern
		.compile("[\\[\\]()|\\\\^?+$;#]|\\{(?!\\*?[\\w-]+[:}])|(?<!\\w)\\}");

	ApplicationIdentity identity = new ApplicationIdentity(null, null, UUID.randomUUID().toString());

	@Nullable String guardedReason;

	AttackAuthorizer authorizer = (request) -> true;

	AttackLimits headerLimits = AttackLimits.HEADER;

	int maxConcurrentDelays = 100;

	int maxStartedAttacks = Integer.MAX_VALUE;

	@Nullable Predicate<String> excluded;

	List<String> allowedFaults = List.of("java.**");

	ClassLoader classLoader = AttackEngine.class.getClassLoader();

	// one generator for each thread, since generators are not thread-safe
	RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();

	Clock clock = Clock.systemUTC();

	List<Attack> attacks = List.of();

	final List<AttackListener> listeners = new ArrayList<>();

	final List<AttackListener> recorders = new ArrayList<>();

	AttackEngineBuilder() {
	}

	/**
	 * Say who we are. Unknown by default, so that attacks with a target miss.
	 * @param identity what targets are compared with
	 * @return this builder
	 */
	public AttackEngineBuilder identity(ApplicationIdentity identity) {
		this.identity = identity;
		return this;
	}

	/**
	 * Build an engine that stands down: it decides and explains, but skips everything.
	 * @param reason why, for people
	 * @return this builder
	 */
	public AttackEngineBuilder guarded(String reason) {
		this.guardedReason = reason;
		return this;
	}

	/**
	 * Restrict who may attack by header. Everybody by default. Several restrictions must
	 * all agree.
	 * @param authorizer one more that must agree
	 * @return this builder
	 */
	public AttackEngineBuilder authorizer(AttackAuthorizer authorizer) {
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
	public AttackEngineBuilder headerToken(String token) {
		byte[] expected = token.getBytes(StandardCharsets.UTF_8);
		return authorizer((request) -> {
			List<String> tokens = request.headers(AttackEngine.TOKEN_HEADER);
			return tokens.size() == 1
					&& MessageDigest.isEqual(expected, HeaderText.of(tokens.get(0)).getBytes(StandardCharsets.UTF_8));
		});
	}

	/**
	 * Set the limits of a header. The longest delay holds for the sum of a request's
	 * delays too, whatever their source (decision D10 in {@code docs/differences.md}).
	 * @param limits the limits, {@link AttackLimits#HEADER} by default
	 * @return this builder
	 */
	public AttackEngineBuilder headerLimits(AttackLimits limits) {
		this.headerLimits = limits;
		return this;
	}

	/**
	 * Set how many requests may be delayed at the same time.
	 * @param maximum the exact limit, 100 by default, at least 1
	 * @return this builder
	 */
	public AttackEngineBuilder maxConcurrentDelays(int maximum) {
		if (maximum < 1) {
			throw new IllegalArgumentException("'maximum' must be at least 1");
		}
		this.maxConcurrentDelays = maximum;
		return this;
	}

	/**
	 * Set how many attacks that were {@linkplain AttackControl#start started} may be
	 * active at the same time.
	 * @param maximum the exact limit, none by default, at least 1
	 * @return this builder
	 */
	public AttackEngineBuilder maxStartedAttacks(int maximum) {
		if (maximum < 1) {
			throw new IllegalArgumentException("'maximum' must be at least 1");
		}
		this.maxStartedAttacks = maximum;
		return this;
	}

	/**
	 * Exclude paths from all attacks. None by default.
	 * @param excluded one more test, which is asked for every spelling of a path that an
	 * application may serve: decoded, with and without matrix parameters, in lower case
	 * and as sent; safe for use by many threads
	 * @return this builder
	 */
	public AttackEngineBuilder exclude(Predicate<String> excluded) {
		this.excluded = (this.excluded != null) ? this.excluded.or(excluded) : excluded;
		return this;
	}

	/**
	 * Exclude a path pattern from all attacks (decision D9 in
	 * {@code docs/differences.md}). Unlike a route it is never an expression, and a
	 * mistake must not leave open what is to be safe. It holds for every spelling of a
	 * path that an application may serve, and without regard to case.
	 * @param pattern the pattern, compared with the whole path
	 * @return this builder
	 * @throws IllegalArgumentException if the pattern is not valid
	 */
	public AttackEngineBuilder excludeRoute(String pattern) {
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
	 * Set which exceptions a fault may name (decision D14 in
	 * {@code docs/differences.md}).
	 * @param allowed full class names, {@code com.example.*} for a package,
	 * {@code com.example.**} for its subpackages too; {@code java.**} by default. An
	 * {@link Error} only by its own full name
	 * @return this builder
	 * @throws IllegalArgumentException if one of them is not such an entry
	 */
	public AttackEngineBuilder allowedFaults(List<String> allowed) {
		FaultLocator.validate(allowed);
		this.allowedFaults = List.copyOf(allowed);
		return this;
	}

	/**
	 * Set where the exceptions of faults are loaded from.
	 * @param classLoader the class loader, the engine's own by default
	 * @return this builder
	 */
	public AttackEngineBuilder classLoader(ClassLoader classLoader) {
		this.classLoader = classLoader;
		return this;
	}

	/**
	 * Set the dice.
	 * @param random the generator, safe for use by many threads
	 * @return this builder
	 */
	public AttackEngineBuilder random(RandomGenerator random) {
		this.random = random;
		return this;
	}

	/**
	 * Set the clock that reports and expiries are read from, to the millisecond.
	 * @param clock the clock, the system's by default
	 * @return this builder
	 */
	public AttackEngineBuilder clock(Clock clock) {
		this.clock = clock;
		return this;
	}

	/**
	 * Set the attacks of the application's own configuration.
	 * @param attacks the attacks, none by default
	 * @return this builder
	 */
	public AttackEngineBuilder attacks(List<Attack> attacks) {
		this.attacks = List.copyOf(attacks);
		return this;
	}

	/**
	 * Add a listener, which is told on a thread of its own.
	 * @param listener one more listener
	 * @return this builder
	 */
	public AttackEngineBuilder listener(AttackListener listener) {
		this.listeners.add(listener);
		return this;
	}

	/**
	 * Add a listener that misses no event, and is told at once, on the thread on which it
	 * happens, often that of a request. For those that only count in memory, such as
	 * metrics: it must be safe for use by many threads, quick, and must not block. One
	 * that throws is logged and disturbs nobody.
	 * @param recorder one more recorder
	 * @return this builder
	 */
	public AttackEngineBuilder recorder(AttackListener recorder) {
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
