package io.chaosmiddleware.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The result files: what the measurements write and the {@link Report} reads.
 *
 * @param directory where they are
 */
record Results(Path directory) {

	private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	/** The results that are part of this project. */
	static final Results COMMITTED = new Results(Path.of("chaos-benchmarks", "results"));

	/** The results of some measurements, which are not a whole. */
	static final Results LATEST = new Results(Path.of("chaos-benchmarks", "measurements", "target", "results"));

	<T> void write(Kind<T> kind, T result) {
		this.directory.toFile().mkdirs();
		MAPPER.writeValue(file(kind), result);
	}

	<T> T read(Kind<T> kind) {
		return MAPPER.readValue(file(kind), kind.type());
	}

	private Path file(Kind<?> kind) {
		return this.directory.resolve(kind.name() + ".json");
	}

	/**
	 * One of the result files.
	 *
	 * @param <T> what is in it
	 * @param name its name
	 * @param type the type of what is in it
	 */
	record Kind<T>(String name, TypeReference<T> type) {

		static final Kind<Machine> MACHINE = new Kind<>("machine", new TypeReference<>() {
		});

		static final Kind<List<EngineResult>> ENGINE = new Kind<>("engine", new TypeReference<>() {
		});

		static final Kind<List<RequestSample>> REQUESTS = new Kind<>("requests", new TypeReference<>() {
		});

		static final Kind<DelayResult> DELAYS = new Kind<>("delays", new TypeReference<>() {
		});

		static final Kind<StartUpResult> START_UP = new Kind<>("start-up", new TypeReference<>() {
		});

	}

	/**
	 * Where it was measured.
	 *
	 * @param date when, an ISO date
	 * @param processor the model of the processor
	 * @param cores how many there are
	 * @param memory how much memory there is, in GiB
	 * @param system the operating system
	 * @param jdk the JDK that everything runs on unless said otherwise
	 * @param virtualThreadsJdk the JDK of what runs on virtual threads
	 */
	record Machine(String date, String processor, int cores, long memory, String system, String jdk,
			String virtualThreadsJdk) {
	}

	/**
	 * One benchmark of JMH.
	 *
	 * @param benchmark class and method, such as {@code DecideBenchmark.missed}
	 * @param parameters its parameters, such as {@code miss=LITERAL, attacks=10}
	 * @param nanoseconds the mean time of one call
	 * @param error half of its 99.9 % confidence interval, in nanoseconds
	 * @param bytes what one call allocates
	 */
	record EngineResult(String benchmark, Map<String, String> parameters, double nanoseconds, double error,
			double bytes) {
	}

	/**
	 * One application in one round of whole requests.
	 *
	 * @param stack what it runs on
	 * @param start how often everything had been started before
	 * @param round the round, counted over all starts
	 * @param variant its name
	 * @param throughput requests a second
	 * @param cpu CPU time of the application's process for each request, in microseconds
	 */
	record RequestSample(Stack stack, int start, int round, String variant, double throughput, double cpu) {
	}

	/**
	 * Everything about delays.
	 *
	 * @param bursts many requests that are delayed at the same time
	 * @param lateness how late delays end
	 * @param others what requests that are not attacked notice
	 */
	record DelayResult(List<Burst> bursts, List<Lateness> lateness, List<Latency> others) {
	}

	/**
	 * A burst of requests, each on a connection of its own.
	 *
	 * @param server what it runs on, such as {@code WebFlux on Netty}
	 * @param delay what delays them: {@code injected}, {@code platform timer} (of the
	 * same length, written into the application) or {@code none}
	 * @param round the round
	 * @param requests how many
	 * @param seconds from the first request sent until the last answer
	 * @param idleThreads how many threads there were before the first burst of this kind
	 * @param peakThreads the most threads there were while the first bursts of this kind
	 * warmed up
	 * @param peakHeap the most heap that was used during the burst, in MiB
	 */
	record Burst(String server, String delay, int round, int requests, double seconds, int idleThreads, int peakThreads,
			long peakHeap) {
	}

	/**
	 * How late delays end, as the sender of the request sees it, in microseconds.
	 *
	 * @param server what it runs on
	 * @param delay {@code injected} or {@code platform timer}
	 * @param load {@code steady} or {@code burst}
	 * @param count how many delays
	 * @param median the median
	 * @param p99 the 99th percentile
	 * @param max the maximum
	 * @param percentiles the whole distribution: microseconds by percentile
	 */
	record Lateness(String server, String delay, String load, long count, double median, double p99, double max,
			Map<Double, Double> percentiles) {
	}

	/**
	 * How long requests take that are not attacked, in microseconds.
	 *
	 * @param server what it runs on
	 * @param meanwhile {@code idle} or {@code 10 000 delayed}
	 * @param count how many requests
	 * @param median the median
	 * @param p99 the 99th percentile
	 * @param max the maximum
	 */
	record Latency(String server, String meanwhile, long count, double median, double p99, double max) {
	}

	/**
	 * Everything about starting.
	 *
	 * @param samples how long it took
	 * @param jars what is added to the class path
	 */
	record StartUpResult(List<StartUpSample> samples, List<AddedJar> jars) {
	}

	/**
	 * One start of an application.
	 *
	 * @param stack what it runs on
	 * @param round the round
	 * @param variant its name; those that end in {@code with actuator} have their own
	 * plain application, {@code plain, with actuator}
	 * @param milliseconds from the start of the process until it says "started"
	 * @param classes how many classes it has loaded by then
	 */
	record StartUpSample(Stack stack, int round, String variant, double milliseconds, long classes) {
	}

	/**
	 * A jar that a library adds to the plain application on Tomcat.
	 *
	 * @param library {@code starter} or {@code chaos-monkey}
	 * @param jar its file name
	 * @param bytes its size
	 */
	record AddedJar(String library, String jar, long bytes) {
	}

}
