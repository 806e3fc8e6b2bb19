package io.chaosmiddleware.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.condition.Route;
import io.chaosmiddleware.engine.ActiveAttack;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackLoader;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.spring.mappings.RouteLint;
import io.chaosmiddleware.spring.mappings.RouteLintLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.servlet.DispatcherServlet;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever starts an attack that hits nothing is warned, wherever it comes from.
 */
@ExtendWith(OutputCaptureExtension.class)
class ChaosRouteLintAutoConfigurationTests {

	private static final AutoConfigurations OURS = AutoConfigurations.of(ChaosAutoConfiguration.class,
			ChaosRouteLintAutoConfiguration.class);

	private static final String[] FROM_PROPERTIES = { "chaos.middleware.attacks[0].actions[0].name=delay",
			"chaos.middleware.attacks[0].actions[0].value=1", "chaos.middleware.attacks[0].actions[0].route=/orders",
			"chaos.middleware.attacks[0].actions[1].name=delay", "chaos.middleware.attacks[0].actions[1].value=1",
			"chaos.middleware.attacks[0].actions[1].route=/ordrs" };

	private static final String SIMILAR = "similar are /orders, /orders/{id:\\d+}";

	private static final String NOTHING_FROM_PROPERTIES = "Nothing to hit for properties attack properties-1 at"
			+ " $.actions[1].route: '/ordrs' hits none of the application's mappings, static resources aside; "
			+ SIMILAR;

	private final WebApplicationContextRunner servlet = prepare(new WebApplicationContextRunner());

	private final ReactiveWebApplicationContextRunner reactive = prepare(new ReactiveWebApplicationContextRunner());

	private final ApplicationContextRunner plain = prepare(new ApplicationContextRunner());

	private static <R extends AbstractApplicationContextRunner<R, ?, ?>> R prepare(R runner) {
		return runner.withPropertyValues("chaos.middleware.enabled=true", "chaos.middleware.attack-loader=none",
				"spring.application.name=shop");
	}

	private AbstractApplicationContextRunner<?, ?, ?> shop(String type) {
		return type.equals("servlet") ? this.servlet.withUserConfiguration(Shop.class)
				: this.reactive.withUserConfiguration(Shop.class);
	}

	private static Attack attack(String... routes) {
		String actions = List.of(routes)
			.stream()
			.map((route) -> "{\"name\":\"delay\",\"value\":\"1\",\"route\":\"" + route + "\"}")
			.collect(Collectors.joining(","));
		return parse("{\"actions\":[" + actions + "]}");
	}

	private static Attack parse(String document) {
		return new AttackParser(AttackLimits.OPERATOR).parseStrictly(document);
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

	// whatever listeners are told comes in order
	private static void awaitWhatCameBefore(ApplicationContext context, CapturedOutput output) {
		await(output, "Nothing to hit for " + start(context, attack("/fence")));
	}

	// ---- wiring

	@Test
	void isThereInAWebApplication() {
		this.servlet.withConfiguration(OURS)
			.run((context) -> assertThat(context).hasSingleBean(RouteLint.class).hasSingleBean(RouteLintLog.class));
		this.reactive.withConfiguration(OURS)
			.run((context) -> assertThat(context).hasSingleBean(RouteLint.class).hasSingleBean(RouteLintLog.class));
	}

	@Test
	void isNotThereInOtherApplicationsNorUnlessEnabled() {
		this.plain.withConfiguration(OURS)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(AttackEngine.class)
				.doesNotHaveBean(RouteLint.class)
				.doesNotHaveBean(RouteLintLog.class));
		this.servlet.withConfiguration(OURS)
			.withPropertyValues("chaos.middleware.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(RouteLint.class)
				.doesNotHaveBean(RouteLintLog.class));
	}

	@Test
	void looksAtNothingWithoutItsWebStack() {
		this.servlet.withConfiguration(OURS)
			.withPropertyValues(FROM_PROPERTIES)
			.withClassLoader(new FilteredClassLoader(DispatcherServlet.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RouteLint.class));
		this.reactive.withConfiguration(OURS)
			.withPropertyValues(FROM_PROPERTIES)
			.withClassLoader(new FilteredClassLoader(DispatcherHandler.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RouteLint.class));
	}

