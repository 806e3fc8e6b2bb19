package io.chaosmiddleware.spring.autoconfigure;

import java.util.List;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.mappings.RouteLint;
import io.chaosmiddleware.spring.mappings.RouteLintLog;
import io.chaosmiddleware.spring.servlet.ServletMappings;
import io.chaosmiddleware.spring.web.UnattackablePaths;
import io.chaosmiddleware.spring.webflux.WebFluxMappings;
import jakarta.servlet.ServletContext;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Auto-configuration of the warnings about routes that hit nothing.
 */
@AutoConfiguration(after = ChaosAutoConfiguration.class)
@ConditionalOnWebApplication
@ConditionalOnOwnEngine
public final class ChaosRouteLintAutoConfiguration {

	@Bean
	RouteLintLog routeLintLog(ObjectProvider<RouteLint> lint, BeanFactory beanFactory) {
		return new RouteLintLog(lint::getIfAvailable, () -> beanFactory.getBean(AttackEngine.class));
	}

	private static List<String> patterns(ObjectProvider<UnattackablePaths> unattackable) {
		return unattackable.stream().flatMap((paths) -> paths.patterns().stream()).toList();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass({ DispatcherServlet.class, DispatcherServletPath.class })
	static class ServletConfiguration {

		@Bean
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		RouteLint routeLint(WebApplicationContext applicationContext, ObjectProvider<DispatcherServletPath> servletPath,
				ObjectProvider<ServletContext> servletContext, ObjectProvider<UnattackablePaths> unattackable) {
			ServletMappings mappings = new ServletMappings(applicationContext, () -> {
				DispatcherServletPath path = servletPath.getIfUnique();
				return (path != null) ? path.getPrefix() : "";
			});
			return new RouteLint(mappings, mappings::unreached,
					(path) -> applicationContext.getBean(AttackEngine.class).isExcluded(path), () -> {
						ServletContext context = servletContext.getIfUnique();
						return (context != null) ? context.getContextPath() : "";
					}, () -> patterns(unattackable));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnClass(DispatcherHandler.class)
	static class ReactiveConfiguration {

		@Bean
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		RouteLint routeLint(ListableBeanFactory beanFactory, Environment environment,
				ObjectProvider<UnattackablePaths> unattackable) {
			return new RouteLint(new WebFluxMappings(beanFactory), List::of,
					(path) -> beanFactory.getBean(AttackEngine.class).isExcluded(path),
					() -> environment.getProperty("spring.webflux.base-path", ""), () -> patterns(unattackable));
		}

	}

}
