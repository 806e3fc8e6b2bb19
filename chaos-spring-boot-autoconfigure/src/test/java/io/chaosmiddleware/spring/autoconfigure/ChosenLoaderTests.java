package io.chaosmiddleware.spring.autoconfigure;

import java.util.List;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.engine.AttackLoader;
import io.chaosmiddleware.engine.LoaderStatus.State;
import io.chaosmiddleware.spring.loader.TestApi;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which of several loaders is called.
 */
class ChosenLoaderTests extends LoaderInAContext {

	@Test
	void noneSwitchesTheLoaderOff() {
		this.runner
			.withPropertyValues("chaos.middleware.attack-loader=none",
					"chaos.middleware.proofdock.api-url=http://127.0.0.1:1",
					"chaos.middleware.proofdock.api-token=" + TOKEN)
			.run((context) -> {
				assertThat(status(context).state()).isEqualTo(State.DISABLED);
				assertThat(status(context).loader()).isEqualTo("none");
				assertThat(threads()).isEmpty();
			});
	}

	@Test
	void aBeanOfTheUserReplacesTheClient() {
		try (TestApi api = TestApi.start()) {
			this.runner.withPropertyValues(api(api)).withUserConfiguration(OwnLoader.class).run((context) -> {
				await(() -> status(context).state() == State.OK);
				assertThat(status(context).loader()).isEqualTo("ownLoader");
			});
			assertThat(api.requests()).isEmpty();
		}
	}

	@Test
	void withoutSpringWebOwnLoadersWork() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.web", "org.springframework.http"))
			.withUserConfiguration(OwnLoader.class)
			.run((context) -> await(() -> status(context).state() == State.OK));
	}

	@Test
	void aBeanCanBeNamed() {
		this.runner.withUserConfiguration(OwnLoader.class, OtherLoader.class)
			.withPropertyValues("chaos.middleware.attack-loader=otherLoader")
			.run((context) -> {
				await(() -> status(context).state() == State.FAILING);
				assertThat(status(context).loader()).isEqualTo("otherLoader");
				assertThat(status(context).lastError()).isEqualTo("java.lang.IllegalStateException: other");
			});
	}

	@Test
	void thePrimaryOneOfSeveralBeansReplacesTheClient() {
		this.runner.withUserConfiguration(OwnLoader.class, OtherLoader.class, PrimaryLoader.class)
			.run((context) -> assertThat(status(context).loader()).isEqualTo("primaryLoader"));
	}

	@Test
	void severalBeansWithoutAChoiceStopStartUp() {
		this.runner.withUserConfiguration(OwnLoader.class, OtherLoader.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidChaosPropertiesException.class)
				.hasMessage("chaos.middleware.attack-loader: there are several AttackLoader beans,"
						+ " so name one of them: ownLoader, otherLoader"));
	}

	@Test
	void l9AnUnknownNameStopsStartUpAndTheKnownOnesAreNamed() {
		this.runner.withUserConfiguration(OwnLoader.class, OtherLoader.class)
			.withPropertyValues("chaos.middleware.attack-loader=proofdok")
			.run((context) -> {
				assertThat(context).getFailure()
					.rootCause()
					.isInstanceOf(InvalidChaosPropertiesException.class)
					.hasMessage("chaos.middleware.attack-loader: unknown attack loader 'proofdok';"
							+ " known are proofdock, none, ownLoader, otherLoader");
				FailureAnalysis analysis = new InvalidChaosPropertiesFailureAnalyzer()
					.analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).contains("known are proofdock, none, ownLoader, otherLoader");
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnLoader {

		@Bean
		AttackLoader ownLoader() {
			return List::of;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherLoader {

		@Bean
		AttackLoader otherLoader() {
			return () -> {
				throw new IllegalStateException("other");
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryLoader {

		@Bean
		@Primary
		AttackLoader primaryLoader() {
			return () -> List.<Attack>of();
		}

	}

}
