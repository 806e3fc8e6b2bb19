package io.chaosmiddleware.spring.autoconfigure;

import java.util.function.Predicate;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.lint.FaultLint;
import io.chaosmiddleware.spring.servlet.LostClientFaults;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ResourceLoader;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Auto-configuration of the warnings that a fault does not do what its name promises.
 */
@AutoConfiguration(after = ChaosAutoConfiguration.class)
@ConditionalOnBean({ AttackEngine.class, ChaosProperties.class })
public final class ChaosFaultLintAutoConfiguration {

	@Bean
	FaultLintLog faultLintLog(ObjectProvider<FaultLint> lint, ObjectProvider<AttackEngine> engine) {
		return new FaultLintLog(lint::getIfAvailable, engine::getObject);
	}

	@Bean
	@ConditionalOnMissingBean
	FaultLint faultLint(ObjectProvider<AttackEngine> engine, ResourceLoader resourceLoader) {
		return faultLint(engine, resourceLoader, (name) -> false);
	}

	private static FaultLint faultLint(ObjectProvider<AttackEngine> engine, ResourceLoader resourceLoader,
			Predicate<String> lostClient) {
		ClassLoader classLoader = resourceLoader.getClassLoader();
		return new FaultLint((name) -> engine.getObject().faultObstacle(name), () -> engine.getObject().allowedFaults(),
				lostClient, (classLoader != null) ? classLoader : AttackEngine.class.getClassLoader());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass(DispatcherServlet.class)
	static class ServletConfiguration {

		@Bean
		@ConditionalOnMissingBean
		FaultLint faultLint(ObjectProvider<AttackEngine> engine, ResourceLoader resourceLoader) {
			return ChaosFaultLintAutoConfiguration.faultLint(engine, resourceLoader, LostClientFaults::contains);
		}

	}

}
