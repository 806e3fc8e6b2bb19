package io.chaosmiddleware.spring.autoconfigure;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.metrics.ChaosGauges;
import io.chaosmiddleware.spring.metrics.ChaosMetrics;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of metrics.
 */
@AutoConfiguration(after = ChaosAutoConfiguration.class, afterName = {
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnOwnEngine
public final class ChaosMetricsAutoConfiguration {

	@Bean
	@ConditionalOnBean(MeterRegistry.class)
	AttackEngineCustomizer metricsAttackEngineCustomizer(ObjectProvider<MeterRegistry> registries) {
		return (builder) -> registries.ifUnique((registry) -> ChaosMetrics.record(builder, registry));
	}

	@Bean
	@ConditionalOnBean(MeterRegistry.class)
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ChaosGauges chaosGauges(ListableBeanFactory beanFactory, ObjectProvider<MeterRegistry> registries) {
		ChaosGauges gauges = new ChaosGauges(beanFactory.getBean(AttackEngine.class));
		if (beanFactory.getBeanNamesForType(MeterRegistry.class).length == 0) {
			// The meter registry of a parent context does not bind the meters of this
			// context.
			registries.ifUnique(gauges::bindTo);
		}
		return gauges;
	}

}