	@Test
	void worksWithoutTheActuator(CapturedOutput output) {
		this.servlet.withConfiguration(OURS)
			.withConfiguration(
					AutoConfigurations.of(WebMvcAutoConfiguration.class, DispatcherServletAutoConfiguration.class))
			.withBean(OrderController.class)
			.withPropertyValues(FROM_PROPERTIES)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				await(output, NOTHING_FROM_PROPERTIES);
			});
	}

	@Test
	void backsOffForALintOfTheApplication() {
		this.servlet.withConfiguration(OURS)
			.withBean("ownLint", RouteLint.class, () -> new RouteLint(() -> List.of("/own"), (path) -> false))
			.run((context) -> assertThat(context).getBean(RouteLint.class)
				.satisfies((lint) -> assertThat(lint.hits(Route.parse("/own"))).containsExactly("/own")));
	}

	// ---- warnings

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void attacksFromPropertiesThatHitNothingAreWarnedOf(String type, CapturedOutput output) {
		shop(type).withPropertyValues(FROM_PROPERTIES).run((context) -> {
			await(output, NOTHING_FROM_PROPERTIES);
			awaitWhatCameBefore((ApplicationContext) context, output);
			assertThat(output.toString()).containsOnlyOnce("properties attack properties-1 at")
				.containsPattern("WARN .*RouteLintLog .*Nothing to hit for properties attack");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void attacksFromTheEndpointThatHitNothingAreWarnedOf(String type, CapturedOutput output) {
		shop(type).run((context) -> {
			ActiveAttack harmless = start((ApplicationContext) context, attack("/orders", "", "/orders/{id}"));
			ActiveAttack misspelt = start((ApplicationContext) context, attack("/orders", "/ordr\\n"));

			await(output, "Nothing to hit for endpoint attack " + misspelt.id()
					+ " at $.actions[1].route: '/ordr?' hits none of the application's mappings, static resources aside; "
					+ "blanks at the ends count, leave them out; " + SIMILAR);
			assertThat(output).doesNotContain("Nothing to hit for " + harmless);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void aQueryAMisspellingAndTheActuatorAreWarnedOfWhereverTheyComeFrom(String type, CapturedOutput output) {
		AbstractApplicationContextRunner<?, ?, ?> runner = type.equals("servlet")
				? this.servlet.withUserConfiguration(Bills.class) : this.reactive.withUserConfiguration(Bills.class);
		runner.withPropertyValues("chaos.middleware.attack-loader=own",
				"chaos.middleware.attacks[0].actions[0].name=delay", "chaos.middleware.attacks[0].actions[0].value=1",
				"chaos.middleware.attacks[0].actions[0].route=/bills?page=2")
			.withBean("own", AttackLoader.class, () -> () -> List.of(attack("/bills/fnd")))
			.run((context) -> {
				ActiveAttack started = start((ApplicationContext) context, attack("/actuator"));
				await(output,
						"Nothing to hit for properties attack properties-1 at $.actions[0].route: '/bills?page=2'");
				await(output, "leave '?page=2' out; use '/bills'");
				await(output,
						"Perhaps misspelt in loader attack loader-1 at $.actions[0].route: '/bills/fnd' hits only what"
								+ " a variable or wildcard stands for, as in '/bills/fnd'; similar is /bills/find");
				await(output, "Nothing to hit for " + started + " at $.actions[0].route: '/actuator' hits none of the"
						+ " application's mappings, only paths of the actuator such as '/actuator'; the actuator is never attacked");
			});
	}

	@Test
	void loadedAttacksThatHitNothingAreWarnedOf(CapturedOutput output) {
		this.servlet.withUserConfiguration(Shop.class)
			.withPropertyValues("chaos.middleware.attack-loader=own")
			.withBean("own", AttackLoader.class, () -> () -> List.of(attack("/carts")))
			.run((context) -> await(output,
					"Nothing to hit for loader attack loader-1 at $.actions[0].route: '/carts'"));
	}

	@Test
	void attacksOnOthersAreNotWarnedOf(CapturedOutput output) {
		this.servlet.withUserConfiguration(Shop.class).run((context) -> {
			ActiveAttack onOthers = start(context,
					parse("{\"actions\":[{\"name\":\"delay\",\"value\":\"1\",\"route\":\"/x\"}],"
							+ "\"target\":{\"application\":\"other\"}}"));
			awaitWhatCameBefore(context, output);
			assertThat(output).doesNotContain("Nothing to hit for " + onOthers);
		});
	}

	@Test
	void nothingIsWarnedOfWhereThereAreNoMappings(CapturedOutput output) {
		this.servlet.withUserConfiguration(Empty.class)
			.withPropertyValues(FROM_PROPERTIES)
			.run((context) -> start(context, attack("/x")));
		this.plain.withUserConfiguration(Shop.class)
			.withPropertyValues(FROM_PROPERTIES)
			.run((context) -> start(context, attack("/x")));
		assertThat(output).doesNotContain("Nothing to hit");
	}

	@Test
	void nothingIsWarnedOfWhileTheMiddlewareStandsDown(CapturedOutput output) {
		this.servlet.withUserConfiguration(Shop.class)
			.withPropertyValues(FROM_PROPERTIES)
			.withPropertyValues("spring.profiles.active=prod")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("Nothing to hit");
	}

	@Test
	void manyWarningsOfOneAttackAreCounted(CapturedOutput output) {
		this.servlet.withUserConfiguration(Shop.class).run((context) -> {
			ActiveAttack many = start(context,
					attack(IntStream.range(0, 50).mapToObj((i) -> "/nowhere" + i / 2).toArray(String[]::new)));
			await(output, "15 more warnings like these of " + many + " are left out");
			assertThat(output.toString().split("Nothing to hit for " + many + " at ", -1)).hasSize(11);
			assertThat(output).containsOnlyOnce("'/nowhere9' hits");
		});
	}

	@Test
	void anAttackIsWarnedOfOnceThoughTheContextStartsAgain(CapturedOutput output) {
		this.servlet.withUserConfiguration(Shop.class).withPropertyValues(FROM_PROPERTIES).run((context) -> {
			ConfigurableApplicationContext source = context.getSourceApplicationContext();
			await(output, NOTHING_FROM_PROPERTIES);
			source.stop();
			start(context, attack("/while-stopped"));
			assertThat(output).doesNotContain("/while-stopped");

			source.start();

			await(output, "'/while-stopped'");
			assertThat(output.toString()).containsOnlyOnce(NOTHING_FROM_PROPERTIES);
		});
	}

	@Test
	void mappingsAreNotLookedUpBeforeTheContextHasStarted(CapturedOutput output) {
		AtomicBoolean complete = new AtomicBoolean();
		List<Boolean> asked = new CopyOnWriteArrayList<>();
		this.servlet.withUserConfiguration(Shop.class)
			.withPropertyValues(FROM_PROPERTIES)
			.withBean("ownLint", RouteLint.class, () -> new RouteLint(() -> {
				asked.add(complete.get());
				return List.of("/orders");
			}, (path) -> false))
			.withBean("last", SmartInitializingSingleton.class, () -> () -> complete.set(true))
			.run((context) -> {
				context.getBean(AttackEngine.class).control().replace(AttackSource.LOADER, List.of(attack("/x")));
				await(output, "Nothing to hit for loader attack");
				assertThat(asked).containsExactly(true);
			});
	}

	@Test
	void mappingsAreNotLookedUpForAttacksWithoutARoute() {
		List<String> asked = new CopyOnWriteArrayList<>();
		this.servlet.withUserConfiguration(Shop.class)
			.withPropertyValues("chaos.middleware.attacks[0].actions[0].name=delay",
					"chaos.middleware.attacks[0].actions[0].value=1")
			.withBean("ownLint", RouteLint.class, () -> new RouteLint(() -> {
				asked.add("asked");
				return List.of("/orders");
			}, (path) -> false))
			.run((context) -> assertThat(asked).isEmpty());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Empty {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Shop {

		@Bean
		OrderController orderController() {
			return new OrderController();
		}

	}

	@RestController
	static class OrderController {

		@GetMapping("/orders")
		String orders() {
			return "orders";
		}

		@GetMapping("/orders/{id:\\d+}")
		String order() {
			return "order";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Bills {

		@Bean
		BillController billController() {
			return new BillController();
		}

	}

	@RestController
	static class BillController {

		@GetMapping("/bills/{id}")
		String bill() {
			return "bill";
		}

		@GetMapping("/bills/find")
		String find() {
			return "find";
		}

	}

}
