package io.chaosmiddleware.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import io.chaosmiddleware.benchmarks.Results.DelayResult;
import io.chaosmiddleware.benchmarks.Results.Kind;
import io.chaosmiddleware.benchmarks.Results.Machine;

/**
 * Runs the measurements from the root of the project and writes their result files, then
 * {@code docs/performance.md}. See {@code chaos-benchmarks/run}.
 */
public final class Benchmarks {

	private static final List<String> ALL = List.of("engine", "requests", "delays", "start-up");

	private Benchmarks() {
	}

	/**
	 * Run all measurements, or those that are named, which leaves alone what is part of
	 * the project. With {@code quick} they only show that they run: what they measure
	 * means nothing. With {@code report} nothing is measured.
	 * @param arguments names of measurements
	 * @throws IOException if a file cannot be read or written
	 */
	public static void main(String[] arguments) throws IOException {
		List<String> names = new ArrayList<>(List.of(arguments));
		boolean quick = names.remove("quick");
		boolean report = names.remove("report");
		if (!ALL.containsAll(names)) {
			throw new IllegalArgumentException("Measurements are " + ALL + ", quick and report; not " + names);
		}
		Results results = (quick || !names.isEmpty()) ? Results.LATEST : Results.COMMITTED;
		measure((names.isEmpty() && !report) ? ALL : names, results, quick);
		if (results == Results.COMMITTED) {
			Report.write(results, Path.of("docs", "performance.md"), Path.of("docs", "images"));
		}
	}

	private static void measure(List<String> names, Results results, boolean quick) throws IOException {
		Path java = Path.of(System.getProperty("java.home"));
		Path virtualThreadsJava = Path.of(System.getProperty("virtual-threads.java.home", java.toString()));
		if (names.contains("engine")) {
			results.write(Kind.ENGINE, new EngineMeasurement(quick ? 1 : 2, quick ? 1 : 3).run());
		}
		if (names.contains("requests")) {
			results.write(Kind.REQUESTS,
					new RequestMeasurement(java, quick ? 1 : 4, quick ? 1 : 6, quick ? 2_000 : 20_000).run());
		}
		if (names.contains("delays")) {
			int warmUps = quick ? 1 : 6;
			int rounds = quick ? 1 : 8;
			results.write(Kind.DELAYS, both(DelayMeasurement.onWebFlux(java, warmUps, rounds).run(),
					DelayMeasurement.onVirtualThreads(virtualThreadsJava, warmUps, rounds).run()));
		}
		if (names.contains("start-up")) {
			results.write(Kind.START_UP, new StartUpMeasurement(java, quick ? 1 : 10).run());
		}
		if (!names.isEmpty()) {
			results.write(Kind.MACHINE, machine(java, virtualThreadsJava));
		}
	}

	private static DelayResult both(DelayResult first, DelayResult second) {
		return new DelayResult(concat(first, second, DelayResult::bursts), concat(first, second, DelayResult::lateness),
				concat(first, second, DelayResult::others));
	}

	private static <T> List<T> concat(DelayResult first, DelayResult second, Function<DelayResult, List<T>> part) {
		return Stream.concat(part.apply(first).stream(), part.apply(second).stream()).toList();
	}

	private static Machine machine(Path java, Path virtualThreadsJava) throws IOException {
		return new Machine(LocalDate.now().toString(), read("/proc/cpuinfo", "model name"),
				Runtime.getRuntime().availableProcessors(),
				Math.round(Double.parseDouble(read("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / (1 << 20)),
				System.getProperty("os.name") + " " + System.getProperty("os.version"), version(java),
				version(virtualThreadsJava));
	}

	private static String read(String file, String key) throws IOException {
		return Files.readAllLines(Path.of(file))
			.stream()
			.filter((line) -> line.startsWith(key))
			.map((line) -> line.substring(line.indexOf(':') + 1).strip())
			.findFirst()
			.orElse("unknown");
	}

	private static String version(Path java) throws IOException {
		return Files.readAllLines(java.resolve("release"))
			.stream()
			.filter((line) -> line.startsWith("JAVA_RUNTIME_VERSION="))
			.map((line) -> line.substring(line.indexOf('=') + 1).replace("\"", ""))
			.findFirst()
			.orElse("unknown");
	}

}
