package io.chaosmiddleware.spring.autoconfigure;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.lint.RouteLint;
import io.chaosmiddleware.spring.servlet.ServletMappings;
import io.chaosmiddleware.spring.webflux.WebFluxMappings;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Auto-configuration of the warnings that the route of an attack hits nothing.
 */
@AutoConfiguration(after = ChaosAutoConfiguration.class)
@ConditionalOnWebApplication
@ConditionalOnOwnEngine
public final class ChaosRouteLintAutoConfiguration {

	@Bean
	RouteLintLog routeLintLog(ObjectProvider<RouteLint> lint, BeanFactory beanFactory) {
		return new RouteLintLog(lint::getIfAvailable, () -> beanFactory.getBean(AttackEngine.class));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass({ DispatcherServlet.class, DispatcherServletPath.class })
	static class ServletConfiguration {

		@Bean
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		RouteLint routeLint(ListableBeanFactory beanFactory, ObjectProvider<DispatcherServletPath> servletPath) {
			return new RouteLint(new ServletMappings(beanFactory, () -> {
				DispatcherServletPath path = servletPath.getIfUnique();
				return (path != null) ? path.getPrefix() : "";
			}), (path) -> beanFactory.getBean(AttackEngine.class).isExcluded(path));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnClass(DispatcherHandler.class)
	static class ReactiveConfiguration {

		@Bean
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		RouteLint routeLint(ListableBeanFactory beanFactory) {
			return new RouteLint(new WebFluxMappings(beanFactory),
					(path) -> beanFactory.getBean(AttackEngine.class).isExcluded(path));
		}

	}

}
