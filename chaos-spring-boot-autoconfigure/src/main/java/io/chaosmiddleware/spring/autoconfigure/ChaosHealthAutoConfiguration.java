package io.chaosmiddleware.spring.autoconfigure;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.LoaderStatusSource;
import io.chaosmiddleware.spring.actuate.ChaosHealthIndicator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health contributor {@code chaosMiddleware}.
 */
@AutoConfiguration(after = ChaosAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean({ AttackEngine.class, ChaosProperties.class })
public final class ChaosHealthAutoConfiguration {

	@Bean
	@ConditionalOnEnabledHealthIndicator("chaosmiddleware")
	@ConditionalOnMissingBean(name = "chaosMiddlewareHealthIndicator")
	ChaosHealthIndicator chaosMiddlewareHealthIndicator(AttackEngine engine,
			ObjectProvider<LoaderStatusSource> loaders) {
		return new ChaosHealthIndicator(engine, new LoaderStatusSupplier(loaders));
	}

}
