package io.chaosmiddleware.engine;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.attack.Effect;
import io.chaosmiddleware.attack.PrintableText;
import io.chaosmiddleware.attack.Problem;
import io.chaosmiddleware.attack.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log what happened: one line for each injection, and one for each reason and
 * minute for headers and actions in them that are refused, which anybody can send.
 */
final class AttackLog implements AttackListener {

	private static final Logger logger = LoggerFactory.getLogger("io.chaosmiddleware");

	private static final long REFUSAL_INTERVAL_SECONDS = 60;

	private final Map<Reason, Instant> lastRefusals = new EnumMap<>(Reason.class);

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
				logger.info("Chaos injected: {} into {} {} by {}", describe(effect, verdict, decision),
						PrintableText.of(decision.method()), PrintableText.of(decision.path()),
						(verdict.attack() != null) ? verdict.attack() : "header");
			}
		}
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

}
