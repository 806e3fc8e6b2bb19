package io.chaosmiddleware.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.chaosmiddleware.benchmarks.Results.Burst;
import io.chaosmiddleware.benchmarks.Results.DelayResult;
import io.chaosmiddleware.benchmarks.Results.Latency;
import io.chaosmiddleware.benchmarks.Results.Lateness;
import org.HdrHistogram.Histogram;

/**
 * Delays: how many at the same time, how exact, and who else notices. Injected delays are
 * compared with delays of the same length that are written into the application, by the
 * timer of its platform: {@code Mono.delay} and {@code Thread.sleep}.
 */
final class DelayMeasurement {

	private static final int BURST = 10_000;

	private static final int SECOND = 1_000_000;

	private final Variant variant;

	private final Path java;

	private final String server;

	private final int warmUps;

	private final int rounds;

	private DelayMeasurement(String server, Path java, Stack stack, List<String> arguments, int warmUps, int rounds) {
		this.server = server;
		this.java = java;
		this.variant = new Variant(stack, "starter", "starter",
				Stream.concat(Stream.of("--chaos.middleware.enabled=true"), arguments.stream()).toList());
		this.warmUps = warmUps;
		this.rounds = rounds;
	}

	static DelayMeasurement onWebFlux(Path java, int warmUps, int rounds) {
		return new DelayMeasurement(Stack.NETTY.title(), java, Stack.NETTY, List.of(), warmUps, rounds);
	}

	static DelayMeasurement onVirtualThreads(Path java, int warmUps, int rounds) {
		// Tomcat's own limits would be the first to be met
		return new DelayMeasurement(Stack.TOMCAT.title() + ", virtual threads", java, Stack.TOMCAT,
				List.of("--spring.threads.virtual.enabled=true", "--server.tomcat.max-connections=20000",
						"--server.tomcat.accept-count=10000", "--server.tomcat.max-keep-alive-requests=-1"),
				warmUps, rounds);
	}

	DelayResult run() {
		try (Application application = Application.start(this.java, this.variant);
				Monitor monitor = Monitor.of(application)) {
			List<Burst> bursts = new ArrayList<>();
			Map<Delay, List<Load.Request>> requests = new LinkedHashMap<>();
			for (int round = -this.warmUps; round < this.rounds; round++) {
				for (Delay delay : Delay.values()) {
					int threads = monitor.threads();
					monitor.reset();
					Load.Outcome outcome = delay.load(application, 1).requests(BURST, BURST).logged().run();
					Burst burst = new Burst(this.server, delay.title, round, BURST,
							(outcome.lastAnswered() - outcome.firstSent()) / 1e6, threads, monitor.peakThreads(),
							monitor.peakHeap());
					System.out.println(burst);
					if (round >= 0) {
						bursts.add(burst);
						requests.computeIfAbsent(delay, (key) -> new ArrayList<>()).addAll(outcome.log());
					}
				}
			}
			List<Lateness> lateness = new ArrayList<>();
			for (Delay delay : Delay.SLOW) {
				lateness.add(lateness(delay, "burst", requests.get(delay)));
			}
			lateness.addAll(steady(application));
			return new DelayResult(bursts, lateness, others(application));
		}
	}

	private List<Lateness> steady(Application application) {
		Map<Delay, List<Load.Request>> requests = new LinkedHashMap<>();
		for (int round = 0; round < this.rounds; round++) {
			for (Delay delay : Delay.SLOW) {
				Load.Outcome outcome = delay.load(application, 1).arriving(600, Duration.ofMillis(5)).logged().run();
				requests.computeIfAbsent(delay, (key) -> new ArrayList<>()).addAll(outcome.log());
			}
		}
		return Delay.SLOW.stream().map((delay) -> lateness(delay, "steady", requests.get(delay))).toList();
	}

	private Lateness lateness(Delay delay, String load, List<Load.Request> requests) {
		Histogram histogram = histogram();
		requests.forEach((request) -> histogram.recordValue(Math.max(0, request.latency() - SECOND)));
		Map<Double, Double> percentiles = new TreeMap<>();
		for (double percentile = 0; percentile <= 100; percentile += (percentile < 99) ? 1 : 0.1) {
			double rounded = Math.min(100, Math.round(percentile * 10) / 10.0);
			percentiles.put(rounded, (double) histogram.getValueAtPercentile(rounded));
		}
		Lateness lateness = new Lateness(this.server, delay.title, load, histogram.getTotalCount(),
				histogram.getValueAtPercentile(50), histogram.getValueAtPercentile(99), histogram.getMaxValue(),
				percentiles);
		System.out.printf("%s, %s, %s: median %.3f ms late, p99 %.3f ms%n", this.server, delay.title, load,
				lateness.median() / 1000, lateness.p99() / 1000);
		return lateness;
	}

	// while all of a burst wait: after the last has been sent, and before the first is
	// answered
	private List<Latency> others(Application application) {
		Histogram idle = histogram();
		Histogram meanwhile = histogram();
		for (int round = 0; round < 4; round++) {
			other(application).run().log().forEach((request) -> idle.recordValue(request.latency()));
			Load.Running burst = Delay.INJECTED.load(application, 8).requests(BURST, BURST).logged().start();
			List<Load.Request> others = other(application).run().log();
			Load.Outcome delayed = burst.await();
			others.stream()
				.filter((request) -> request.sent() > delayed.lastSent()
						&& request.answered() < delayed.firstAnswered())
				.forEach((request) -> meanwhile.recordValue(request.latency()));
		}
		List<Latency> latencies = List.of(latency("idle", idle), latency("10 000 delayed", meanwhile));
		latencies.forEach(System.out::println);
		return latencies;
	}

	private static Load other(Application application) {
		return Delay.NONE.load(application, 0).rate(500, 10, Duration.ofSeconds(7)).logged();
	}

	private Latency latency(String meanwhile, Histogram histogram) {
		return new Latency(this.server, meanwhile, histogram.getTotalCount(), histogram.getValueAtPercentile(50),
				histogram.getValueAtPercentile(99), histogram.getMaxValue());
	}

	private static Histogram histogram() {
		return new Histogram(3);
	}

	private enum Delay {

		INJECTED("injected"), PLATFORM("platform timer"), NONE("none");

		static final List<Delay> SLOW = List.of(INJECTED, PLATFORM);

		private final String title;

		Delay(String title) {
			this.title = title;
		}

		Load load(Application application, int seconds) {
			return switch (this) {
				case INJECTED -> Load.on(application.url("/orders/42"))
					.header("x-proofdock-attack", "{\"actions\":[{\"name\":\"delay\",\"value\":\"" + seconds + "\"}]}");
				case PLATFORM -> Load.on(application.url("/slow-orders/42"));
				case NONE -> Load.on(application.url("/orders/42"));
			};
		}

	}

}
