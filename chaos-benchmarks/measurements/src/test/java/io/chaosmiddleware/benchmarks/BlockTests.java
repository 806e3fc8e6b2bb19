package io.chaosmiddleware.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.chaosmiddleware.benchmarks.Results.AddedJar;
import io.chaosmiddleware.benchmarks.Results.Burst;
import io.chaosmiddleware.benchmarks.Results.DelayResult;
import io.chaosmiddleware.benchmarks.Results.EngineResult;
import io.chaosmiddleware.benchmarks.Results.Latency;
import io.chaosmiddleware.benchmarks.Results.Lateness;
import io.chaosmiddleware.benchmarks.Results.Machine;
import io.chaosmiddleware.benchmarks.Results.RequestSample;
import io.chaosmiddleware.benchmarks.Results.StartUpResult;
import io.chaosmiddleware.benchmarks.Results.StartUpSample;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the report says about small results, in a locale that writes numbers differently.
 */
class BlockTests {

	private static final Locale LOCALE = Locale.getDefault();

	static final Machine MACHINE = new Machine("2026-01-31", "Some Processor", 2, 8, "Linux 6", "17.0.1", "25.0.1");

	static final List<EngineResult> ENGINE = List.of(
			new EngineResult("HeaderBenchmark.decide", Map.of("header", "SMALL"), 1234.5, 10.4, 2048.2),
			new EngineResult("InterceptorBenchmark.handle", Map.of("b", "x|y", "a", "1"), 12.34, Double.NaN, 16),
			new EngineResult("DecideBenchmark.missed", Map.of("miss", "LITERAL", "attacks", "100"), 345.6, 2.5, 0.004),
			new EngineResult("DecideBenchmark.missed", Map.of("miss", "CHOICE", "attacks", "1"), 99.95, 0.26, 136.2),
			new EngineResult("DecideBenchmark.missed", Map.of("miss", "LITERAL", "attacks", "1"), 4.567, 0.012, 0.001),
			new EngineResult("DecideBenchmark.hitByFault", Map.of(), 55.5, 0.5, 64),
			new EngineResult("DecideBenchmark.idle", Map.of(), 1.5, 0.01, 0.0001));

	static final List<RequestSample> REQUESTS = requests();

	static final DelayResult DELAYS = new DelayResult(
			List.of(new Burst("WebFlux on Netty", "injected", 1, 10_000, 1.21, 20, 20, 180),
					new Burst("WebFlux on Netty", "injected", 2, 10_000, 1.73, 21, 21, 210),
					new Burst("WebFlux on Netty", "injected", 3, 10_000, 1.24, 21, 22, 190),
					new Burst("WebFlux on Netty", "none", 1, 10_000, 0.25, 20, 20, 90)),
			List.of(new Lateness("WebFlux on Netty", "platform timer", "steady", 50_000, 600, 1200, 9000,
					Map.of(0.0, 100.0, 50.0, 600.0, 99.0, 1200.0, 99.9, 4000.0, 100.0, 9000.0)),
					new Lateness("WebFlux on Netty", "injected", "steady", 50_000, 590, 6700, 12_340,
							Map.of(0.0, 100.0, 50.0, 590.0, 99.0, 6700.0, 99.9, 9000.0, 100.0, 12_340.0))),
			List.of(new Latency("WebFlux on Netty", "10 000 delayed", 5000, 210, 900, 3000),
					new Latency("WebFlux on Netty", "idle", 5000, 200, 400, 1000)));

	static final StartUpResult START_UP = new StartUpResult(startUps(),
			List.of(new AddedJar("starter", "chaos-spring-core-0.1.jar", 120_400),
					new AddedJar("starter", "re2j-1.8.jar", 130_400),
					new AddedJar("chaos-monkey", "cm.jar", 1_200_000)));

	private static List<RequestSample> requests() {
		List<RequestSample> samples = new ArrayList<>();
		for (int round = 0; round < 6; round++) {
			double speed = 20_000 + 100 * round;
			samples.add(new RequestSample(Stack.NETTY, round / 2, round, "starter, enabled and idle",
					speed * (0.985 + round / 200.0), 51.2));
			samples.add(new RequestSample(Stack.NETTY, round / 2, round, "plain, once more", speed, 50));
			samples.add(new RequestSample(Stack.NETTY, round / 2, round, "plain", speed, 50));
		}
		return samples;
	}

