package io.chaosmiddleware.engine;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import io.chaosmiddleware.document.PrintableText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports events: to recorders at once, and to listeners on threads of their own. A
 * recorder or listener that fails does not affect requests. Safe for use by many threads.
 */
final class Reporter implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(AttackEngine.class);

	private final Clock clock;

	private final EngineTimer timer = new EngineTimer();

	private final AttackHistory history = new AttackHistory();

	private final AttackLog log = new AttackLog(this.timer);

	private final List<AttackListener> recorders = new ArrayList<>();

	private final List<EventDelivery> deliveries;

	private final LogLimit warnings = new LogLimit();

	Reporter(Clock clock, List<AttackListener> recorders, List<AttackListener> listeners) {
		this.clock = clock;
		this.recorders.add(this.history);
		this.recorders.add(this.log);
		this.recorders.addAll(recorders);
		this.deliveries = listeners.stream().map(this::delivery).toList();
	}

	private EventDelivery delivery(AttackListener listener) {
		return new EventDelivery(listener, (ex) -> warn(listener, ex),
				() -> warn("Attack listener " + listener.getClass().getName() + " is too slow and misses events",
						null));
	}

	EngineTimer timer() {
		return this.timer;
	}

	AttackHistory history() {
		return this.history;
	}

	/**
	 * Report an event. Never throws, and does not wait for listeners.
	 */
	void report(AttackEvent event) {
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

	/**
	 * Log that the engine or an extension failed. This is logged at most once a minute,
	 * since anybody may cause it, and on a single line, since the message may quote
	 * untrusted text. Never throws.
	 */
	void warn(String message, @Nullable Throwable ex) {
		try {
			if (this.warnings.isDue(message, this.clock.instant())) {
				logger.warn("{}{}", message, (ex != null)
						? ": " + ex.getClass().getName() + ": " + PrintableText.of(String.valueOf(ex.getMessage()))
						: "");
			}
			logger.debug(message, ex);
		}
		catch (Throwable unspeakable) {
			// A request must not fail because the log fails, or because the methods of
			// the exception do.
		}
	}

	/**
	 * Deliver the waiting events to each listener for up to a second, then stop
	 * delivering.
	 */
	@Override
	public void close() {
		this.log.flush();
		this.deliveries.forEach(EventDelivery::close);
	}

}
