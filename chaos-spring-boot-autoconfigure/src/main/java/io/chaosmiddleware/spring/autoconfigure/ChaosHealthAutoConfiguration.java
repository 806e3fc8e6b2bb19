package io.chaosmiddleware.spring.autoconfigure;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.LoaderStatusSource;
import io.chaosmiddleware.spring.actuate.ChaosHealthIndicator;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health contributor {@code chaosMiddleware}.
 */
@AutoConfiguration(after = ChaosAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnOwnEngine
public final class ChaosHealthAutoConfiguration {

	@Bean
	@ConditionalOnEnabledHealthIndicator("chaosmiddleware")
	@ConditionalOnMissingBean(name = "chaosMiddlewareHealthIndicator", search = SearchStrategy.CURRENT)
	ChaosHealthIndicator chaosMiddlewareHealthIndicator(BeanFactory beanFactory,
			ObjectProvider<LoaderStatusSource> loaders) {
		return new ChaosHealthIndicator(beanFactory.getBean(AttackEngine.class),
				ChaosLoaderAutoConfiguration.status(loaders));
	}

}
