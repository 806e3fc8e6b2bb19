package io.chaosmiddleware.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.engine.ActiveAttack;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackLoader;
import io.chaosmiddleware.spring.mappings.FaultLint;
import io.chaosmiddleware.spring.mappings.FaultLintLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever starts an attack whose fault does something else than its name promises is
 * warned, wherever it comes from.
 */
@ExtendWith(OutputCaptureExtension.class)
class ChaosFaultLintAutoConfigurationTests {

	private static final String[] FROM_PROPERTIES = { "chaos.middleware.attacks[0].actions[0].name=fault",
			"chaos.middleware.attacks[0].actions[0].value=java.io.IOException",
			"chaos.middleware.attacks[0].actions[1].name=fault",
			"chaos.middleware.attacks[0].actions[1].value=java.io.IOExeption" };

	private static final String NOT_FOUND = "'java.io.IOExeption' is not found, so ChaosMiddlewareException is thrown"
			+ " instead; similar is java.io.IOException; see chaos.middleware.fault.allowed";

	private final WebApplicationContextRunner servlet = prepare(new WebApplicationContextRunner());

	private final ReactiveWebApplicationContextRunner reactive = prepare(new ReactiveWebApplicationContextRunner());

	private final ApplicationContextRunner plain = prepare(new ApplicationContextRunner());

	private static <R extends AbstractApplicationContextRunner<R, ?, ?>> R prepare(R runner) {
		return runner
			.withConfiguration(
					AutoConfigurations.of(ChaosAutoConfiguration.class, ChaosFaultLintAutoConfiguration.class))
			.withPropertyValues("chaos.middleware.enabled=true", "chaos.middleware.attack-loader=none",
					"spring.application.name=shop",
					"chaos.middleware.fault.allowed=java.**,org.springframework.**,io.chaosmiddleware.spring.autoconfigure.*");
	}

	private AbstractApplicationContextRunner<?, ?, ?> application(String type) {
		return switch (type) {
			case "servlet" -> this.servlet;
			case "reactive" -> this.reactive;
			default -> this.plain;
		};
	}

	private static Attack attack(String target, String... names) {
		String actions = List.of(names)
			.stream()
			.map((name) -> "{\"name\":\"fault\",\"value\":\"" + name + "\"}")
			.collect(Collectors.joining(","));
		return new AttackParser(AttackLimits.OPERATOR)
			.parseStrictly("{\"actions\":[" + actions + "],\"target\":{\"application\":\"" + target + "\"}}");
	}

	private static ActiveAttack start(ApplicationContext context, Attack attack) {
		return context.getBean(AttackEngine.class).control().start(attack, Duration.ofMinutes(1), null);
	}

