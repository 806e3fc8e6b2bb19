package io.chaosmiddleware.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
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

	// the clocks of sender and server do not tick at the same moment
	private static final int TOLERANCE = 2_000;

	private static final int OTHERS = 500;

	private static final int OTHER_CONNECTIONS = 10;

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
			Map<Delay, Threads> threads = warmUp(application, monitor);
			List<Burst> bursts = new ArrayList<>();
			Map<Delay, List<Load.Request>> burst = new EnumMap<>(Delay.class);
			Map<Delay, List<Load.Request>> steady = new EnumMap<>(Delay.class);
			for (int round = 0; round < this.rounds; round++) {
				for (Delay delay : Delay.shuffled()) {
					monitor.reset();
					Load.Outcome outcome = burst(application, delay);
					Threads seen = threads.get(delay);
					bursts.add(new Burst(this.server, delay.title, round, BURST,
							(outcome.lastAnswered() - outcome.firstSent()) / 1e6, seen.idle(), seen.peak(),
							monitor.peakHeap()));
					System.out.println(bursts.get(bursts.size() - 1));
					burst.computeIfAbsent(delay, (key) -> new ArrayList<>()).addAll(outcome.log());
				}
				for (Delay delay : Delay.shuffled()) {
					if (delay != Delay.NONE) {
						Load load = delay.load(application, 1).arriving(600, Duration.ofMillis(5)).logged();
						steady.computeIfAbsent(delay, (key) -> new ArrayList<>()).addAll(load.run().log());
					}
				}
			}
			return new DelayResult(bursts,
					List.of(lateness(Delay.INJECTED, "burst", burst), lateness(Delay.PLATFORM, "burst", burst),
							lateness(Delay.INJECTED, "steady", steady), lateness(Delay.PLATFORM, "steady", steady)),
					others(application));
		}
	}

	// one kind after the other, as threads that one has started are still there later
	private Map<Delay, Threads> warmUp(Application application, Monitor monitor) {
		Map<Delay, Threads> threads = new EnumMap<>(Delay.class);
		for (Delay delay : Delay.values()) {
			int idle = monitor.threads();
			monitor.reset();
			for (int round = 0; round < this.warmUps; round++) {
				burst(application, delay);
			}
			threads.put(delay, new Threads(idle, monitor.peakThreads()));
			System.out.println(delay + ": " + threads.get(delay));
		}
		return threads;
	}

	private static Load.Outcome burst(Application application, Delay delay) {
		return delay.load(application, 1).requests(BURST, BURST).logged().run();
	}

	private Lateness lateness(Delay delay, String load, Map<Delay, List<Load.Request>> requests) {
		Histogram histogram = histogram();
		requests.get(delay).forEach((request) -> {
			long late = request.latency() - SECOND;
			if (late < -TOLERANCE) {
				throw new IllegalStateException("A delay by " + delay.title + " was too short by " + -late + " us");
			}
			histogram.recordValue(Math.max(0, late));
		});
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
	// due
	private List<Latency> others(Application application) {
		Histogram idle = histogram();
		Histogram meanwhile = histogram();
		for (int round = 0; round < Math.min(this.rounds, 3); round++) {
			other(application).run().log().forEach((request) -> record(idle, request));
			Load.Running burst = Delay.INJECTED.load(application, 8).requests(BURST, BURST).logged().start();
			List<Load.Request> others = other(application).run().log();
			Load.Outcome delayed = burst.await();
			long due = delayed.firstSent() + 8 * SECOND;
			if (delayed.firstAnswered() < due - TOLERANCE) {
				throw new IllegalStateException("Not all requests of the burst were delayed");
			}
			others.stream()
				.filter((request) -> request.sent() > delayed.lastSent() + SECOND && request.sent() < due)
				.forEach((request) -> record(meanwhile, request));
		}
		if (meanwhile.getTotalCount() < 1000) {
			throw new IllegalStateException("Hardly any request was sent while others were delayed");
		}
		List<Latency> latencies = List.of(latency("idle", idle), latency("10 000 delayed", meanwhile));
		latencies.forEach(System.out::println);
		return latencies;
	}

	// a connection that waits for an answer cannot send the requests that were due
	// meanwhile: they are counted too
	private static void record(Histogram histogram, Load.Request request) {
		histogram.recordValueWithExpectedInterval(request.latency(), OTHER_CONNECTIONS * SECOND / OTHERS);
	}

	private static Load other(Application application) {
		return Delay.NONE.load(application, 0).rate(OTHERS, OTHER_CONNECTIONS, Duration.ofSeconds(7)).logged();
	}

	private Latency latency(String meanwhile, Histogram histogram) {
		return new Latency(this.server, meanwhile, histogram.getTotalCount(), histogram.getValueAtPercentile(50),
				histogram.getValueAtPercentile(99), histogram.getMaxValue());
	}

	private static Histogram histogram() {
		return new Histogram(3);
	}

	/**
	 * How many threads there were.
	 *
	 * @param idle before
	 * @param peak the most of them meanwhile
	 */
	private record Threads(int idle, int peak) {
	}

	// in the order of warming up
	private enum Delay {

		NONE("none"), INJECTED("injected"), PLATFORM("platform timer");

		private final String title;

		Delay(String title) {
			this.title = title;
		}

		static List<Delay> shuffled() {
			List<Delay> delays = new ArrayList<>(List.of(values()));
			Collections.shuffle(delays);
			return delays;
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
