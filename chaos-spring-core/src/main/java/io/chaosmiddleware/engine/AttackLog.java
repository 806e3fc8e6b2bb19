package io.chaosmiddleware.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.effect.Effect;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.effect.EffectType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes events to the log. There may be thousands of injections per second, and a log
 * line costs more than an injection. Therefore only the first injection of an attack is
 * logged on its own. Those that follow are counted and logged every ten seconds. Refused
 * headers and refused actions in headers, which anybody can send, are logged at most once
 * per reason and minute. Key-value pairs give structured logs the same information.
 */
final class AttackLog implements AttackListener {

	private static final Logger logger = LoggerFactory.getLogger("io.chaosmiddleware");

	private static final Duration WINDOW = Duration.ofSeconds(10);

	// This value marks a closed window. A thread that finds it instead of a count opens a
	// new window.
	private static final long CLOSED = -1;

	private final LogLimit refusals = new LogLimit();

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
			ActiveAttack attack = started.attack();
			builder(Level.INFO, "started", attack).log("Chaos attack started: {} with {} action(s){}{}", attack,
					attack.attack().actions().size(), until(attack.expiry()), by(attack.operator()));
		}
		else if (event instanceof AttackEvent.Ended ended) {
			ActiveAttack attack = ended.attack();
			flush(attack);
			// The requests are read before the hits, so that there are never fewer hits
			// than requests.
			long requests = attack.requests();
			builder(Level.INFO, "ended", attack).addKeyValue("chaos_cause", ended.cause().code())
				.log("Chaos attack ended: {} after {} hit(s) in {} request(s){}", attack, attack.hits(), requests,
						since(ended.cause()) + by(ended.operator()));
		}
		else if (event instanceof AttackEvent.Halted halted) {
			builder(Level.WARN, "halted").log("Chaos halted: no attack runs until it is resumed{}",
					by(halted.operator()));
		}
		else if (event instanceof AttackEvent.Resumed resumed) {
			builder(Level.WARN, "resumed").log("Chaos resumed: attacks may run again{}", by(resumed.operator()));
		}
		else if (event instanceof AttackEvent.StartRefused refused) {
			Problem problem = refused.problems().get(0);
			if (isDue(AttackSource.ENDPOINT, problem.reason(), refused.time())) {
				refusal(problem.reason(), AttackSource.ENDPOINT).log("Chaos attack refused: {}{}", problem,
						by(refused.operator()));
			}
		}
	}

	private static String since(AttackEvent.Cause cause) {
		return switch (cause) {
			case EXPIRED -> ", since its time is over";
			case CANCELLED -> "";
			case UNLOADED -> ", since its source no longer has it";
			case CLOSED -> ", since the application stops or restarts";
		};
	}

	private static String until(@Nullable Instant expiry) {
		return (expiry != null) ? " until " + PrintableText.of(expiry) : "";
	}

	private static String by(@Nullable Operator operator) {
		return (operator != null) ? ", by " + operator : "";
	}

	// The keys have underscores, since some structured formats would turn dots into
	// nested objects, which would collide with the MDC key 'chaos'.
	private static LoggingEventBuilder builder(Level level, String event) {
		return logger.atLevel(level).addKeyValue("chaos_event", event);
	}

	private static LoggingEventBuilder builder(Level level, String event, @Nullable ActiveAttack attack) {
		if (attack == null) {
			return builder(level, event).addKeyValue("chaos_source", AttackSource.HEADER.code());
		}
		return builder(level, event).addKeyValue("chaos_source", attack.source().code())
			.addKeyValue("chaos_attack", attack.id());
	}

	private static LoggingEventBuilder refusal(Reason reason, AttackSource source) {
		return builder(Level.WARN, "refused").addKeyValue("chaos_source", source.code())
			.addKeyValue("chaos_reason", reason.code());
	}

	private void log(AttackEvent.Decided decided) {
		Decision decision = decided.decision();
		Reason refusal = decision.headerRefusal();
		if (refusal != null && isDue(AttackSource.HEADER, refusal, decided.time())) {
			refusal(refusal, AttackSource.HEADER).log("Chaos attack header refused: {} on {} {}",
					decision.headerProblems().get(0), PrintableText.of(decision.method()),
					PrintableText.of(decision.path()));
		}
		for (Verdict verdict : decision.verdicts()) {
			if (verdict.action() instanceof Action.Refused refused && verdict.source() == AttackSource.HEADER
					&& isDue(AttackSource.HEADER, refused.reason(), decided.time())) {
				refusal(refused.reason(), AttackSource.HEADER).log("Chaos action in a header refused: {} on {} {}",
						refused.problems().get(0), PrintableText.of(decision.method()),
						PrintableText.of(decision.path()));
			}
		}
		if (!logger.isInfoEnabled()) {
			return;
		}
		for (Verdict verdict : decision.verdicts()) {
			Effect effect = verdict.injected();
			if (effect != null) {
				Injected injected = new Injected(verdict.attack(), effect.type());
				Level level = isOnlyCounted(injected) ? Level.DEBUG : Level.INFO;
				if (logger.isEnabledForLevel(level)) {
					log(level, injected, effect, verdict, decision);
				}
			}
		}
	}

	private static void log(Level level, Injected injected, Effect effect, Verdict verdict, Decision decision) {
		String method = PrintableText.of(decision.method());
		String path = PrintableText.of(decision.path());
		LoggingEventBuilder builder = builder(level, "injected", injected.attack())
			.addKeyValue("chaos_effect", injected.effect().code())
			.addKeyValue("chaos_method", method)
			.addKeyValue("chaos_path", path);
		for (Map.Entry<String, Object> detail : verdict.details().entrySet()) {
			builder = builder.addKeyValue("chaos_" + detail.getKey(), detail.getValue());
		}
		if (verdict.reason() != null) {
			builder = builder.addKeyValue("chaos_reason", verdict.reason().code());
		}
		builder.log("Chaos injected: {} into {} {} by {}", describe(effect, verdict), method, path, injected.by());
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
			// The next window is scheduled first, so that counting continues even if
			// logging fails.
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
		builder(Level.INFO, "injected", injected.attack()).addKeyValue("chaos_effect", injected.effect().code())
			.addKeyValue("chaos_count", more)
			.log("Chaos injected: {} more {}(s) by {}{}", more, injected.effect().code(), injected.by(), when);
	}

	/**
	 * Log at once what was counted so far, and start counting again.
	 */
	void flush() {
		this.windows.forEach(this::close);
	}

	// The windows are looked up by key instead of searched, since many attacks may end at
	// once.
	private void flush(ActiveAttack attack) {
		for (Action action : attack.attack().actions()) {
			if (action instanceof Action.Valid valid) {
				Injected injected = new Injected(attack, valid.effect().type());
				AtomicLong window = this.windows.get(injected);
				if (window != null) {
					close(injected, window);
				}
			}
		}
	}

	private static String describe(Effect effect, Verdict verdict) {
		String done = effect.describe(verdict.details());
		return (verdict.reason() == null) ? done
				: done + " instead of '" + PrintableText.of(String.valueOf(effect.fields().get("value"))) + "' ("
						+ verdict.reason().code() + ")";
	}

	private boolean isDue(AttackSource source, Reason reason, Instant now) {
		return this.refusals.isDue(new Refusal(source, reason), now);
	}

	private record Refusal(AttackSource source, Reason reason) {

	}

	/**
	 * The key of a window. It does not contain anything that a request can choose, so the
	 * number of windows is limited.
	 *
	 * @param attack the configured attack, {@code null} for all headers together
	 * @param effect the type of the effect
	 */
	private record Injected(@Nullable ActiveAttack attack, EffectType effect) {

		Object by() {
			return (this.attack != null) ? this.attack : "header";
		}

	}

}
