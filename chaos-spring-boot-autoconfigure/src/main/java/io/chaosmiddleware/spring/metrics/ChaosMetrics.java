package io.chaosmiddleware.spring.metrics;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.condition.Point;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.effect.EffectType;
import io.chaosmiddleware.engine.AttackEngineBuilder;
import io.chaosmiddleware.engine.AttackEvent;
import io.chaosmiddleware.engine.AttackListener;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.engine.Decision;
import io.chaosmiddleware.engine.LoaderStatus;
import io.chaosmiddleware.engine.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the events of an engine. All meters are registered at the beginning with all
 * combinations of their tags, so that their values are 0 before the first event. Tags
 * have a fixed set of values and never contain text of a request. This class is
 * thread-safe and does not block, as is required of a
 * {@linkplain AttackEngineBuilder#recorder recorder}.
 */
public final class ChaosMetrics implements AttackListener {

	static final String POINT = "point";

	private static final Logger logger = LoggerFactory.getLogger(ChaosMetrics.class);

	private static final Set<AttackSource> REFUSING = Set.of(AttackSource.HEADER, AttackSource.ENDPOINT,
			AttackSource.LOADER);

	private final Map<Injected, Counter> injections = new HashMap<>();

	private final Map<Refused, Counter> refusals = new HashMap<>();

	private final Map<Point, Timer> delays = new EnumMap<>(Point.class);

	private final Timer loaded;

	private final Timer notLoaded;

	/**
	 * Create the metrics.
	 * @param registry the registry of the meters
	 */
	public ChaosMetrics(MeterRegistry registry) {
		for (Point point : Point.values()) {
			registerInjections(point, registry);
			this.delays.put(point,
					Timer.builder("chaos.delay")
						.description("Delays that were injected, one for each delayed request")
						.tag(POINT, point.code())
						.register(registry));
		}
		for (AttackSource source : REFUSING) {
			for (Reason reason : reasons(source)) {
				this.refusals.put(new Refused(source, reason),
						Counter.builder("chaos.refusals")
							.description("Attacks and actions that were refused")
							.tag("reason", reason.code())
							.tag("source", source.code())
							.register(registry));
			}
		}
		this.loaded = loaderTimer("success", registry);
		this.notLoaded = loaderTimer("failure", registry);
	}

	private void registerInjections(Point point, MeterRegistry registry) {
		for (EffectType effect : EffectType.values()) {
			for (AttackSource source : AttackSource.values()) {
				for (Outcome outcome : Outcome.of(effect)) {
					this.injections.put(new Injected(point, effect, source, outcome),
							Counter.builder("chaos.injections")
								.description("Actions that hit a request, and whether they were performed")
								.tag(POINT, point.code())
								.tag("effect", effect.code())
								.tag("source", source.code())
								.tag("outcome", outcome.code)
								.register(registry));
				}
			}
		}
	}

	/**
	 * Record what an engine does as metrics. The engine works without metrics if the
	 * registry does not accept them.
	 * @param builder the builder of the engine
	 * @param registry the registry of the metrics
	 */
	public static void record(AttackEngineBuilder builder, MeterRegistry registry) {
		try {
			builder.recorder(new ChaosMetrics(registry));
		}
		catch (RuntimeException ex) {
			logger.warn("There are no metrics of chaos, since the meter registry refuses them", ex);
		}
	}

	private static Timer loaderTimer(String outcome, MeterRegistry registry) {
		return Timer.builder("chaos.loader.sync")
			.description("Calls of the attack loader")
			.tag("outcome", outcome)
			.register(registry);
	}

	private static List<Reason> reasons(AttackSource source) {
		List<Reason> reasons = new ArrayList<>();
		for (Reason reason : Reason.values()) {
			boolean refuses = switch (reason) {
				case REPEATED_HEADER, UNAUTHORIZED -> source == AttackSource.HEADER;
				case GUARDED, LIMIT_STARTED, ID_TAKEN -> source == AttackSource.ENDPOINT;
				default -> reason.group() == Reason.Group.REFUSED;
			};
			if (refuses) {
				reasons.add(reason);
			}
		}
		return reasons;
	}

	@Override
	public void onEvent(AttackEvent event) {
		if (event instanceof AttackEvent.Decided decided) {
			count(decided.decision());
		}
		else if (event instanceof AttackEvent.Started started) {
			started.attack().attack().actions().forEach((action) -> countRefused(action, started.attack().source()));
		}
		else if (event instanceof AttackEvent.StartRefused refused) {
			count(refused.problems().get(0).reason(), AttackSource.ENDPOINT);
		}
		else if (event instanceof AttackEvent.LoaderCalled called) {
			((called.status().state() == LoaderStatus.State.OK) ? this.loaded : this.notLoaded)
				.record(called.duration());
		}
	}

	private void count(Decision decision) {
		if (decision.headerRefusal() != null) {
			count(decision.headerRefusal(), AttackSource.HEADER);
		}
		for (Verdict verdict : decision.verdicts()) {
			Outcome outcome = Outcome.of(verdict);
			if (outcome != null && verdict.action() instanceof Action.Valid valid) {
				increment(this.injections
					.get(new Injected(decision.point(), valid.effect().type(), verdict.source(), outcome)));
			}
			else if (verdict.source() == AttackSource.HEADER) {
				// Refused actions of configured attacks are counted when the attack
				// starts, and not again for each request.
				countRefused(verdict.action(), AttackSource.HEADER);
			}
		}
		Timer delay = this.delays.get(decision.point());
		if (delay != null && !decision.delay().isZero()) {
			delay.record(decision.delay());
		}
	}

	private void countRefused(Action action, AttackSource source) {
		if (action instanceof Action.Refused refused) {
			count(refused.reason(), source);
		}
	}

	private void count(Reason reason, AttackSource source) {
		increment(this.refusals.get(new Refused(source, reason)));
	}

	private static void increment(@Nullable Counter counter) {
		if (counter != null) {
			counter.increment();
		}
	}

	private record Injected(Point point, EffectType effect, AttackSource source, Outcome outcome) {

	}

	private record Refused(AttackSource source, Reason reason) {

	}

	/**
	 * What became of an action that hit a request.
	 */
	private enum Outcome {

		/** The action was performed as requested. */
		INJECTED,

		/** The action was performed in a different way than requested. */
		SUBSTITUTED,

		/**
		 * The action was prevented, such as by a limit, by the kill switch, by the end of
		 * the request, or since its answer does not allow it.
		 */
		SKIPPED;

		// An action that is skipped for one of these reasons is not counted, since it is
		// not known whether it would have hit the request.
		private static final Set<Reason> UNDECIDED = EnumSet.of(Reason.GUARDED, Reason.EXCLUDED_ROUTE,
				Reason.LIMIT_ROUTES, Reason.AFTER_OUTCOME);

		private final String code = name().toLowerCase(Locale.ROOT);

		static List<Outcome> of(EffectType effect) {
			return effect.isSubstitutable() ? List.of(values()) : List.of(INJECTED, SKIPPED);
		}

		static @Nullable Outcome of(Verdict verdict) {
			return switch (verdict.kind()) {
				case INJECTED -> (verdict.reason() == null) ? INJECTED : SUBSTITUTED;
				case SKIPPED -> UNDECIDED.contains(verdict.reason()) ? null : SKIPPED;
				case MISSED, REFUSED, WOULD_HIT -> null;
			};
		}

	}

}
