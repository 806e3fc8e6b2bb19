package io.chaosmiddleware.spring.loader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackLoader;
import io.chaosmiddleware.spring.autoconfigure.ChaosAutoConfiguration;
import io.chaosmiddleware.spring.autoconfigure.ChaosLoaderAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The snippet of {@code docs/loader.md}.
 */
class OwnLoaderDocumentationTests {

	private static final Path PAGE = Path.of("..", "docs", "loader.md");

	private static final Path SOURCE = Path.of("src", "test", "java",
			ClassUtils.convertClassNameToResourcePath(OwnLoaderDocumentationTests.class.getName()) + ".java");

	@Test
	void thePageShowsWhatIsTestedHere() throws IOException {
		String source = Files.readString(SOURCE);
		int start = source.indexOf("\t// tag::own-loader[]\n");
		int end = source.indexOf("\t// end::own-loader[]\n");
		String region = source.substring(source.indexOf('\n', start) + 1, end).stripTrailing().stripIndent();

		assertThat(Files.readString(PAGE)).contains("```java\n" + region + "\n```");
	}

	@Test
	void attacksComeFromAFile(@TempDir Path directory) throws IOException {
		Path file = directory.resolve("attacks.json");
		Files.writeString(file, "{\"actions\": [{\"name\": \"delay\", \"value\": \"2\"}]}");
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ChaosAutoConfiguration.class, ChaosLoaderAutoConfiguration.class))
			.withUserConfiguration(FileAttackLoader.class)
			.withPropertyValues("chaos.middleware.enabled=true", "attacks.file=" + file,
					"chaos.middleware.proofdock.interval=20ms")
			.run((context) -> {
				AttackEngine engine = context.getBean(AttackEngine.class);
				awaitAttacks(engine, 1);
				Files.delete(file);
				awaitAttacks(engine, 0);
			});
	}

	private static void awaitAttacks(AttackEngine engine, int number) {
		long start = System.nanoTime();
		while (engine.activeAttacks().size() != number) {
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
			Thread.onSpinWait();
		}
	}

	// tag::own-loader[]
	@Configuration(proxyBeanMethods = false)
	static class FileAttackLoader {

		@Bean
		AttackLoader fileAttackLoader(@Value("${attacks.file}") Path file) {
			AttackParser parser = new AttackParser(AttackLimits.OPERATOR);
			return () -> Files.exists(file) ? List.of(parser.parse(Files.readString(file))) : List.of();
		}

	}
	// end::own-loader[]

}
