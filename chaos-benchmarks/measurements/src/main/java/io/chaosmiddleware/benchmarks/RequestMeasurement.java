package io.chaosmiddleware.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.chaosmiddleware.benchmarks.Results.RequestSample;

/**
 * Whole requests: what a trivial endpoint costs with this and that added, as a ratio to
 * the plain application in the same round. All variants of a stack run at the same time,
 * and are asked one after the other in random order. Processes of the same application
 * differ too, so that all are started afresh several times.
 */
final class RequestMeasurement {

	private static final String PATH = "/orders/42";

	private static final int CONNECTIONS = 16;

	// after fewer, the compiler is still busy with Netty
	private static final int WARM_UPS = 5;

	private final Path java;

	private final int starts;

	private final int rounds;

	private final int requests;

	private final Random random = new Random();

	/**
	 * Create a measurement.
	 * @param java the home of the JDK that runs the applications
	 * @param starts how often all applications are started
	 * @param rounds how many rounds each start lasts, besides warming up
	 * @param requests how many requests each application gets in each round
	 */
	RequestMeasurement(Path java, int starts, int rounds, int requests) {
		this.java = java;
		this.starts = starts;
		this.rounds = rounds;
		this.requests = requests;
	}

	/**
	 * Measure.
	 * @return one sample for each application in each round
	 */
	List<RequestSample> run() {
		List<RequestSample> samples = new ArrayList<>();
		for (int start = 0; start < this.starts; start++) {
			for (Stack stack : Stack.values()) {
				samples.addAll(measure(start, variants(stack)));
			}
		}
		return samples;
	}

	private static List<Variant> variants(Stack stack) {
		return List.of(Variant.plain(stack, "plain"), Variant.plain(stack, "plain, once more"), Variant.disabled(stack),
				Variant.idle(stack), Variant.missing(stack), Variant.chaosMonkey(stack, false),
				Variant.chaosMonkey(stack, true));
	}

	private List<RequestSample> measure(int start, List<Variant> variants) {
		Map<Variant, Application> applications = new LinkedHashMap<>();
		try {
			for (Variant variant : shuffled(variants)) {
				applications.put(variant, Application.start(this.java, variant));
			}
			for (int i = 0; i < WARM_UPS; i++) {
				shuffled(variants).forEach((variant) -> load(applications.get(variant)).run());
			}
			List<RequestSample> samples = new ArrayList<>();
			for (int round = 0; round < this.rounds; round++) {
				for (Variant variant : shuffled(variants)) {
					samples.add(sample(start, round, variant, applications.get(variant)));
				}
			}
			return samples;
		}
		finally {
			applications.values().forEach(Application::close);
		}
	}

	private List<Variant> shuffled(List<Variant> variants) {
		List<Variant> shuffled = new ArrayList<>(variants);
		Collections.shuffle(shuffled, this.random);
		return shuffled;
	}

	private Load load(Application application) {
		return Load.on(application.url(PATH)).requests(this.requests, CONNECTIONS);
	}

	private RequestSample sample(int start, int round, Variant variant, Application application) {
		Duration before = application.cpu();
		Load.Outcome outcome = load(application).run();
		Duration cpu = application.cpu().minus(before);
		RequestSample sample = new RequestSample(variant.stack(), start, start * this.rounds + round, variant.name(),
				outcome.throughput(), cpu.toNanos() / 1000.0 / outcome.requests());
		System.out.printf("%s: %.0f requests/s, %.2f us CPU per request%n", variant, sample.throughput(), sample.cpu());
		return sample;
	}

}
