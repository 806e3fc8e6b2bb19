package io.chaosmiddleware.spring.autoconfigure;

import java.util.EnumSet;

import io.chaosmiddleware.spring.web.ResponseMark;
import io.chaosmiddleware.spring.servlet.AnswerHoldingFilter;
import io.chaosmiddleware.spring.servlet.AttackInterceptor;
import io.chaosmiddleware.spring.servlet.AttackLogFilter;
import io.chaosmiddleware.spring.servlet.AttackProblemAdvice;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.DispatcherType;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.Ordered;
import org.springframework.web.method.ControllerAdviceBean;

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
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(AttackInterceptor.class)
				.doesNotHaveBean(FilterRegistrationBean.class)
				.doesNotHaveBean(AttackProblemAdvice.class));
		new ReactiveWebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues("chaos.middleware.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(AttackInterceptor.class));
	}

	@Test
	void theLogFilterIsTheFirstOfAllDispatchesOfTheContainer() {
		this.runner.run((context) -> {
			FilterRegistrationBean<?> registration = context.getBean("attackLogFilterRegistration",
					FilterRegistrationBean.class);
			assertThat(registration.getFilter()).isInstanceOf(AttackLogFilter.class);
			assertThat(registration.getOrder()).isEqualTo(Ordered.HIGHEST_PRECEDENCE);
			assertThat(registration.isAsyncSupported()).isTrue();
			assertThat(registration.determineDispatcherTypes())
				.isEqualTo(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR));
		});
	}

	@Test
	void theHoldingFilterIsTheLastOfAllDispatchesButIncludes() {
		this.runner.run((context) -> {
			FilterRegistrationBean<?> registration = context.getBean("answerHoldingFilterRegistration",
					FilterRegistrationBean.class);
			assertThat(registration.getFilter()).isInstanceOf(AnswerHoldingFilter.class);
			assertThat(registration.getOrder()).isEqualTo(Ordered.LOWEST_PRECEDENCE);
			assertThat(registration.isAsyncSupported()).isTrue();
			assertThat(registration.determineDispatcherTypes())
				.isEqualTo(EnumSet.complementOf(EnumSet.of(DispatcherType.INCLUDE)));
		});
	}

	@Test
	void theAdviceIsOneByConfigurationAndNotByComponentScan() {
		this.runner.run((context) -> assertThat(ControllerAdviceBean.findAnnotatedBeans(context)).singleElement()
			.satisfies((advice) -> assertThat(advice.getBeanType()).isEqualTo(AttackProblemAdvice.class)));
		assertThat(new ClassPathScanningCandidateComponentProvider(true)
			.findCandidateComponents(AttackProblemAdvice.class.getPackageName()))
			.noneMatch((candidate) -> AttackProblemAdvice.class.getName().equals(candidate.getBeanClassName()));
	}

	@Test
	void thePropertiesSayWhatAnswersSay() {
		this.runner.run((context) -> assertThat(context.getBean(ChaosProperties.class).response().marks())
			.containsExactlyInAnyOrder(ResponseMark.values()));
		this.runner.withPropertyValues("chaos.middleware.response.result-header=false")
			.run((context) -> assertThat(context.getBean(ChaosProperties.class).response().marks())
				.containsExactly(ResponseMark.PROBLEM_DETAIL));
		this.runner.withPropertyValues("chaos.middleware.response.problemDetail=false")
			.run((context) -> assertThat(context.getBean(ChaosProperties.class).response().marks())
				.containsExactly(ResponseMark.RESULT_HEADER));
	}

}
