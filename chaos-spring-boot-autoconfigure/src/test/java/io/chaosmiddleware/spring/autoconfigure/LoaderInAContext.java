package io.chaosmiddleware.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.chaosmiddleware.engine.LoaderStatus;
import io.chaosmiddleware.engine.LoaderStatusSource;
import io.chaosmiddleware.spring.loader.TestApi;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application context without a server in which attacks may be loaded.
 */
abstract class LoaderInAContext {

	static final String TOKEN = "top-secret-token";

	final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChaosAutoConfiguration.class, ChaosLoaderAutoConfiguration.class,
				SslAutoConfiguration.class))
		.withPropertyValues("chaos.middleware.enabled=true", "spring.application.name=shop");

	static LoaderStatus status(ApplicationContext context) {
		return context.getBean(LoaderStatusSource.class).loaderStatus();
	}

	static void await(BooleanSupplier condition) {
		long start = System.nanoTime();
		while (!condition.getAsBoolean()) {
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
			Thread.onSpinWait();
		}
	}

	static List<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("chaos-loader"))
			.toList();
	}

	static String[] api(TestApi api) {
		return new String[] { "chaos.middleware.proofdock.api-url=" + api.url(),
				"chaos.middleware.proofdock.api-token=" + TOKEN };
	}

}
