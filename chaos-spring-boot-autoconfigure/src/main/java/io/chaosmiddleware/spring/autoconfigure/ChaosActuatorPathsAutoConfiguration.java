package io.chaosmiddleware.spring.autoconfigure;

import io.chaosmiddleware.spring.actuate.ActuatorPaths;
import io.chaosmiddleware.spring.web.UnattackablePaths;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration that keeps all attacks away from the actuator on the application's
 * own port, whether the endpoint {@code chaos} is exposed or not.
 */
@AutoConfiguration
@ConditionalOnClass({ PathMappedEndpoints.class, ManagementPortType.class })
@ConditionalOnChaosEnabled
public final class ChaosActuatorPathsAutoConfiguration {

	@Bean
	@ConditionalOnWebApplication
	AttackEngineCustomizer actuatorPathsAttackEngineCustomizer(ObjectProvider<UnattackablePaths> unattackable) {
		return (builder) -> unattackable.forEach(builder::exclude);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass(DispatcherServletPath.class)
	static class ServletConfiguration {

		@Bean
		UnattackablePaths actuatorPaths(ObjectProvider<PathMappedEndpoints> endpoints,
				ObjectProvider<DispatcherServletPath> servletPath, Environment environment) {
			return new ActuatorPaths(endpoints::getIfUnique, () -> {
				DispatcherServletPath path = servletPath.getIfUnique();
				return (path != null) ? path.getPrefix() : "";
			}, environment);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	static class ReactiveConfiguration {

		@Bean
		UnattackablePaths actuatorPaths(ObjectProvider<PathMappedEndpoints> endpoints, Environment environment) {
			return new ActuatorPaths(endpoints::getIfUnique, () -> "", environment);
		}

	}

}
