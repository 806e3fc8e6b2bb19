package io.chaosmiddleware.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import io.chaosmiddleware.benchmarks.Results.Burst;
import io.chaosmiddleware.benchmarks.Results.DelayResult;
import io.chaosmiddleware.benchmarks.Results.Latency;
import io.chaosmiddleware.benchmarks.Results.Lateness;

/**
 * What was measured about delays, and what it is compared with.
 */
final class Delays {

	private Delays() {
	}

	static List<Bursts> bursts(DelayResult results) {
		return groups(results.bursts(), (burst) -> List.of(burst.server(), burst.delay(), burst.requests()),
				Bursts::new);
	}

	static List<Timers> timers(DelayResult results) {
		return groups(results.lateness(), (lateness) -> List.of(lateness.server(), lateness.load()),
				(both) -> new Timers(only(both, (lateness) -> lateness.delay().equals("injected")),
						only(both, (lateness) -> lateness.delay().equals("platform timer"))));
	}

	static List<Others> others(DelayResult results) {
		return groups(results.others(), Latency::server,
				(both) -> new Others(only(both, (latency) -> latency.meanwhile().equals("idle")),
						only(both, (latency) -> latency.meanwhile().equals("10 000 delayed"))));
	}

	private static <T, G> List<G> groups(List<T> results, Function<T, Object> key, Function<List<T>, G> group) {
		return results.stream()
			.collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()))
			.values()
			.stream()
			.map(group)
			.toList();
	}

	private static <T> T only(List<T> results, Predicate<T> wanted) {
		List<T> found = results.stream().filter(wanted).toList();
		if (found.size() != 1) {
			throw new IllegalStateException("Not a pair that can be compared: " + results);
		}
		return found.get(0);
	}

	/**
	 * All rounds of the same burst.
	 *
	 * @param rounds the rounds
	 */
	record Bursts(List<Burst> rounds) {

		String server() {
			return this.rounds.get(0).server();
		}

		String delay() {
			return this.rounds.get(0).delay();
		}

		int requests() {
			return this.rounds.get(0).requests();
		}

		double seconds() {
			return Statistics.median(all(Burst::seconds));
		}

		double worstSeconds() {
			return Statistics.max(all(Burst::seconds));
		}

		String idleThreads() {
			List<Double> threads = all(Burst::idleThreads);
			return Text.range(Statistics.min(threads), Statistics.max(threads));
		}

		double peakThreads() {
			return Statistics.max(all(Burst::peakThreads));
		}

		double addedThreads() {
			return Statistics.max(all((burst) -> burst.peakThreads() - burst.idleThreads()));
		}

		double peakHeap() {
			return Statistics.max(all(Burst::peakHeap));
		}

		private List<Double> all(ToDoubleFunction<Burst> value) {
			return this.rounds.stream().mapToDouble(value).boxed().toList();
		}

	}

	/**
	 * An injected delay and one by the platform's timer.
	 *
	 * @param injected the injected one
	 * @param platform the other
	 */
	record Timers(Lateness injected, Lateness platform) {

		double difference(ToDoubleFunction<Lateness> value) {
			return value.applyAsDouble(this.injected) - value.applyAsDouble(this.platform);
		}

	}

	/**
	 * Requests that are not attacked.
	 *
	 * @param idle while nothing else happens
	 * @param delayed while many others are delayed
	 */
	record Others(Latency idle, Latency delayed) {

		double ratio() {
			return this.delayed.p99() / this.idle.p99();
		}

	}

}
