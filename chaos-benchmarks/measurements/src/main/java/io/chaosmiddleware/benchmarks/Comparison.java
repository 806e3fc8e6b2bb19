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
 */
record Comparison(Map<String, Map<Integer, Double>> values) {

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
				RequestSample::round, value);
	}

	static Comparison ofStartUps(List<StartUpSample> samples, Stack stack, ToDoubleFunction<StartUpSample> value) {
		return of(samples.stream().filter((sample) -> sample.stack() == stack), StartUpSample::variant,
				StartUpSample::round, value);
	}

	private static <T> Comparison of(Stream<T> samples, Function<T, String> variant, Function<T, Integer> round,
			ToDoubleFunction<T> value) {
		Map<String, Map<Integer, Double>> values = new TreeMap<>(ORDER);
		samples.forEach((sample) -> values.computeIfAbsent(variant.apply(sample), (name) -> new TreeMap<>())
			.put(round.apply(sample), value.applyAsDouble(sample)));
		return new Comparison(values);
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
	 * Compare a variant with others.
	 * @param variant the variant
	 * @param others the others, their mean is taken
	 * @return the median of the ratios of all rounds
	 */
	Estimate ratio(String variant, String... others) {
		List<Double> ratios = new ArrayList<>();
		of(variant).forEach((round, value) -> {
			double sum = Stream.of(others).mapToDouble((other) -> value(other, round)).sum();
			ratios.add(value / (sum / others.length));
		});
		return Statistics.estimate(ratios);
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
