package io.chaosmiddleware.spring.autoconfigure;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.actuate.ChaosEndpoint;
import io.chaosmiddleware.spring.actuate.ChaosHealthIndicator;
import io.chaosmiddleware.spring.actuate.ChaosJmxExtension;
import io.chaosmiddleware.spring.actuate.ChaosOperations;
import io.chaosmiddleware.spring.actuate.ChaosWebFluxHandlerMapping;
import io.chaosmiddleware.spring.actuate.ChaosWebMvcHandlerMapping;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

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
		this.servlet.withPropertyValues(EVERYTHING).run((context) -> {
			assertThat(context.getBeanProvider(RequestMappingHandlerMapping.class).stream())
				.doesNotHaveAnyElementsOfTypes(ChaosWebMvcHandlerMapping.class);
			assertThat(context.getBeanProvider(RequestMappingInfoHandlerMapping.class).stream())
				.doesNotHaveAnyElementsOfTypes(ChaosWebMvcHandlerMapping.class);
		});
	}

	@Test
	void worksWithoutTheActuator() {
		FilteredClassLoader without = new FilteredClassLoader("org.springframework.boot.actuate",
				"org.springframework.boot.health");
		this.servlet.withPropertyValues(EVERYTHING)
			.withClassLoader(without)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(AttackEngine.class)
				.doesNotHaveBean("chaosEndpoint")
				.doesNotHaveBean("chaosMiddlewareHealthIndicator"));
		this.reactive.withPropertyValues(EVERYTHING)
			.withClassLoader(without)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(AttackEngine.class));
		this.plain.withPropertyValues(EVERYTHING)
			.withClassLoader(without)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(AttackEngine.class));
	}

	@Test
	void healthWorksWithoutTheActuator() {
		this.plain.withPropertyValues(EVERYTHING)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ChaosHealthIndicator.class)
				.doesNotHaveBean("chaosEndpoint"));
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

}
