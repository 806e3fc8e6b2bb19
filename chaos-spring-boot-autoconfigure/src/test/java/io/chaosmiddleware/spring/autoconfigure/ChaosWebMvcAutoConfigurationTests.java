package io.chaosmiddleware.spring.autoconfigure;

import io.chaosmiddleware.spring.servlet.AttackInterceptor;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class ChaosWebMvcAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(ChaosAutoConfiguration.class,
			ChaosWebMvcAutoConfiguration.class);

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withPropertyValues("chaos.middleware.enabled=true");

	@Test
	void isThereInAServletApplicationWithAndWithoutObservations() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(AttackInterceptor.class)
			.doesNotHaveBean(ObservationRegistry.class));
		this.runner.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.run((context) -> assertThat(context).hasSingleBean(AttackInterceptor.class));
	}

	@Test
	void isNotThereUnlessEnabled() {
		new WebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(AttackInterceptor.class));
		new ReactiveWebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues("chaos.middleware.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(AttackInterceptor.class));
	}

}
