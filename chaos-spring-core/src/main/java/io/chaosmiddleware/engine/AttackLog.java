package io.chaosmiddleware.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.attack.Effect;
import io.chaosmiddleware.attack.PrintableText;
import io.chaosmiddleware.attack.Problem;
import io.chaosmiddleware.attack.Reason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Says in the log what happened. Injections may be many thousands a second, and a line
 * costs more than an injection: the first of an attack has its own line, those that
 * follow are counted, with a line every ten seconds. Headers and actions in them that are
 * refused, which anybody can send, have one line for each reason and minute.
 */
final class AttackLog implements AttackListener {

	private static final Logger logger = LoggerFactory.getLogger("io.chaosmiddleware");

	private static final long REFUSAL_INTERVAL_SECONDS = 60;

	private static final Duration WINDOW = Duration.ofSeconds(10);

	// instead of a count: whoever still has this window must look for another one
	private static final long CLOSED = -1;

	private final Map<Reason, Instant> lastRefusals = new EnumMap<>(Reason.class);

	private final Map<Injected, AtomicLong> windows = new ConcurrentHashMap<>();

	private final EngineTimer timer;

	AttackLog(EngineTimer timer) {
		this.timer = timer;
	}

	@Override
	public void onEvent(AttackEvent event) {
		if (event instanceof AttackEvent.Decided decided) {
			log(decided);
		}
		else if (event instanceof AttackEvent.Started started) {
			logger.info("Chaos attack started: {} with {} action(s){}", started.attack(),
					started.attack().attack().actions().size(),
					(started.attack().expiry() != null) ? " until " + started.attack().expiry() : "");
		}
		else if (event instanceof AttackEvent.Ended ended) {
			flush((injected) -> injected.attack() == ended.attack());
			logger.info("Chaos attack ended: {} after {} hit(s)", ended.attack(), ended.attack().hits());
		}
		else if (event instanceof AttackEvent.Halted) {
			logger.warn("Chaos halted: no attack runs until it is resumed");
		}
		else if (event instanceof AttackEvent.Resumed) {
			logger.warn("Chaos resumed: attacks may run again");
		}
	}

	private void log(AttackEvent.Decided decided) {
		Decision decision = decided.decision();
		Reason refusal = decision.headerRefusal();
		if (refusal != null && isDue(refusal, decided.time())) {
			Problem problem = decision.headerProblems().get(0);
			logger.warn("Chaos attack header refused: {} on {} {}", problem, PrintableText.of(decision.method()),
					PrintableText.of(decision.path()));
		}
		for (Verdict verdict : decision.verdicts()) {
			if (verdict.action() instanceof Action.Refused refused && verdict.source() == AttackSource.HEADER
					&& isDue(refused.reason(), decided.time())) {
				logger.warn("Chaos action in a header refused: {} on {} {}", refused.problems().get(0),
						PrintableText.of(decision.method()), PrintableText.of(decision.path()));
			}
		}
		if (!logger.isInfoEnabled()) {
			return;
		}
		for (Verdict verdict : decision.verdicts()) {
			Effect effect = verdict.injected();
			if (effect != null) {
				Injected injected = new Injected(verdict.attack(), effect.name());
				Level level = isOnlyCounted(injected) ? Level.DEBUG : Level.INFO;
				if (logger.isEnabledForLevel(level)) {
					logger.atLevel(level)
						.log("Chaos injected: {} into {} {} by {}", describe(effect, verdict, decision),
								PrintableText.of(decision.method()), PrintableText.of(decision.path()), injected.by());
				}
			}
		}
	}

	private boolean isOnlyCounted(Injected injected) {
		while (true) {
			AtomicLong window = this.windows.get(injected);
			if (window == null) {
				AtomicLong opened = new AtomicLong();
				window = this.windows.putIfAbsent(injected, opened);
				if (window == null) {
					continueLater(injected, opened);
					return false;
				}
			}
			if (window.getAndUpdate((count) -> (count != CLOSED) ? count + 1 : CLOSED) != CLOSED) {
				return true;
			}
			this.windows.remove(injected, window);
		}
	}

	private void continueLater(Injected injected, AtomicLong window) {
		if (this.timer.schedule(() -> endOf(injected, window), WINDOW) == null) {
			close(injected, window);
		}
	}

	private void endOf(Injected injected, AtomicLong window) {
		long more = window.getAndUpdate((count) -> (count > 0) ? 0 : CLOSED);
		if (more > 0) {
			// first, so that it goes on even if the log fails
			continueLater(injected, window);
			log(injected, more, " in the last " + WINDOW.toSeconds() + " s");
		}
		else {
			this.windows.remove(injected, window);
		}
	}

	private void close(Injected injected, AtomicLong window) {
		long more = window.getAndSet(CLOSED);
		this.windows.remove(injected, window);
		if (more > 0) {
			log(injected, more, "");
		}
	}

	private void log(Injected injected, long more, String when) {
		logger.info("Chaos injected: {} more {}(s) by {}{}", more, injected.effect(), injected.by(), when);
	}

	/**
	 * Say at once what was counted so far, and count anew.
	 */
	void flush() {
		flush((injected) -> true);
	}

	private void flush(Predicate<Injected> condition) {
		this.windows.forEach((injected, window) -> {
			if (condition.test(injected)) {
				close(injected, window);
			}
		});
	}

	private static String describe(Effect effect, Verdict verdict, Decision decision) {
		if (effect instanceof Effect.Delay delay) {
			return "delay of " + delay.duration().toSeconds() + " s";
		}
		Throwable fault = decision.fault();
		String thrown = "fault " + ((fault != null) ? fault.getClass().getName() : "none");
		return (verdict.reason() == null || !(effect instanceof Effect.Fault named)) ? thrown
				: thrown + " instead of '" + PrintableText.of(named.exceptionName()) + "' (" + verdict.reason() + ")";
	}

	private boolean isDue(Reason reason, Instant now) {
		synchronized (this.lastRefusals) {
			Instant last = this.lastRefusals.get(reason);
			if (last != null && now.isBefore(last.plusSeconds(REFUSAL_INTERVAL_SECONDS))) {
				return false;
			}
			this.lastRefusals.put(reason, now);
			return true;
		}
	}

	/**
	 * What has a window of its own: nothing that a request can choose.
	 *
	 * @param attack the configured attack, {@code null} for all headers together
	 * @param effect the name of the effect
	 */
	private record Injected(@Nullable ActiveAttack attack, String effect) {

		Object by() {
			return (this.attack != null) ? this.attack : "header";
		}

	}

}
