package io.chaosmiddleware.spring.autoconfigure;

import java.util.function.Predicate;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.mappings.FaultLint;
import io.chaosmiddleware.spring.mappings.FaultLintLog;
import io.chaosmiddleware.spring.servlet.LostClientFaults;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ResourceLoader;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Auto-configuration of the warnings about faults that do not do what their names
 * promise.
 */
@AutoConfiguration(after = ChaosAutoConfiguration.class)
@ConditionalOnOwnEngine
public final class ChaosFaultLintAutoConfiguration {

	@Bean
	FaultLintLog faultLintLog(ObjectProvider<FaultLint> lint, BeanFactory beanFactory) {
		return new FaultLintLog(lint::getIfAvailable, () -> beanFactory.getBean(AttackEngine.class));
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	FaultLint faultLint(BeanFactory beanFactory, ResourceLoader resourceLoader) {
		return faultLint(beanFactory, resourceLoader, (name) -> false);
	}

	private static FaultLint faultLint(BeanFactory beanFactory, ResourceLoader resourceLoader,
			Predicate<String> lostClient) {
		ClassLoader classLoader = resourceLoader.getClassLoader();
		return new FaultLint((name) -> beanFactory.getBean(AttackEngine.class).faultObstacle(name),
				() -> beanFactory.getBean(AttackEngine.class).allowedFaults(), lostClient,
				(classLoader != null) ? classLoader : AttackEngine.class.getClassLoader());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass(DispatcherServlet.class)
	static class ServletConfiguration {

		@Bean
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		FaultLint faultLint(BeanFactory beanFactory, ResourceLoader resourceLoader) {
			return ChaosFaultLintAutoConfiguration.faultLint(beanFactory, resourceLoader, LostClientFaults::contains);
		}

	}

}
