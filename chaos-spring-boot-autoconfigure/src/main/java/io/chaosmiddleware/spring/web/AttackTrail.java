package io.chaosmiddleware.spring.web;

import java.util.function.Predicate;

import io.chaosmiddleware.effect.Effect;
import io.chaosmiddleware.effect.Phase;
import io.chaosmiddleware.engine.Decision;
import io.chaosmiddleware.engine.Outcome;
import io.chaosmiddleware.engine.Verdict;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationView;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an attack visible in the telemetry of its request: as key values and events of
 * the observation of the server, and as an MDC key for log lines. A failure to do so does
 * not affect the request.
 */
public final class AttackTrail {

	/** The MDC key that holds what was injected into an attacked request. */
	public static final String LOG_KEY = "chaos";

	/** The high-cardinality key for the injected effects. */
	public static final String EFFECT_KEY = "chaos.effect";

	/** The high-cardinality key for the ids of the attacks. */
	public static final String ATTACK_KEY = "chaos.attack";

	private static final Logger logger = LoggerFactory.getLogger(AttackTrail.class);

	private final RequestTelemetry request;

	private volatile Decision decision;

	private AttackTrail(RequestTelemetry request, Decision decision) {
		this.request = request;
		this.decision = decision;
	}

	/**
	 * Show what is about to be done to a request before its handler.
	 * @param request the request
	 * @param decision what is about to be done, with delays first
	 * @return the trail, which must be {@linkplain #end ended}
	 */
	public static AttackTrail begin(RequestTelemetry request, Decision decision) {
		AttackTrail trail = new AttackTrail(request, decision);
		trail.begin(Phase.BEFORE);
		return trail;
	}

	/**
	 * Show what is about to be done to a request after its handler.
	 * @param decision what is about to be done, with delays first
	 */
	public void afterHandler(Decision decision) {
		this.decision = decision;
		begin(Phase.AFTER);
	}

	private void begin(Phase phase) {
		Decision decision = this.decision;
		if (decision.delay(phase).isZero()) {
			// The key is set before the engine reports the fault, so that its log line
			// also has the key.
			log(InjectedEffects.of(decision, (verdict) -> isUpTo(phase, verdict)));
			return;
		}
		show(InjectedEffects.of(decision, (verdict) -> isUpTo(phase, verdict) && !isOutcome(verdict)));
		signal(decision, (verdict) -> verdict.phase() == phase && !isOutcome(verdict));
	}

	private static boolean isUpTo(Phase phase, Verdict verdict) {
		return verdict.phase().compareTo(phase) <= 0;
	}

	private static boolean isOutcome(Verdict verdict) {
		Effect effect = verdict.injected();
		return effect != null && effect.isOutcome();
	}

	/**
	 * Add a fault that is about to be raised to the log lines of the request. An adapter
	 * must do so in advance if it cannot change the value of the key when the fault is
	 * raised.
	 */
	public void announceFault() {
		log(InjectedEffects.of(this.decision, (verdict) -> verdict.phase() != Phase.ANSWER));
	}

	/**
	 * Show what comes after the delays: a fault, a reply or the end of the connection.
	 * @param done what was actually done, except that its fault has not been raised and
	 * its reply has not been sent yet
	 */
	public void end(Outcome done) {
		if (done.isDecided()) {
			show(InjectedEffects.of(done.decision(), (verdict) -> verdict.phase() != Phase.ANSWER));
			signal(done.decision(), AttackTrail::isOutcome);
		}
	}

	/**
	 * Show what is done to the body of the answer.
	 * @param done what was actually done
	 */
	public void answer(Outcome done) {
		if (done.decision().actsIn(Phase.ANSWER)) {
			show(InjectedEffects.of(done.decision(), (verdict) -> true));
			signal(done.decision(), (verdict) -> verdict.phase() == Phase.ANSWER);
		}
	}

	private void show(@Nullable InjectedEffects injected) {
		if (injected == null) {
			return;
		}
		log(injected);
		attempt(() -> {
			Observation.Context context = this.request.serverObservationContext();
			if (context != null) {
				context.addHighCardinalityKeyValue(KeyValue.of(EFFECT_KEY, injected.effects()));
				context.addHighCardinalityKeyValue(KeyValue.of(ATTACK_KEY, injected.attacks()));
			}
		});
	}

	private void log(@Nullable InjectedEffects injected) {
		if (injected != null) {
			attempt(() -> this.request.logEffects(injected.effects()));
		}
	}

	// An event has the name of its effect, such as 'chaos.delay'. It is not created with
	// Observation.Event#of, since such an event carries the time at which it was created.
	// An event without a time happens when it is signalled.
	private void signal(Decision decision, Predicate<Verdict> condition) {
		attempt(() -> {
			Observation observation = serverObservation();
			if (observation != null) {
				InjectedEffects.names(decision, condition)
					.forEach((effect) -> observation.event(() -> "chaos." + effect));
			}
		});
	}

	// Spring Security and other libraries open observations within the observation of the
	// server.
	private @Nullable Observation serverObservation() {
		Observation.Context context = this.request.serverObservationContext();
		ObservationView view = (context != null) ? this.request.currentObservation() : null;
		while (view != null && view.getContextView() != context) {
			view = view.getContextView().getParentObservation();
		}
		return (view instanceof Observation observation) ? observation : null;
	}

	private static void attempt(Runnable trace) {
		try {
			trace.run();
		}
		catch (Throwable ex) {
			logger.debug("An attacked request does not show everywhere that it is", ex);
		}
	}

}
