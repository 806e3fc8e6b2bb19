package io.chaosmiddleware.spring.autoconfigure;

import java.util.function.Predicate;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.webflux.AttackContinuation;
import io.chaosmiddleware.spring.webflux.AttackHandlerAdapter;
import io.chaosmiddleware.spring.webflux.AttackHandlerMapping;
import io.chaosmiddleware.spring.webflux.AttackResultHandler;
import io.micrometer.context.ContextRegistry;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerAdapter;

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
	AttackHandlerMapping attackHandlerMapping(ApplicationContext applicationContext,
			ObjectProvider<UnattackablePaths> unattackable, ChaosProperties properties,
			ObjectProvider<DispatcherHandler> dispatcherHandler) {
		// looked up once: the mapping asks for many requests while attacks are active
		Predicate<String> paths = unattackable.stream()
			.<Predicate<String>>map((some) -> some)
			.reduce((path) -> false, Predicate::or);
		return new AttackHandlerMapping(applicationContext.getBean(AttackEngine.class), applicationContext, paths,
				properties.response().marks(), dispatcherHandler);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	AttackContinuation attackContinuation() {
		return new AttackContinuation();
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	AttackHandlerAdapter attackHandlerAdapter(ObjectProvider<HandlerAdapter> handlerAdapters) {
		return new AttackHandlerAdapter(handlerAdapters);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	AttackResultHandler attackResultHandler(ApplicationContext applicationContext, ChaosProperties properties) {
		return new AttackResultHandler(applicationContext, properties.response().marks());
	}

	@Bean
	AttackSurface webFluxAttackSurface(ListableBeanFactory beanFactory) {
		return () -> beanFactory.getBeanNamesForType(DispatcherHandler.class, true, false).length > 0;
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	AttackEngineCustomizer webFluxDelaysAttackEngineCustomizer(ChaosProperties properties) {
		// On WebFlux a delay holds a timer and no thread, so that many of them are cheap.
		return ChaosAutoConfiguration.cheapDelays(properties, Integer.MAX_VALUE);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ContextRegistry.class)
	static class ContextPropagationConfiguration {

		// No other bean depends on this one, so that it would never be created if beans
		// are lazy.
		@Bean
		@Lazy(false)
		LoggedEffectsPropagation loggedEffectsPropagation() {
			return new LoggedEffectsPropagation();
		}

	}

}
