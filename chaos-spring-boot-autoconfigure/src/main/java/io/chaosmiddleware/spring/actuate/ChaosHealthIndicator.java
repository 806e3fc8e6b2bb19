package io.chaosmiddleware.spring.actuate;

import java.util.function.Supplier;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.LoaderStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Shows the state of the middleware in the health of the application. The status is
 * always {@code UP}, since attacks must not take an instance out of rotation by
 * themselves.
 */
public class ChaosHealthIndicator implements HealthIndicator {

	private final AttackEngine engine;

	private final Supplier<@Nullable LoaderStatus> loader;

	/**
	 * Create a health indicator.
	 * @param engine the engine
	 * @param loader supplies the status of the attack loader, {@code null} if there is no
	 * loader
	 */
	public ChaosHealthIndicator(AttackEngine engine, Supplier<@Nullable LoaderStatus> loader) {
		this.engine = engine;
		this.loader = loader;
	}

	@Override
	public Health health() {
		Health.Builder builder = Health.up().withDetail("state", this.engine.state().name());
		String guardedReason = this.engine.guardedReason();
		if (guardedReason != null) {
			builder.withDetail("guardedReason", ChaosReport.text(guardedReason));
		}
		return builder.withDetail("activeAttacks", this.engine.activeAttacks().size())
			.withDetail("runningDelays", this.engine.runningDelays())
			.withDetail("loader", ChaosReport.loader(this.loader))
			.build();
	}

}
