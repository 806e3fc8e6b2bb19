package io.chaosmiddleware.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.chaosmiddleware.benchmarks.Results.EngineResult;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The engine by itself: all benchmarks of JMH, with its GC profiler.
 */
final class EngineMeasurement {

	private final int forks;

	private final int iterations;

	EngineMeasurement(int forks, int iterations) {
		this.forks = forks;
		this.iterations = iterations;
	}

	List<EngineResult> run() {
		try {
			return new Runner(new OptionsBuilder().include("io\\.chaosmiddleware\\.benchmarks\\.engine\\.")
				.forks(this.forks)
				.warmupIterations(this.iterations)
				.warmupTime(TimeValue.milliseconds(500))
				.measurementIterations(this.iterations)
				.measurementTime(TimeValue.milliseconds(500))
				.timeUnit(TimeUnit.NANOSECONDS)
				.addProfiler(GCProfiler.class)
				.shouldFailOnError(true)
				.build()).run().stream().map(EngineMeasurement::result).toList();
		}
		catch (RunnerException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static EngineResult result(RunResult result) {
		BenchmarkParams benchmark = result.getParams();
		Map<String, String> parameters = new TreeMap<>();
		benchmark.getParamsKeys().forEach((key) -> parameters.put(key, benchmark.getParam(key)));
		String[] name = benchmark.getBenchmark().split("\\.");
		Result<?> time = result.getPrimaryResult();
		return new EngineResult(name[name.length - 2] + "." + name[name.length - 1], parameters, time.getScore(),
				time.getScoreError(), result.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
	}

}
