package io.chaosmiddleware.spring.loader;

import java.time.Duration;
import java.util.List;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.document.Problem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what happens to a loader from its start to its stop. A message is not repeated
 * until something changes.
 */
final class LoaderLog {

	private static final Logger logger = LoggerFactory.getLogger(AttackSynchronizer.class);

	private static final int MAX_NAMED_PROBLEMS = 3;

	private final String name;

	private boolean worked;

	private @Nullable String failure;

	private List<Attack> loaded = List.of();

	LoaderLog(String name) {
		this.name = name;
	}

	void started(Duration interval) {
		logger.info("Chaos attack loader '{}' started: it is called at least every {}", this.name, text(interval));
	}

	void succeeded(List<Attack> attacks, int failuresBefore) {
		if (failuresBefore > 0) {
			logger.info("Chaos attack loader '{}' works again, after {} failure(s) in a row: {} action(s) loaded",
					this.name, failuresBefore, actions(attacks));
		}
		else if (!this.worked) {
			logger.info("Chaos attack loader '{}' works: {} action(s) loaded", this.name, actions(attacks));
		}
		if (!attacks.equals(this.loaded)) {
			warnOfRefused(attacks);
		}
		this.worked = true;
		this.loaded = attacks;
		this.failure = null;
	}

	private void warnOfRefused(List<Attack> attacks) {
		List<Problem> problems = attacks.stream()
			.flatMap((attack) -> attack.actions().stream())
			.filter(Action.Refused.class::isInstance)
			.flatMap((action) -> ((Action.Refused) action).problems().stream())
			.toList();
		if (!problems.isEmpty()) {
			logger.warn("Chaos attack loader '{}' loaded actions that are refused and do nothing: {}{}", this.name,
					problems.subList(0, Math.min(MAX_NAMED_PROBLEMS, problems.size())),
					(problems.size() > MAX_NAMED_PROBLEMS) ? " and more" : "");
		}
	}

	void failed(Throwable ex, Duration wait) {
		String failure = key(ex);
		if (!failure.equals(this.failure)) {
			logger.warn("Chaos attack loader '{}' failed, so nothing is loaded from it: {}; next call in {}", this.name,
					describe(ex), text(wait));
		}
		else {
			logger.debug("Chaos attack loader '{}' failed again: {}; next call in {}", this.name, describe(ex),
					text(wait));
		}
		logger.debug("Failure of the chaos attack loader", ex);
		this.loaded = List.of();
		this.failure = failure;
	}

	void opened(Throwable ex, int failures, Duration maxPause) {
		logger.warn("Chaos attack loader '{}' failed {} times in a row and is left alone for up to {} at a time, "
				+ "until it works or somebody resumes: {}", this.name, failures, text(maxPause), describe(ex));
	}

	void failedUnexpectedly(Throwable ex) {
		logger.error("Chaos attack loader '{}' goes on after an unexpected failure", this.name, ex);
	}

	void leftBehind() {
		logger.warn("Chaos attack loader '{}' does not react to being interrupted; its last call is left behind",
				this.name);
	}

	/**
	 * Describe a failure in one line that is safe to log.
	 * @param ex the failure
	 * @return the message of the failure, preceded by its type unless it is a
	 * {@link ChaosApiException}
	 */
	static String describe(Throwable ex) {
		if (ex instanceof ChaosApiException failure) {
			return String.valueOf(failure.getMessage());
		}
		String name = ex.getClass().getName();
		try {
			return (ex.getMessage() != null) ? name + ": " + PrintableText.of(ex.getMessage()) : name;
		}
		catch (RuntimeException | LinkageError ignored) {
			return name;
		}
	}

	// Consecutive failures with the same key are logged as a warning once.
	private static String key(Throwable ex) {
		return (ex instanceof ChaosApiException failure) ? failure.kind() + " " + failure.status()
				: ex.getClass().getName();
	}

	private static int actions(List<Attack> attacks) {
		return attacks.stream().mapToInt((attack) -> attack.actions().size()).sum();
	}

	private static String text(Duration duration) {
		return duration.toMillis() / 1000.0 + " s";
	}

}
