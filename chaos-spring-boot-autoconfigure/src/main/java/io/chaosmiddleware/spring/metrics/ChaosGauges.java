package io.chaosmiddleware.spring.metrics;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.engine.EngineState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gauges for active attacks and running delays. Application contexts that share a meter
 * registry also share its gauges, which show the sum of all contexts.
 */
public final class ChaosGauges implements MeterBinder, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ChaosGauges.class);

	// A registry keeps only the first gauge of a name and has a weak reference to its
	// object, so all engines of a registry share one gauge.
	private static final Map<MeterRegistry, List<AttackEngine>> ENGINES = Collections
		.synchronizedMap(new WeakHashMap<>());

	private final AttackEngine engine;

	/**
	 * Create the gauges.
	 * @param engine the engine to show
	 */
	public ChaosGauges(AttackEngine engine) {
		this.engine = engine;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		try {
			register(registry);
		}
		catch (RuntimeException ex) {
			logger.warn("There are no gauges of chaos, since the meter registry refuses them", ex);
		}
	}

	private void register(MeterRegistry registry) {
		List<AttackEngine> engines = ENGINES.computeIfAbsent(registry, (key) -> new CopyOnWriteArrayList<>());
		engines.add(this.engine);
		Gauge
			.builder("chaos.delays.active", engines, (all) -> all.stream().mapToLong(AttackEngine::runningDelays).sum())
			.description("Requests that are being delayed")
			.register(registry);
		for (AttackSource source : List.of(AttackSource.PROPERTIES, AttackSource.ENDPOINT, AttackSource.LOADER)) {
			Gauge
				.builder("chaos.attacks.active", engines,
						(all) -> all.stream().mapToLong((engine) -> count(engine, source)).sum())
				.description("Configured attacks that are active; none while halted or guarded")
				.tag("source", source.code())
				.register(registry);
		}
	}

	@Override
	public void close() {
		synchronized (ENGINES) {
			ENGINES.values().forEach((engines) -> engines.removeIf((engine) -> engine == this.engine));
		}
	}

	private static long count(AttackEngine engine, AttackSource source) {
		return (engine.state() == EngineState.ACTIVE) ? engine.activeAttacks(source) : 0;
	}

}
