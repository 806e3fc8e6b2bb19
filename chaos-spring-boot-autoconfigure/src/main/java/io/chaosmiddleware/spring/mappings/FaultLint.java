package io.chaosmiddleware.spring.mappings;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.chaosmiddleware.document.PrintableText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds faults that do not do what their names promise: those that name no exception that
 * can be thrown, for example because of a spelling mistake, and those that the web
 * framework answers as a success. The methods of this class throw no exceptions. This
 * class is thread-safe.
 */
public final class FaultLint {

	/** The maximum number of names that are checked at once. */
	public static final int MAX_NAMES = 100;

	private static final int MAX_LENGTH = 512;

	private static final int MAX_KNOWN = 256;

	private static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private static final String NOTHING = "";

	private static final Logger logger = LoggerFactory.getLogger(FaultLint.class);

	private final Function<String, @Nullable String> obstacle;

	private final Predicate<String> lostClient;

	private final SimilarExceptions similar;

	private final Map<String, String> known = new ConcurrentHashMap<>();

	/**
	 * Create a lint.
	 * @param obstacle tells why a fault would not throw the exception that it names,
	 * {@code null} if it would
	 * @param allowed the exceptions that a fault may name
	 * @param lostClient tells which exceptions the web framework takes for the loss of
	 * the client
	 * @param classLoader the class loader of the exceptions
	 */
	public FaultLint(Function<String, @Nullable String> obstacle, Supplier<List<String>> allowed,
			Predicate<String> lostClient, ClassLoader classLoader) {
		this.obstacle = obstacle;
		this.lostClient = lostClient;
		this.similar = new SimilarExceptions(allowed, (name) -> obstacle.apply(name) == null, classLoader);
	}

	/**
	 * Return warnings about the names of faults.
	 * @param names the names
	 * @return one sentence for each name that does not do what it promises, among the
	 * first {@value #MAX_NAMES} names. Names are quoted in a printable and possibly
	 * shortened form. A similar name is only suggested if it is found within half a
	 * second
	 */
	public Map<String, String> warnings(Collection<String> names) {
		Map<String, String> warnings = new LinkedHashMap<>();
		long end = System.nanoTime() + MAX_NANOS;
		for (String name : new LinkedHashSet<>(names).stream().limit(MAX_NAMES).toList()) {
			String warning = warning(name, end);
			if (!warning.equals(NOTHING)) {
				warnings.put(name, warning);
			}
		}
		return warnings;
	}

	private String warning(String name, long end) {
		String known = this.known.get(name);
		if (known != null) {
			return known;
		}
		try {
			String obstacle = this.obstacle.apply(name);
			if (obstacle != null) {
				return ofObstacle(name, obstacle, end);
			}
			return remember(name, this.lostClient.test(name) ? ofLostClient(name) : NOTHING);
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			logger.debug("The name of a fault could not be looked at", ex);
			return NOTHING;
		}
	}

	private String remember(String name, String warning) {
		if (name.length() > MAX_LENGTH) {
			return warning;
		}
		if (this.known.size() >= MAX_KNOWN) {
			this.known.clear();
		}
		this.known.put(name, warning);
		return warning;
	}

	private String ofObstacle(String name, String obstacle, long end) {
		String similar = null;
		boolean sure = name.length() > MAX_LENGTH;
		if (!sure && System.nanoTime() - end < 0) {
			sure = this.similar.await(end);
			similar = this.similar.to(name);
		}
		String warning = obstacle + ", so ChaosMiddlewareException is thrown instead"
				+ ((similar != null) ? "; similar is " + similar : "") + "; see chaos.middleware.fault.allowed";
		return sure ? remember(name, warning) : warning;
	}

	private static String ofLostClient(String name) {
		return "'" + PrintableText.of(name) + "' is taken for a client that has gone: unless the application"
				+ " handles it, the answer is 200 without a body";
	}

}
