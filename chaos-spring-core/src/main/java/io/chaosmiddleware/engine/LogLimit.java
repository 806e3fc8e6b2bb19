package io.chaosmiddleware.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Limits the log to one message per subject and minute, for messages that anybody can
 * cause. The subjects must not contain anything that a request can choose, because they
 * are kept. This class is thread-safe.
 */
final class LogLimit {

	private static final Duration INTERVAL = Duration.ofMinutes(1);

	private final Map<Object, Instant> due = new HashMap<>();

	/**
	 * Return whether a message may be logged now.
	 * @param subject what the message is about
	 * @param now the current time
	 * @return whether the last message about the same subject is at least one minute ago
	 */
	synchronized boolean isDue(Object subject, Instant now) {
		Instant due = this.due.get(subject);
		if (due != null && now.isBefore(due)) {
			return false;
		}
		this.due.put(subject, now.plus(INTERVAL));
		return true;
	}

}
