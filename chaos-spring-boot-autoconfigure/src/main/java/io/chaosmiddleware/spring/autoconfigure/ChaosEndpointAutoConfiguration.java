package io.chaosmiddleware.spring.autoconfigure;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.LoaderStatusSource;
import io.chaosmiddleware.spring.actuate.ChaosEndpoint;
import io.chaosmiddleware.spring.actuate.ChaosJmxExtension;
import io.chaosmiddleware.spring.actuate.ChaosOperations;
import io.chaosmiddleware.spring.actuate.ChaosWebExtension;
import io.chaosmiddleware.spring.mappings.AttackReach;
import io.chaosmiddleware.spring.mappings.FaultLint;
import io.chaosmiddleware.spring.mappings.RouteLint;
import io.chaosmiddleware.spring.loader.AttackSynchronizer;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the actuator endpoint {@code chaos}.
 */
@AutoConfiguration(after = ChaosAutoConfiguration.class,
		beforeName = "org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration",
		afterName = "org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration")
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnOwnEngine
public final class ChaosEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@ConditionalOnAvailableEndpoint(ChaosEndpoint.class)
	ChaosOperations chaosOperations(BeanFactory beanFactory, ChaosProperties properties,
			EndpointAccessResolver accessResolver, ObjectProvider<LoaderStatusSource> loaders,
			ObjectProvider<AttackSynchronizer> synchronizers, ObjectProvider<RouteLint> routeLint,
			ObjectProvider<FaultLint> faultLint, ObjectProvider<AttackReach> reach) {
		return new ChaosOperations(beanFactory.getBean(AttackEngine.class), properties.operatorLimits(),
				properties.limits().maxDuration(),
				accessResolver.accessFor(EndpointId.of(ChaosEndpoint.ID), Access.READ_ONLY),
				properties.header().attacks(), ChaosLoaderAutoConfiguration.status(loaders),
				() -> synchronizers.orderedStream().forEach(AttackSynchronizer::callNow), routeLint.getIfAvailable(),
				faultLint.getIfAvailable(), reach.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@ConditionalOnAvailableEndpoint
	ChaosEndpoint chaosEndpoint(ChaosOperations operations) {
		return new ChaosEndpoint(operations);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@ConditionalOnAvailableEndpoint(endpoint = ChaosEndpoint.class, exposure = EndpointExposure.WEB)
	ChaosWebExtension chaosWebExtension(ChaosOperations operations) {
		return new ChaosWebExtension(operations);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@ConditionalOnAvailableEndpoint(endpoint = ChaosEndpoint.class, exposure = EndpointExposure.JMX)
	ChaosJmxExtension chaosJmxExtension(ChaosOperations operations) {
		return new ChaosJmxExtension(operations);
	}

}
