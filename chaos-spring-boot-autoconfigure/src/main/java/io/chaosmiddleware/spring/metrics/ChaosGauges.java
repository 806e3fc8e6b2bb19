package io.chaosmiddleware.spring.metrics;

import java.util.List;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.engine.EngineState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows how much chaos there is right now.
 */
public final class ChaosGauges implements MeterBinder {

	private static final Logger logger = LoggerFactory.getLogger(ChaosGauges.class);

	private final AttackEngine engine;

	/**
	 * Create the gauges.
	 * @param engine the engine they look at
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
		Gauge.builder("chaos.delays.active", this.engine, AttackEngine::runningDelays)
			.description("Requests that are being delayed")
			.register(registry);
		for (AttackSource source : List.of(AttackSource.PROPERTIES, AttackSource.ENDPOINT, AttackSource.LOADER)) {
			Gauge.builder("chaos.attacks.active", this.engine, (engine) -> count(engine, source))
				.description("Configured attacks that are active; none while halted or guarded")
				.tag("source", source.code())
				.register(registry);
		}
	}

	private static long count(AttackEngine engine, AttackSource source) {
		return (engine.state() == EngineState.ACTIVE) ? engine.activeAttacks(source) : 0;
	}

}