	private static List<StartUpSample> startUps() {
		List<StartUpSample> samples = new ArrayList<>();
		for (int round = 0; round < 6; round++) {
			samples.add(new StartUpSample(Stack.TOMCAT, round, "starter, enabled and idle", 1020, 8100));
			samples.add(new StartUpSample(Stack.TOMCAT, round, "plain", 1000, 8000));
			samples.add(new StartUpSample(Stack.TOMCAT, round, "starter, enabled and idle, with actuator", 2100, 9150));
			samples.add(new StartUpSample(Stack.TOMCAT, round, "plain, with actuator", 2000, 9000));
		}
		return samples;
	}

	@BeforeEach
	void useAnotherLocale() {
		Locale.setDefault(Locale.GERMANY);
	}

	@AfterEach
	void useTheLocale() {
		Locale.setDefault(LOCALE);
	}

	@Test
	void machine() {
		assertThat(Report.machine(MACHINE)).isEqualTo("Measured on 2026-01-31: Some Processor, 2 cores, "
				+ "8 GiB of memory, Linux 6, JDK 17.0.1; what runs on virtual threads, on JDK 25.0.1.");
	}

	@Test
	void engine() {
		assertThat(EngineBlock.write(ENGINE)).isEqualTo("""
				| One call | Time | Allocates |
				| --- | --: | --: |
				| idle | 1.50 ± 0.01 ns | 0 B |
				| 1 attack misses by a literal route | 4.57 ± 0.01 ns | 0 B |
				| 100 attacks miss by a literal route | 346 ± 3 ns | 0 B |
				| 1 attack misses by an expression that begins with a choice | 100.0 ± 0.3 ns | 136 B |
				| 1 attack hits: a fault | 55.5 ± 0.5 ns | 64 B |
				| header: one delay | 1.23 ± 0.01 µs | 2,048 B |
				| `InterceptorBenchmark.handle {a=1, b=x\\|y}` | 12.3 ns | 16 B |""");
	}

	@Test
	void requestsAndTheirControl() {
		assertThat(RequestBlock.write(REQUESTS)).isEqualTo(
				"""
						**WebFlux on Netty**

						| Application | Requests per second | Ratio to plain | CPU per request | Ratio to plain |
						| --- | --: | --: | --: | --: |
						| plain | 20,250 | 1 | 50.0 µs | 1 |
						| plain, once more | 20,250 | 1.000 (1.000–1.000) | 50.0 µs | 1.000 (1.000–1.000) |
						| starter, enabled and idle | 20,200 | 0.998 (0.988–1.007) | 51.2 µs | 1.024 (1.024–1.024) |

						The same application against itself, in 6 rounds of 3 starts: throughput 1.000 (1.000–1.000), CPU per request 1.000 (1.000–1.000).""");
	}

	@Test
	void bursts() {
		assertThat(DelayBlocks.bursts(DELAYS)).isEqualTo("""
				| Server | Delay | Requests | Median | Worst | Threads before | Most threads | Most heap |
				| --- | --- | --: | --: | --: | --: | --: | --: |
				| WebFlux on Netty | injected | 10,000 | 1.24 s | 1.73 s | 20–21 | 22 | 210 MiB |
				| WebFlux on Netty | none | 10,000 | 0.25 s | 0.25 s | 20 | 20 | 90 MiB |""");
	}

	@Test
	void lateness() {
		assertThat(DelayBlocks.lateness(DELAYS)).isEqualTo("""
				| Server | Load | Delay | Delays | Median | 99 % | Maximum |
				| --- | --- | --- | --: | --: | --: | --: |
				| WebFlux on Netty | steady | injected | 50,000 | 0.59 ms | 6.70 ms | 12.34 ms |
				| WebFlux on Netty | steady | platform timer | 50,000 | 0.60 ms | 1.20 ms | 9.00 ms |
				| WebFlux on Netty | steady | difference |  | -0.01 ms | +5.50 ms |  |""");
	}

