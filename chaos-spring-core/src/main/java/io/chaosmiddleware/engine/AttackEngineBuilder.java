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

	// Wildcards of other pattern languages would be taken as plain text, and a brace that
	// does not belong to a variable is a mistake.
	private static final Pattern NOT_IN_A_PATTERN = Pattern
		.compile("[\\[\\]()|\\\\^?+$;#]|\\{(?!\\*?[\\w-]+[:}])|(?<!\\w)\\}");

	ApplicationIdentity identity = new ApplicationIdentity(null, null, UUID.randomUUID().toString(), false);

	@Nullable String guardedReason;

	AttackAuthorizer authorizer = (request) -> true;

	AttackLimits headerLimits = AttackLimits.HEADER;

	int maxConcurrentDelays = 100;

	int maxStartedAttacks = Integer.MAX_VALUE;

	int maxRememberedIds = 1000;

	@Nullable Predicate<String> excluded;

	List<String> allowedFaults = List.of("java.**");

	ClassLoader classLoader = AttackEngine.class.getClassLoader();

	// Each thread uses a generator of its own, since generators are not thread-safe.
	RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();

	Clock clock = Clock.systemUTC();

	List<Attack> attacks = List.of();

	final List<AttackListener> listeners = new ArrayList<>();

	final List<AttackListener> recorders = new ArrayList<>();

	AttackEngineBuilder() {
	}

	/**
	 * Set the identity of this application. It is unknown by default, so attacks with a
	 * target miss.
	 * @param identity the identity that targets are compared with
	 * @return this builder
	 */
	public AttackEngineBuilder identity(ApplicationIdentity identity) {
		this.identity = identity;
		return this;
	}

	/**
	 * Make the engine guarded: it decides and explains, but skips everything.
	 * @param reason why the engine is guarded, for people
	 * @return this builder
	 */
	public AttackEngineBuilder guarded(String reason) {
		this.guardedReason = reason;
		return this;
	}

	/**
	 * Restrict who may attack by header. By default, everybody may. If there are several
	 * authorizers, all of them must agree.
	 * @param authorizer the authorizer to add
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
	 * Set the limits of a header. The longest delay also limits the sum of the delays of
	 * a request, whatever their source (decision D10 in {@code docs/differences.md}).
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
	 * @param maximum the exact limit, at least 1; unlimited by default
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
	 * Set for how many attacks by header it is remembered how many requests they have
	 * met.
	 * @param maximum the limit, which each action of each id counts for; 1000 by default,
	 * at least 1
	 * @return this builder
	 */
	public AttackEngineBuilder maxRememberedIds(int maximum) {
		if (maximum < 1) {
			throw new IllegalArgumentException("'maximum' must be at least 1");
		}
		this.maxRememberedIds = maximum;
		return this;
	}

	/**
	 * Exclude paths from all attacks. No path is excluded by default.
	 * @param excluded a test to add, which is called for every spelling of a path that an
	 * application may serve: decoded, with and without matrix parameters, in lower case
	 * and as sent. It must be safe for use by many threads
	 * @return this builder
	 */
	public AttackEngineBuilder exclude(Predicate<String> excluded) {
		this.excluded = (this.excluded != null) ? this.excluded.or(excluded) : excluded;
		return this;
	}

	/**
	 * Exclude a path pattern from all attacks (decision D9 in
	 * {@code docs/differences.md}). Unlike a route it is never an expression, and an
	 * invalid pattern is an error, since it must not leave a path unprotected. It applies
	 * to every spelling of a path that an application may serve, and ignores case.
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
	 * {@code com.example.**} for its subpackages as well; {@code java.**} by default. An
	 * {@link Error} is only allowed by its full name
	 * @return this builder
	 * @throws IllegalArgumentException if one of the entries is not valid
	 */
	public AttackEngineBuilder allowedFaults(List<String> allowed) {
		FaultLocator.validate(allowed);
		this.allowedFaults = List.copyOf(allowed);
		return this;
	}

	/**
	 * Set the class loader that loads the exceptions of faults.
	 * @param classLoader the class loader, the engine's own by default
	 * @return this builder
	 */
	public AttackEngineBuilder classLoader(ClassLoader classLoader) {
		this.classLoader = classLoader;
		return this;
	}

	/**
	 * Set the source of randomness for probabilities.
	 * @param random the generator, safe for use by many threads
	 * @return this builder
	 */
	public AttackEngineBuilder random(RandomGenerator random) {
		this.random = random;
		return this;
	}

	/**
	 * Set the clock for reports and expiries, which is used with a precision of
	 * milliseconds.
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
	 * Add a listener, which is called on a thread of its own.
	 * @param listener the listener to add
	 * @return this builder
	 */
	public AttackEngineBuilder listener(AttackListener listener) {
		this.listeners.add(listener);
		return this;
	}

	/**
	 * Add a listener that does not miss any event and is called at once, on the thread on
	 * which the event happens, which is often the thread of a request. This is for
	 * listeners that only count in memory, such as metrics. The listener must be quick
	 * and safe for use by many threads, and must not block. If it throws an exception,
	 * the exception is logged and nothing else is affected.
	 * @param recorder the listener to add
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
