package io.chaosmiddleware.spring.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.servlet.AnswerForwardFilter;
import io.chaosmiddleware.spring.servlet.AnswerHoldingFilter;
import io.chaosmiddleware.spring.servlet.AttackInterceptor;
import io.chaosmiddleware.spring.servlet.AttackInterceptorMapping;
import io.chaosmiddleware.spring.servlet.AttackLogFilter;
import io.chaosmiddleware.spring.servlet.AttackProblemAdvice;
import io.chaosmiddleware.spring.servlet.ServletReach;
import io.chaosmiddleware.spring.web.UnattackablePaths;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.DispatcherType;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWarDeployment;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.thread.Threading;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Auto-configuration of attacks on Spring MVC.
 */
@AutoConfiguration(after = ChaosAutoConfiguration.class,
		afterName = { "org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration",
				"org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration" })
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass({ DispatcherServlet.class, WebMvcConfigurer.class })
@ConditionalOnOwnEngine
public final class ChaosWebMvcAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	AttackInterceptor attackInterceptor(ApplicationContext applicationContext,
			ObjectProvider<UnattackablePaths> unattackable, ObjectProvider<ObservationRegistry> observationRegistry,
			ChaosProperties properties) {
		return new AttackInterceptor(applicationContext.getBean(AttackEngine.class), applicationContext,
				UnattackablePaths.inAnySpelling(unattackable),
				observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP), properties.response().marks());
	}

	// A DispatcherServlet creates its default mappings only if there are no mapping
	// beans, so this bean must not be the only one. It is not a default candidate,
	// because applications that inject the mapping by its type would find two.
	@Bean(defaultCandidate = false)
	@ConditionalOnBean(HandlerMapping.class)
	AttackInterceptorMapping attackInterceptorMapping(ApplicationContext applicationContext) {
		return new AttackInterceptorMapping(applicationContext.getBean(AttackInterceptor.class));
	}

	@Bean
	@ConditionalOnBean(DispatcherServlet.class)
	ServletReach attackReach(WebApplicationContext context) {
		return new ServletReach(context);
	}

	@Bean
	FilterRegistrationBean<AttackLogFilter> attackLogFilterRegistration() {
		FilterRegistrationBean<AttackLogFilter> registration = new FilterRegistrationBean<>(new AttackLogFilter());
		registration.setName("attackLogFilter");
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return registration;
	}

	// The engine is created with the beans of the application, later than filters are.
	@Bean
	FilterRegistrationBean<AnswerHoldingFilter> answerHoldingFilterRegistration(ApplicationContext applicationContext,
			ChaosProperties properties) {
		FilterRegistrationBean<AnswerHoldingFilter> registration = new FilterRegistrationBean<>(
				new AnswerHoldingFilter(SingletonSupplier.of(() -> applicationContext.getBean(AttackEngine.class)),
						properties.limits().maxHeldBody().toBytes()));
		registration.setName("answerHoldingFilter");
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR,
				DispatcherType.FORWARD);
		registration.setOrder(Ordered.LOWEST_PRECEDENCE);
		return registration;
	}

	@Bean
	FilterRegistrationBean<AnswerForwardFilter> answerForwardFilterRegistration() {
		FilterRegistrationBean<AnswerForwardFilter> registration = new FilterRegistrationBean<>(
				new AnswerForwardFilter());
		registration.setName("answerForwardFilter");
		registration.setDispatcherTypes(DispatcherType.FORWARD);
		registration.setServletNames(List.of("*"));
		registration.setOrder(Ordered.LOWEST_PRECEDENCE);
		return registration;
	}

	@Bean
	@Advice
	AttackProblemAdvice attackProblemAdvice(ChaosProperties properties) {
		return new AttackProblemAdvice(properties.response().marks());
	}

	/**
	 * Many delays are cheap on Tomcat, which does not limit the number of its virtual
	 * threads. Jetty limits it, and the threads of an external container are not known.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnThreading(Threading.VIRTUAL)
	@ConditionalOnNotWarDeployment
	@ConditionalOnBean(type = "org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory")
	static class VirtualThreadsConfiguration {

		private static final int TOMCAT_CONNECTIONS = 8192;

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		AttackEngineCustomizer virtualThreadDelaysAttackEngineCustomizer(ChaosProperties properties,
				Environment environment) {
			return ChaosAutoConfiguration.cheapDelays(properties,
					environment.getProperty("server.tomcat.max-connections", Integer.class, TOMCAT_CONNECTIONS));
		}

	}

	/**
	 * Marks a bean method whose bean is a controller advice.
	 */
	@ControllerAdvice
	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	private @interface Advice {

	}

}
