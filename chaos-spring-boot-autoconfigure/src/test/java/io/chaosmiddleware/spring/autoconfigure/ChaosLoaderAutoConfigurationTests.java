package io.chaosmiddleware.spring.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.LoaderStatus;
import io.chaosmiddleware.engine.LoaderStatus.State;
import io.chaosmiddleware.spring.loader.AttackSynchronizer;
import io.chaosmiddleware.spring.loader.TestApi;
import io.chaosmiddleware.spring.loader.TestCertificates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When attacks are loaded from the Chaos API, and when none are.
 */
@ExtendWith(OutputCaptureExtension.class)
class ChaosLoaderAutoConfigurationTests extends LoaderInAContext {

	@Test
	void nothingIsWiredUnlessEnabled() {
		this.runner.withPropertyValues("chaos.middleware.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(AttackSynchronizer.class));
	}

	@Test
	void attacksArriveWithinTheIntervalAndStopAsFast(CapturedOutput output) {
		try (TestApi api = TestApi.start()) {
			api.answers(200, "[]");
			this.runner.withPropertyValues(api(api))
				.withPropertyValues("chaos.middleware.proofdock.interval=50ms")
				.run((context) -> {
					AttackEngine engine = context.getBean(AttackEngine.class);
					await(() -> status(context).state() == State.OK);
					assertThat(status(context).loader()).isEqualTo("proofdock");
					assertThat(engine.activeAttacks()).isEmpty();

					api.answers(200, TestApi.DELAY);
					await(() -> engine.activeAttacks().size() == 1);

					api.answers(200, "[]");
					await(() -> engine.activeAttacks().isEmpty());
				});
			assertThat(output).doesNotContain(TOKEN);
		}
	}

	@Test
	void l10ClosingTheContextEndsTheThreadAndUnloads() {
		try (TestApi api = TestApi.start()) {
			this.runner.withPropertyValues(api(api)).run((context) -> {
				AttackEngine engine = context.getBean(AttackEngine.class);
				await(() -> engine.activeAttacks().size() == 1);
				assertThat(threads()).singleElement().matches(Thread::isDaemon);

				context.getSourceApplicationContext().stop();
				assertThat(engine.activeAttacks()).isEmpty();
				assertThat(threads()).isEmpty();

				context.getSourceApplicationContext().start();
				await(() -> engine.activeAttacks().size() == 1);

				context.close();
				assertThat(threads()).isEmpty();
				assertThat(engine.activeAttacks()).isEmpty();
			});
		}
	}

	@Test
	void l1StartUpIsNotDelayedByAnApiThatHangs() {
		try (TestApi api = TestApi.start()) {
			CountDownLatch called = new CountDownLatch(1);
			api.answers((exchange) -> {
				called.countDown();
				try {
					new CountDownLatch(1).await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			});
			SpringApplication application = new SpringApplication(Application.class);
			application.setWebApplicationType(WebApplicationType.NONE);

			// returns at all: the call hangs for longer than any test may take
			try (ConfigurableApplicationContext context = application.run("--chaos.middleware.enabled=true",
					"--spring.application.name=shop", "--chaos.middleware.proofdock.timeout=10m",
					"--chaos.middleware.proofdock.api-url=" + api.url(),
					"--chaos.middleware.proofdock.api-token=" + TOKEN)) {
				called.await();
				assertThat(status(context).state()).isEqualTo(State.STARTING);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			assertThat(threads()).isEmpty();
		}
	}

	@Test
	void theOriginalsEnvironmentVariablesWork() {
		try (TestApi api = TestApi.start()) {
			this.runner.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("systemEnvironment",
						Map.of("CHAOS_MIDDLEWARE_PROOFDOCK_API_URL", api.url().toString(),
								"CHAOS_MIDDLEWARE_PROOFDOCK_API_TOKEN", TOKEN, "CHAOS_MIDDLEWARE_APPLICATION_NAME",
								"other", "CHAOS_MIDDLEWARE_APPLICATION_ENV", "qa", "CHAOS_MIDDLEWARE_APPLICATION_ID",
								"id-7", "CHAOS_MIDDLEWARE_ATTACK_LOADER", "proofdock"))))
				.run((context) -> {
					await(() -> !api.requests().isEmpty());
					assertThat(api.request().header("Authorization")).isEqualTo("Bearer " + TOKEN);
					assertThat(api.request().body()).isEqualTo("{\"id\":\"id-7\",\"env\":\"qa\",\"name\":\"other\"}");
				});
		}
	}

	@Test
	void l8WithoutUrlAndTokenNothingIsCalled() {
		this.runner.run((context) -> {
			assertThat(status(context)).isEqualTo(new LoaderStatus("proofdock", State.NOT_CONFIGURED,
					List.of("chaos.middleware.proofdock.api-url", "chaos.middleware.proofdock.api-token"), null, null,
					null, null));
			assertThat(threads()).isEmpty();
		});
	}

	@ParameterizedTest
	@CsvSource({ "chaos.middleware.proofdock.api-url, ''", "chaos.middleware.proofdock.api-token, ' '",
			"spring.application.name, ''" })
	void l8WhatIsMissingIsNamed(String property, String value, CapturedOutput output) {
		String missing = property.equals("spring.application.name") ? "chaos.middleware.application-name" : property;
		this.runner
			.withPropertyValues("chaos.middleware.proofdock.api-url=http://127.0.0.1:1",
					"chaos.middleware.proofdock.api-token=" + TOKEN, property + "=" + value)
			.run((context) -> {
				assertThat(status(context).state()).isEqualTo(State.NOT_CONFIGURED);
				assertThat(status(context).missing()).containsExactly(missing);
				assertThat(threads()).isEmpty();
			});
		assertThat(output).contains("No attacks are loaded from the Chaos API, since something is missing: " + missing)
			.doesNotContain(TOKEN);
	}

	@Test
	void withoutSpringWebTheClientIsMissing() {
		this.runner.withClassLoader(new FilteredClassLoader(RestClient.class))
			.withPropertyValues("chaos.middleware.proofdock.api-url=http://127.0.0.1:1",
					"chaos.middleware.proofdock.api-token=" + TOKEN)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(status(context).state()).isEqualTo(State.NOT_CONFIGURED);
				assertThat(status(context).missing()).containsExactly("spring-web on the class path");
			});
	}

	@Test
	void aGuardedProfileIsNeverLoadedFor() {
		try (TestApi api = TestApi.start()) {
			this.runner.withPropertyValues(api(api))
				.withPropertyValues("spring.profiles.active=prod")
				.run((context) -> {
					assertThat(status(context).state()).isEqualTo(State.GUARDED);
					assertThat(threads()).isEmpty();
				});
			assertThat(api.requests()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "proofdock.api-url=chaos.example.com | must be an absolute http or https URL",
					"proofdock.api-url=ftp://chaos.example.com | must be an absolute http or https URL",
					"proofdock.api-token=a b | must consist of printable ASCII characters",
					"proofdock.timeout=0s | must be positive", "proofdock.interval=-1s | must be positive",
					"proofdock.ssl.bundle=nosuch | unknown SSL bundle 'nosuch'; known are none" })
	void aValueThatMakesNoSenseStopsStartUp(String property, String message) {
		String name = "chaos.middleware." + property.substring(0, property.indexOf('='));
		this.runner.withPropertyValues("chaos.middleware." + property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidChaosPropertiesException.class)
				.hasMessageContaining(name + ": " + message));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void l3ASelfSignedCertificateIsTrustedThroughABundleAlone(boolean bundle, @TempDir Path directory) {
		TestCertificates certificates = TestCertificates.selfSigned(directory, "ip:127.0.0.1");
		try (TestApi api = TestApi.startTls(certificates)) {
			ApplicationContextRunner runner = this.runner.withPropertyValues(api(api))
				.withPropertyValues("spring.ssl.bundle.jks.chaos.truststore.location=" + certificates.file().toUri(),
						"spring.ssl.bundle.jks.chaos.truststore.type=PKCS12",
						"spring.ssl.bundle.jks.chaos.truststore.password=" + TestCertificates.PASSWORD);
			if (bundle) {
				runner = runner.withPropertyValues("chaos.middleware.proofdock.ssl.bundle=chaos");
			}
			runner.run((context) -> {
				await(() -> status(context).state() != State.STARTING);
				assertThat(status(context).state()).isEqualTo(bundle ? State.OK : State.FAILING);
				assertThat(context.getBean(AttackEngine.class).activeAttacks()).hasSize(bundle ? 1 : 0);
			});
		}
	}

	@Test
	void l3ABundleThatIsReloadedIsUsedFromTheNextCallOn(@TempDir Path directory) {
		TestCertificates certificates = TestCertificates.selfSigned(directory, "ip:127.0.0.1");
		TestCertificates others = TestCertificates.selfSigned(directory, "dns:other.example.com");
		try (TestApi api = TestApi.startTls(certificates)) {
			this.runner.withPropertyValues(api(api))
				.withPropertyValues("chaos.middleware.proofdock.ssl.bundle=chaos",
						"chaos.middleware.proofdock.interval=500ms")
				.withBean(SslBundleRegistrar.class,
						() -> (registry) -> registry.registerBundle("chaos", others.trust()))
				.run((context) -> {
					await(() -> status(context).state() == State.FAILING);

					context.getBean(SslBundleRegistry.class).updateBundle("chaos", certificates.trust());

					// long before the breaker opens, two seconds after the first failure
					await(() -> status(context).state() != State.FAILING);
					assertThat(status(context).state()).isEqualTo(State.OK);
				});
		}
	}

	@Test
	void canBeProcessedAheadOfTime() throws IOException {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		TestPropertyValues.of("chaos.middleware.enabled=true").applyTo(context);
		context.register(ChaosAutoConfiguration.class, ChaosLoaderAutoConfiguration.class, SslAutoConfiguration.class);
		TestGenerationContext generation = new TestGenerationContext();

		new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		generation.writeGeneratedContent();

		// what is configured is decided by the bean method, hence at run time
		assertThat(generation.getGeneratedFiles()
			.getGeneratedFileContent(Kind.SOURCE,
					"io/chaosmiddleware/spring/autoconfigure/ChaosLoaderAutoConfiguration__BeanDefinitions.java"))
			.contains("attackSynchronizer", "ProofdockClient");
	}

	@Test
	void lazyInitializationDoesNotPreventLoading() {
		try (TestApi api = TestApi.start()) {
			this.runner.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
				.withPropertyValues(api(api))
				.run((context) -> await(() -> !api.requests().isEmpty()));
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
