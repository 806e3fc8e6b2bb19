package io.chaosmiddleware.spring.metrics;

import java.util.List;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Shows how much chaos there is right now.
 */
public final class ChaosGauges implements MeterBinder {

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
		Gauge.builder("chaos.delays.active", this.engine, AttackEngine::runningDelays)
			.description("Requests that are being delayed")
			.register(registry);
		for (AttackSource source : List.of(AttackSource.PROPERTIES, AttackSource.ENDPOINT, AttackSource.LOADER)) {
			Gauge.builder("chaos.attacks.active", this.engine, (engine) -> count(engine, source))
				.description("Configured attacks that are active; halted ones are too, but do nothing")
				.tag("source", source.code())
				.register(registry);
		}
	}

	private static long count(AttackEngine engine, AttackSource source) {
		return engine.activeAttacks().stream().filter((attack) -> attack.source() == source).count();
	}

}
