package io.chaosmiddleware.spring.autoconfigure;

import io.chaosmiddleware.spring.WithoutWaiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.spring.metrics.ChaosGauges;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ChaosMetricsAutoConfigurationTests {

	private final ApplicationContextRunner plain = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChaosAutoConfiguration.class, ChaosMetricsAutoConfiguration.class))
		.withPropertyValues("chaos.middleware.enabled=true");

	private final ApplicationContextRunner runner = this.plain
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class));

	@Test
	void metersAreThereFromTheStart() {
		this.runner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("chaos.injections").counters()).allMatch((counter) -> counter.count() == 0);
			assertThat(registry.get("chaos.attacks.active").gauges()).allMatch((gauge) -> gauge.value() == 0);
		});
	}

	@Test
	void theEngineOfTheContextIsCounted() {
		this.runner.run((context) -> {
			AttackEngine engine = context.getBean(AttackEngine.class);
			WithoutWaiting.perform(engine.begin(engine.decide(RequestView.of("GET", "/", "nonsense"))));

			assertThat(context.getBean(MeterRegistry.class)
				.get("chaos.refusals")
				.tags("reason", "not-json", "source", "header")
				.counter()
				.count()).isOne();
		});
	}

	@Test
	void backsOffWithoutARegistry() {
		this.plain.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ChaosGauges.class));
	}

	@Test
	void backsOffWithoutMicrometer() {
		this.plain.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(AttackEngine.class)
				.doesNotHaveBean(ChaosGauges.class));
	}

	@Test
	void backsOffWhenTheMiddlewareIsOff() {
		this.runner.withPropertyValues("chaos.middleware.enabled=false")
			.run((context) -> assertThat(context.getBean(MeterRegistry.class).getMeters())
				.noneMatch((meter) -> meter.getId().getName().startsWith("chaos.")));
	}

	@Test
	void aRegistryThatDeniesOurMetersIsObeyed() {
		this.runner.withUserConfiguration(Denying.class).run((context) -> {
			AttackEngine engine = context.getBean(AttackEngine.class);
			WithoutWaiting.perform(engine.begin(engine.decide(RequestView.of("GET", "/", "nonsense"))));

			assertThat(context.getBean(MeterRegistry.class).getMeters())
				.noneMatch((meter) -> meter.getId().getName().startsWith("chaos."));
			assertThat(engine.totals().refused()).isOne();
		});
	}

	@Test
	void aRegistryThatRefusesOurMetersDoesNotKeepTheApplicationFromStarting(CapturedOutput output) {
		this.plain.withUserConfiguration(Refusing.class).run((context) -> {
			assertThat(context).hasNotFailed();
			AttackEngine engine = context.getBean(AttackEngine.class);
			WithoutWaiting.perform(engine.begin(engine.decide(RequestView.of("GET", "/", "nonsense"))));
			assertThat(engine.totals().refused()).isOne();
			context.getBean(ChaosGauges.class).bindTo(context.getBean(MeterRegistry.class));
			assertThat(output).contains("There are no metrics of chaos, since the meter registry refuses them",
					"There are no gauges of chaos, since the meter registry refuses them");
		});
	}

	@Test
	void theTableOfTheDocumentationNamesEveryMeterAndEveryTag() throws IOException {
		Map<String, Set<String>> documented = new TreeMap<>();
		for (String line : Files.readAllLines(Path.of("..", "docs", "observability.md"))) {
			if (line.startsWith("| `chaos.") && line.split("\\|").length == 5) {
				String[] cells = line.split("\\|");
				documented.put(cells[1].strip().replace("`", "") + " " + cells[2].strip(), tags(cells[3]));
			}
		}

		this.runner.run((context) -> {
			Map<String, Set<String>> registered = new TreeMap<>();
			for (Meter meter : context.getBean(MeterRegistry.class).getMeters()) {
				Meter.Id id = meter.getId();
				if (id.getName().startsWith("chaos.")) {
					Set<String> tags = registered.computeIfAbsent(
							id.getName() + " " + id.getType().name().toLowerCase(Locale.ROOT),
							(name) -> new TreeSet<>());
					id.getTags().stream().map(Tag::toString).forEach(tags::add);
				}
			}
			assertThat(documented).isEqualTo(registered);
		});
	}

	/** {@code `source`: header, loader; `effect`: delay}, or a dash. */
	private static Set<String> tags(String cell) {
		return Arrays.stream(cell.split(";")).filter((tag) -> tag.contains(":")).flatMap((tag) -> {
			String[] parts = tag.replace("`", "").split(":");
			return Arrays.stream(parts[1].split(",")).map((value) -> Tag.of(parts[0].strip(), value.strip()));
		}).map(Tag::toString).collect(Collectors.toCollection(TreeSet::new));
	}

	@Configuration(proxyBeanMethods = false)
	static class Denying {

		@Bean
		MeterFilter denyChaos() {
			return MeterFilter.denyNameStartsWith("chaos.");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Refusing {

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry() {

				@Override
				protected Counter newCounter(Meter.Id id) {
					throw new IllegalArgumentException("no");
				}

				@Override
				protected <T> Gauge newGauge(Meter.Id id, @Nullable T target, ToDoubleFunction<T> value) {
					throw new IllegalArgumentException("no");
				}

			};
		}

	}

}
