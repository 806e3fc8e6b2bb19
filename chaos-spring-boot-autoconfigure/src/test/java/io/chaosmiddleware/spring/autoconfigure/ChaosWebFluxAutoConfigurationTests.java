package io.chaosmiddleware.spring.autoconfigure;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.web.ResponseMark;
import io.chaosmiddleware.spring.webflux.AttackWebFilter;
import io.chaosmiddleware.spring.webflux.LoggedEffectsPropagation;
import io.micrometer.context.ContextRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.WebFilter;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

class ChaosWebFluxAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(ChaosAutoConfiguration.class,
			ChaosWebFluxAutoConfiguration.class);

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withPropertyValues("chaos.middleware.enabled=true");

	@Test
	void isThereInAReactiveApplication() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(WebFilter.class)
			.hasSingleBean(AttackWebFilter.class)
			.hasBean("attackFaultMapping"));
	}

	@Test
	void isNotThereUnlessEnabled() {
		new ReactiveWebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(WebFilter.class)
				.doesNotHaveBean(HandlerMapping.class));
	}

	@Test
	void isNotThereInOtherApplications() {
		new WebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues("chaos.middleware.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(AttackWebFilter.class));
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues("chaos.middleware.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(AttackWebFilter.class));
	}

	@Test
	void backsOffWithoutWebFlux() {
		this.runner.withClassLoader(new FilteredClassLoader(DispatcherHandler.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(AttackWebFilter.class));
	}

	@Test
	void logKeysArePropagatedOnlyWhereContextsAre() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(LoggedEffectsPropagation.class));
		this.runner.withPropertyValues("chaos.middleware.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(LoggedEffectsPropagation.class));
		this.runner.withClassLoader(new FilteredClassLoader(ContextRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(AttackWebFilter.class)
				.doesNotHaveBean(LoggedEffectsPropagation.class));
	}

	@Test
	void backsOffForAFilterOfTheApplication() {
		this.runner.withUserConfiguration(OwnFilter.class)
			.run((context) -> assertThat(context).getBean(AttackWebFilter.class)
				.isSameAs(context.getBean("ownFilter")));
	}

	@Test
	void tenThousandRequestsMayBeDelayedAtTheSameTime() {
		this.runner.run((context) -> assertThat(places(context, 10_100)).isEqualTo(10_000));
	}

	@Test
	void thePropertyLimitsTheDelays() {
		this.runner.withPropertyValues("chaos.middleware.limits.max-concurrent-delays=3")
			.run((context) -> assertThat(places(context, 10)).isEqualTo(3));
	}

	@Test
	void aCustomizerOfTheApplicationHasTheLastWord() {
		this.runner.withUserConfiguration(OwnLimit.class)
			.run((context) -> assertThat(places(context, 10)).isEqualTo(5));
	}

	private static int places(ApplicationContext context, int requests) {
		AttackEngine engine = context.getBean(AttackEngine.class);
		for (int i = 0; i < requests; i++) {
			engine.begin(engine.decide(RequestView.of("GET", "/", document("delay 1"))));
		}
		return engine.runningDelays();
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFilter {

		@Bean
		AttackWebFilter ownFilter(AttackEngine engine, ApplicationContext context) {
			return new AttackWebFilter(engine, context, (path) -> false, EnumSet.allOf(ResponseMark.class), 1024);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnLimit {

		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE)
		AttackEngineCustomizer ownLimit() {
			return (builder) -> builder.maxConcurrentDelays(5);
		}

	}

}