	@Test
	void others() {
		assertThat(DelayBlocks.others(DELAYS)).isEqualTo(
				"""
						| Server | Median, idle | 99 %, idle | Median, 10,000 delayed | 99 %, 10,000 delayed | Ratio of the 99 % |
						| --- | --: | --: | --: | --: | --: |
						| WebFlux on Netty | 0.20 ms | 0.40 ms | 0.21 ms | 0.90 ms | 2.25 |""");
	}

	@Test
	void startUp() {
		assertThat(StartUpBlocks.startUp(START_UP)).isEqualTo("""
				**MVC on Tomcat**

				| Application | Starts | Median | Ratio to plain | Classes | Added classes |
				| --- | --: | --: | --: | --: | --: |
				| plain | 6 | 1,000 ms | 1 | 8,000 |  |
				| starter, enabled and idle | 6 | 1,020 ms | 1.020 (1.020–1.020) | 8,100 | 100 |
				| plain, with actuator | 6 | 2,000 ms | 1 | 9,000 |  |
				| starter, enabled and idle, with actuator | 6 | 2,100 ms | 1.050 (1.050–1.050) | 9,150 | 150 |""");
	}

	@Test
	void jars() {
		assertThat(StartUpBlocks.jars(START_UP)).isEqualTo("""
				| Library | Jar | Size |
				| --- | --- | --: |
				| starter | chaos-spring-core-0.1.jar | 120 KB |
				| starter | re2j-1.8.jar | 130 KB |
				| starter | **2 jars** | **251 KB** |
				| chaos-monkey | cm.jar | 1,200 KB |
				| chaos-monkey | **1 jar** | **1,200 KB** |""");
	}

	@Test
	void budgets() {
		assertThat(Budgets.write(ENGINE, REQUESTS, DELAYS, START_UP)).isEqualTo(
				"""
						| Budget | Measured |  |
						| --- | --: | --- |
						| `decide` while idle allocates nothing | 0 B | met |
						| Attacks that miss by a literal route allocate nothing | 0 B | met |
						| Attacks that miss by a target allocate nothing |  | not measured |
						| One expression that misses allocates at most 128 B | 136 B | missed |
						| MVC on Tomcat, enabled and idle: CPU per request at most 1.01 of that without it |  | not measured |
						| MVC on Tomcat, enabled and idle: throughput at least 0.99 of that without it |  | not measured |
						| MVC on Tomcat, 10 attacks that miss: CPU per request at most 1.02 of that without it |  | not measured |
						| WebFlux on Netty, enabled and idle: CPU per request at most 1.01 of that without it | 1.024 | missed |
						| WebFlux on Netty, enabled and idle: throughput at least 0.99 of that without it | 0.998 | undecided: 0.988–1.007 |
						| WebFlux on Netty, 10 attacks that miss: CPU per request at most 1.02 of that without it |  | not measured |
						| 10,000 requests delayed by 1 s on WebFlux: all answered within 1.5 s, the worst round | 1.73 s | missed |
						| 10,000 requests delayed by 1 s on WebFlux: no thread more than idle | 1 | missed |
						| WebFlux on Netty: delays end at most 1 ms after the platform's timer, median | -0.01 ms | met |
						| WebFlux on Netty: delays end at most 5 ms after the platform's timer, 99 % | +5.50 ms | missed |
						| WebFlux on Netty: other requests' 99 % while 10,000 are delayed at most twice the idle one | 2.25 | missed |
						| MVC on Tomcat, enabled and idle: start-up at most 1.03 of that without it | 1.020 | met |
						| MVC on Tomcat, enabled and idle, with actuator: start-up at most 1.03 of that without it | 1.050 | missed |
						| WebFlux on Netty, enabled and idle: start-up at most 1.03 of that without it |  | not measured |
						| Jars added: ours and at most 2 others | 1 and 1 other | met |
						| Jars added: less than 1 MB | 251 KB | met |""");
	}

	@Test
	void budgetsOfWhatWasNotMeasuredAreNotMet() {
		String budgets = Budgets.write(List.of(), List.of(), new DelayResult(List.of(), List.of(), List.of()),
				new StartUpResult(List.of(), List.of()));

		assertThat(budgets.lines().skip(2)).isNotEmpty().allMatch((line) -> line.endsWith("|  | not measured |"));
	}

}
