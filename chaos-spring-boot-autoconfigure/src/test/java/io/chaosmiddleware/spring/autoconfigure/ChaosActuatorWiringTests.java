package io.chaosmiddleware.spring.autoconfigure;

import java.util.List;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.actuate.ChaosEndpoint;
import io.chaosmiddleware.spring.actuate.ChaosHealthIndicator;
import io.chaosmiddleware.spring.actuate.ChaosJmxExtension;
import io.chaosmiddleware.spring.actuate.ChaosOperations;
import io.chaosmiddleware.spring.actuate.ChaosWebFluxHandlerMapping;
import io.chaosmiddleware.spring.actuate.ChaosWebMvcHandlerMapping;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the actuator integration wires when.
 */
class ChaosActuatorWiringTests {

	private static final String[] EVERYTHING = { "chaos.middleware.enabled=true", "chaos.middleware.attack-loader=none",
			"management.endpoints.web.exposure.include=*", "management.endpoints.jmx.exposure.include=*",
			"spring.jmx.enabled=true", "management.endpoint.chaos.access=UNRESTRICTED" };

	private final WebApplicationContextRunner servlet = prepare(new WebApplicationContextRunner());

	private final ReactiveWebApplicationContextRunner reactive = prepare(new ReactiveWebApplicationContextRunner());

	private final ApplicationContextRunner plain = prepare(new ApplicationContextRunner());

	private static <R extends AbstractApplicationContextRunner<R, ?, ?>> R prepare(R runner) {
		return runner.withUserConfiguration(Application.class)
			.withInitializer((context) -> context.getEnvironment()
				.setConversionService(
						(org.springframework.core.convert.support.ConfigurableConversionService) ApplicationConversionService
							.getSharedInstance()));
	}

	@Test
	void everythingIsThereOnServlet() {
		this.servlet.withPropertyValues(EVERYTHING)
			.run((context) -> assertThat(context).hasSingleBean(ChaosEndpoint.class)
				.hasSingleBean(ChaosJmxExtension.class)
				.hasSingleBean(ChaosWebMvcHandlerMapping.class)
				.hasBean("chaosMiddlewareHealthIndicator")
				.doesNotHaveBean(ChaosWebFluxHandlerMapping.class));
	}

	@Test
	void everythingIsThereOnReactive() {
		this.reactive.withPropertyValues(EVERYTHING)
			.run((context) -> assertThat(context).hasSingleBean(ChaosEndpoint.class)
				.hasSingleBean(ChaosJmxExtension.class)
				.hasSingleBean(ChaosWebFluxHandlerMapping.class)
				.hasBean("chaosMiddlewareHealthIndicator")
				.doesNotHaveBean(ChaosWebMvcHandlerMapping.class));
	}

	@Test
	void nothingIsThereUnlessEnabled() {
		String[] disabled = EVERYTHING.clone();
		disabled[0] = "chaos.middleware.enabled=false";
		this.servlet.withPropertyValues(disabled)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ChaosOperations.class)
				.doesNotHaveBean(ChaosEndpoint.class)
				.doesNotHaveBean(ChaosJmxExtension.class)
				.doesNotHaveBean(ChaosWebMvcHandlerMapping.class)
				.doesNotHaveBean(ChaosHealthIndicator.class)
				.doesNotHaveBean(AttackEngineCustomizer.class));
	}

	@Test
	void mappingsAreNoCandidatesForInjection() {
		this.servlet.withPropertyValues(EVERYTHING).withUserConfiguration(Curious.class).run((context) -> {
			assertThat(context).hasSingleBean(ChaosWebMvcHandlerMapping.class);
			assertThat(context.getBean(Injected.class).mappings()).isNotEmpty()
				.doesNotHaveAnyElementsOfTypes(ChaosWebMvcHandlerMapping.class);
		});
	}

	@Test
	void healthWorksWithoutTheActuator() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ChaosAutoConfiguration.class, ChaosHealthAutoConfiguration.class,
					ChaosEndpointAutoConfiguration.class, ChaosActuatorPathsAutoConfiguration.class))
			.withPropertyValues(EVERYTHING)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ChaosHealthIndicator.class)
				.doesNotHaveBean("chaosEndpoint"));
	}

	@Test
	void nothingIsWiredWithoutHealthAndActuator() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ChaosAutoConfiguration.class, ChaosHealthAutoConfiguration.class,
					ChaosEndpointAutoConfiguration.class, ChaosActuatorPathsAutoConfiguration.class))
			.withPropertyValues(EVERYTHING)
			.withClassLoader(
					new FilteredClassLoader("org.springframework.boot.actuate", "org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(AttackEngine.class)
				.doesNotHaveBean("chaosEndpoint")
				.doesNotHaveBean("chaosMiddlewareHealthIndicator"));
	}

	@Test
	void healthBacksOffByTheDefaultsToo() {
		this.plain.withPropertyValues(EVERYTHING)
			.withPropertyValues("management.health.defaults.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ChaosHealthIndicator.class));
		this.plain.withPropertyValues(EVERYTHING)
			.withPropertyValues("management.health.defaults.enabled=false",
					"management.health.chaosmiddleware.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(ChaosHealthIndicator.class));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class Curious {

		@Bean
		Injected injected(List<HandlerMapping> mappings) {
			return new Injected(mappings);
		}

	}

	record Injected(List<HandlerMapping> mappings) {

	}

}
