package io.chaosmiddleware.spring.autoconfigure;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.web.UnattackablePaths;
import io.chaosmiddleware.spring.webflux.AttackWebFilter;
import io.chaosmiddleware.spring.webflux.LoggedEffectsPropagation;
import io.chaosmiddleware.spring.webflux.WebFluxReach;
import io.micrometer.context.ContextRegistry;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.HandlerResultHandler;

/**
 * Auto-configuration of attacks on Spring WebFlux.
 */
@AutoConfiguration(after = ChaosAutoConfiguration.class)
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnClass(DispatcherHandler.class)
@ConditionalOnOwnEngine
public final class ChaosWebFluxAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	AttackWebFilter attackWebFilter(ApplicationContext applicationContext,
			ObjectProvider<UnattackablePaths> unattackable, ChaosProperties properties) {
		return new AttackWebFilter(applicationContext.getBean(AttackEngine.class), applicationContext,
				UnattackablePaths.inAnySpelling(unattackable), properties.response().marks(),
				properties.limits().maxHeldBody().toBytes());
	}

	// It is not a default candidate, because applications that inject the mapping by its
	// type would find two.
	@Bean(defaultCandidate = false)
	HandlerMapping attackFaultMapping(AttackWebFilter filter) {
		return filter.faultMapping();
	}

	@Bean(defaultCandidate = false)
	HandlerResultHandler attackProblemHandler(AttackWebFilter filter) {
		return filter.problemHandler();
	}

	@Bean
	HttpHandlerDecoratorFactory attackAnswerDecorator(AttackWebFilter filter) {
		return filter.answerDecorator();
	}

	@Bean
	WebFluxReach attackReach(ListableBeanFactory beanFactory) {
		return new WebFluxReach(beanFactory);
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	AttackEngineCustomizer webFluxDelaysAttackEngineCustomizer(ChaosProperties properties) {
		// On WebFlux a delay holds a timer and no thread, so many delays are cheap.
		return ChaosAutoConfiguration.cheapDelays(properties, Integer.MAX_VALUE);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ContextRegistry.class)
	static class ContextPropagationConfiguration {

		// No other bean depends on this one, so it would never be created if beans are
		// lazy by default.
		@Bean
		@Lazy(false)
		LoggedEffectsPropagation loggedEffectsPropagation() {
			return new LoggedEffectsPropagation();
		}

	}

}
