package io.chaosmiddleware.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import io.chaosmiddleware.benchmarks.Results.RequestSample;
import io.chaosmiddleware.benchmarks.Results.StartUpSample;
import io.chaosmiddleware.benchmarks.Statistics.Estimate;

/**
 * Something that was measured for all variants on one stack, in rounds. Variants are
 * compared within each round, as machines have better and worse moments.
 *
 * @param values the values by variant and round
 * @param starts which rounds share their processes: the start by round
 */
record Comparison(Map<String, Map<Integer, Double>> values, Map<Integer, Integer> starts) {

	static final String PLAIN = "plain";

	static final String PLAIN_AGAIN = "plain, once more";

	static final String WITH_ACTUATOR = ", with actuator";

	private static final List<String> NAMES = List.of(PLAIN, PLAIN_AGAIN, "starter, disabled",
			"starter, enabled and idle", "starter, 10 attacks that miss", "Chaos Monkey, disabled",
			"Chaos Monkey, enabled");

	private static final Comparator<String> ORDER = Comparator
		.comparing((String variant) -> variant.endsWith(WITH_ACTUATOR))
		.thenComparing(Comparison::position)
		.thenComparing(Comparator.naturalOrder());

	static Comparison ofRequests(List<RequestSample> samples, Stack stack, ToDoubleFunction<RequestSample> value) {
		return of(samples.stream().filter((sample) -> sample.stack() == stack), RequestSample::variant,
				RequestSample::round, RequestSample::start, value);
	}

	static Comparison ofStartUps(List<StartUpSample> samples, Stack stack, ToDoubleFunction<StartUpSample> value) {
		return of(samples.stream().filter((sample) -> sample.stack() == stack), StartUpSample::variant,
				StartUpSample::round, StartUpSample::round, value);
	}

	private static <T> Comparison of(Stream<T> samples, Function<T, String> variant, Function<T, Integer> round,
			Function<T, Integer> start, ToDoubleFunction<T> value) {
		Map<String, Map<Integer, Double>> values = new TreeMap<>(ORDER);
		Map<Integer, Integer> starts = new TreeMap<>();
		samples.forEach((sample) -> {
			values.computeIfAbsent(variant.apply(sample), (name) -> new TreeMap<>())
				.put(round.apply(sample), value.applyAsDouble(sample));
			starts.put(round.apply(sample), start.apply(sample));
		});
		return new Comparison(values, starts);
	}

	private static int position(String variant) {
		int position = NAMES.indexOf(variant.replace(WITH_ACTUATOR, ""));
		return (position >= 0) ? position : NAMES.size();
	}

	static String plainFor(String variant) {
		return variant.endsWith(WITH_ACTUATOR) ? PLAIN + WITH_ACTUATOR : PLAIN;
	}

	Set<String> variants() {
		return this.values.keySet();
	}

	int rounds(String variant) {
		return of(variant).size();
	}

	double median(String variant) {
		return Statistics.median(of(variant).values());
	}

	/**
	 * Compare a variant with others. Rounds that share their processes do not tell how
	 * much other processes would differ, so that the estimate is between the lowest and
	 * the highest start; where each round is a start, it is a confidence interval.
	 * @param variant the variant
	 * @param others the others, their mean is taken
	 * @return the median of the ratios of all rounds
	 */
	Estimate ratio(String variant, String... others) {
		List<Double> ratios = new ArrayList<>();
		Map<Integer, List<Double>> byStart = new TreeMap<>();
		of(variant).forEach((round, value) -> {
			double sum = Stream.of(others).mapToDouble((other) -> value(other, round)).sum();
			double ratio = value / (sum / others.length);
			ratios.add(ratio);
			byStart.computeIfAbsent(this.starts.get(round), (start) -> new ArrayList<>()).add(ratio);
		});
		if (byStart.size() == ratios.size()) {
			return Statistics.estimate(ratios);
		}
		List<Double> starts = byStart.values().stream().map(Statistics::median).toList();
		return new Estimate(Statistics.median(ratios), Statistics.min(starts), Statistics.max(starts));
	}

	int numberOfStarts() {
		return Set.copyOf(this.starts.values()).size();
	}

	Estimate ratioToBothPlain(String variant) {
		return ratio(variant, PLAIN, PLAIN_AGAIN);
	}

	private double value(String variant, int round) {
		Double value = of(variant).get(round);
		if (value == null) {
			throw new IllegalStateException("Nothing was measured for '" + variant + "' in round " + round);
		}
		return value;
	}

	private Map<Integer, Double> of(String variant) {
		Map<Integer, Double> rounds = this.values.get(variant);
		if (rounds == null) {
			throw new IllegalStateException("Nothing was measured for '" + variant + "'");
		}
		return rounds;
	}

}