	private static void await(CapturedOutput output, String text) {
		long start = System.nanoTime();
		while (!output.toString().contains(text)) {
			assertThat(Duration.ofNanos(System.nanoTime() - start)).as(text).isLessThan(Duration.ofSeconds(10));
			Thread.onSpinWait();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive", "plain" })
	void attacksFromPropertiesAreWarnedOf(String type, CapturedOutput output) {
		application(type).withPropertyValues(FROM_PROPERTIES).run((context) -> {
			// the listener's thread may have been the first to look
			await(output, "Misleading fault of properties attack properties-1 at $.actions[1].value: " + NOT_FOUND);
			assertThat(output.toString()).containsOnlyOnce("Misleading fault");
		});
	}

	@Test
	void attacksFromTheEndpointAreWarnedOfUnlessTheyAreMeantForOthers(CapturedOutput output) {
		this.plain.run((context) -> {
			ActiveAttack onOthers = start(context, attack("other", "java.io.IOExeption"));
			ActiveAttack onUs = start(context, attack("shop", "IllegalStateException", "java.io.IOExeption"));

			await(output, "Misleading fault of " + onUs + " at $.actions[1].value: " + NOT_FOUND);
			assertThat(output).doesNotContain("Misleading fault of " + onOthers);
		});
	}

	@Test
	void loadedAttacksAreWarnedOf(CapturedOutput output) {
		this.plain.withConfiguration(AutoConfigurations.of(ChaosLoaderAutoConfiguration.class))
			.withPropertyValues("chaos.middleware.attack-loader=own")
			.withBean("own", AttackLoader.class, () -> () -> List.of(attack("shop", "java.io.IOExeption")))
			.run((context) -> await(output,
					"Misleading fault of loader attack loader-1 at $.actions[0].value: " + NOT_FOUND));
	}

	@Test
	void nothingIsWarnedOfWhileTheMiddlewareStandsDown(CapturedOutput output) {
		this.plain.withPropertyValues(FROM_PROPERTIES)
			.withPropertyValues("spring.profiles.active=prod")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("Misleading");
	}

	@Test
	void manyWarningsOfOneAttackAreCounted(CapturedOutput output) {
		this.plain.run((context) -> {
			ActiveAttack many = start(context,
					attack("shop", IntStream.range(0, 50).mapToObj((i) -> "a.B" + i / 2).toArray(String[]::new)));
			await(output, "15 more warnings like these of " + many + " are left out");
			assertThat(output.toString().split("Misleading fault of " + many + " at ", -1)).hasSize(11);
			assertThat(output).containsOnlyOnce("'a.B9' is");
		});
	}

	@Test
	void faultsThatAreTakenForALostClientAreWarnedOfOnSpringMvcOnly() {
		String name = "java.io.EOFException";
		this.servlet.run((context) -> assertThat(context.getBean(FaultLint.class).warnings(List.of(name)))
			.isEqualTo(Map.of(name, "'java.io.EOFException' is taken for a client that has gone: unless the application"
					+ " handles it, the answer is 200 without a body")));
		this.servlet.withClassLoader(new FilteredClassLoader(DispatcherServlet.class))
			.run((context) -> assertThat(context.getBean(FaultLint.class).warnings(List.of(name))).isEmpty());
		this.reactive.run((context) -> assertThat(context.getBean(FaultLint.class).warnings(List.of(name))).isEmpty());
	}

	@Test
	void backsOffForALintOfTheApplicationAndUnlessEnabled() {
		this.servlet
			.withBean("own", FaultLint.class,
					() -> new FaultLint((name) -> "own", List::of, (name) -> false, getClass().getClassLoader()))
			.run((context) -> assertThat(context).hasSingleBean(FaultLint.class));
		this.servlet.withPropertyValues("chaos.middleware.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(FaultLint.class).doesNotHaveBean(FaultLintLog.class));
	}

	@ParameterizedTest
	@CsvSource(nullValues = "none", value = { "java.io.ioexception, java.io.IOException",
			"java.io.IOExcpetion, java.io.IOException", "SocketTimeoutException, java.net.SocketTimeoutException",
			"java.util.TimeoutException, java.util.concurrent.TimeoutException",
			"java.sql.SqlTimeOutExcepton, java.sql.SQLTimeoutException",
			"org.springframework.web.server.ResponseStatusExeption, none",
			"org.springframework.web.NotAcceptableStatusException, org.springframework.web.server.NotAcceptableStatusException",
			"io.chaosmiddleware.spring.autoconfigure.ChaosFaultLintAutoConfigurationTests.OutOfTeaException, io.chaosmiddleware.spring.autoconfigure.ChaosFaultLintAutoConfigurationTests$OutOfTeaException",
			"java.util.List, none", "com.example.Nonsense, none", "a b, none" })
	void theNearestNameThatWorksIsNamed(String name, String similar) {
		this.plain.run((context) -> {
			String warning = context.getBean(FaultLint.class).warnings(List.of(name)).get(name);
			if (similar != null) {
				assertThat(warning).contains("; similar is " + similar + "; see chaos.middleware.fault.allowed");
			}
			else {
				assertThat(warning).doesNotContain("similar").endsWith("; see chaos.middleware.fault.allowed");
			}
		});
	}

	@Test
	void namesWithoutEndCostNothing() {
		this.plain.run((context) -> {
			FaultLint lint = context.getBean(FaultLint.class);
			String name = "x".repeat(1_000_000) + ".IOExeption";
			assertThat(lint.warnings(List.of(name)).get(name)).hasSizeLessThan(400).doesNotContain("similar");
			assertThat(lint.warnings(IntStream.range(0, 200).mapToObj((i) -> "java.io.IOExeption" + i).toList()))
				.hasSizeLessThanOrEqualTo(FaultLint.MAX_NAMES);
		});
	}

	static class OutOfTeaException extends RuntimeException {

	}

}
