package io.chaosmiddleware.effect;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.condition.Dice;
import io.chaosmiddleware.document.AttackLimits;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.ExponentialDistribution;
import org.apache.commons.statistics.distribution.LogNormalDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.ParetoDistribution;
import org.apache.commons.statistics.distribution.UniformContinuousDistribution;
import org.apache.commons.statistics.inference.BinomialTest;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What is drawn from distributions is what their names promise: a million draws each,
 * with a fixed seed, by a test of goodness of fit.
 */
class DistributionTests {

	private static final int DRAWS = 1_000_000;

	private static final Duration LONGEST = Duration.ofHours(10);

	// With the fixed seeds the tests always give the same result.
	private static final double SIGNIFICANCE = 0.01;

	static List<Arguments> distributions() {
		return List.of(Arguments.of("100ms..900ms", UniformContinuousDistribution.of(0.1, 0.9)),
				Arguments.of("normal(mean=5s, stddev=500ms)", NormalDistribution.of(5, 0.5)),
				Arguments.of("lognormal(median=90ms, sigma=0.4)", LogNormalDistribution.of(Math.log(0.09), 0.4)),
				Arguments.of("exponential(mean=100ms)", ExponentialDistribution.of(0.1)),
				Arguments.of("pareto(min=50ms, shape=1.5)", ParetoDistribution.of(0.05, 1.5)));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("distributions")
	void drawsFitTheDistribution(String value, ContinuousDistribution expected) {
		Delay delay = delay(value);
		DoubleSupplier dice = new Random(42)::nextDouble;

		double[] draws = Stream.generate(() -> delay.draw(dice, LONGEST))
			.limit(DRAWS)
			.mapToDouble((drawn) -> drawn.duration().toNanos() / 1e9)
			.toArray();

		assertThat(KolmogorovSmirnovTest.withDefaults().test(draws, expected::cumulativeProbability).getPValue())
			.isGreaterThan(SIGNIFICANCE);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("distributions")
	void quantilesAreThoseOfTheDistribution(String value, ContinuousDistribution expected) {
		for (double share : new double[] { 1e-9, 1e-4, 0.01, 0.074, 0.076, 0.3, 0.5, 0.7, 0.924, 0.926, 0.99, 0.9999,
				1 - 1e-9 }) {
			double quantile = expected.inverseCumulativeProbability(share);
			assertThat(delay(value).distribution().quantile(share)).isCloseTo(quantile,
					within(1e-6 * Math.max(1, Math.abs(quantile))));
		}
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.1, 1, 50, 99 })
	void aProbabilityHitsItsShare(double percent) {
		Random random = new Random(7);
		Dice dice = random::nextDouble;

		int hits = 0;
		for (int i = 0; i < DRAWS; i++) {
			hits += dice.hits(percent) ? 1 : 0;
		}

		assertThat(BinomialTest.withDefaults().test(DRAWS, hits, percent / 100).getPValue())
			.isGreaterThan(SIGNIFICANCE);
	}

	@Test
	@DisplayName("The tails are cut at the longest delay, and nothing is negative")
	void tailsAreCut() {
		Duration longest = Duration.ofSeconds(1);
		for (double share : new double[] { 0, 0.5, Math.nextDown(1.0) }) {
			for (String value : List.of("pareto(min=50ms, shape=0.000001)", "normal(mean=1ms, stddev=59s)",
					"lognormal(median=1ms, sigma=100)", "exponential(mean=59s)")) {
				assertThat(delay(value).draw(() -> share, longest).duration()).isBetween(Duration.ZERO, longest);
			}
		}
	}

	@Test
	void theSameSeedGivesTheSameDelays() {
		assertThat(Arrays.asList(tenDraws(), tenDraws())).containsOnly(tenDraws());
	}

	private List<Duration> tenDraws() {
		DoubleSupplier dice = new Random(3)::nextDouble;
		return Stream.generate(() -> delay("exponential(mean=1s)").draw(dice, LONGEST).duration()).limit(10).toList();
	}

	private static Delay delay(String value) {
		Action.Valid action = (Action.Valid) new AttackParser(AttackLimits.HEADER)
			.parseStrictly("{\"actions\":[{\"name\":\"delay\",\"value\":\"" + value + "\"}]}")
			.actions()
			.get(0);
		return (Delay) action.effect();
	}

}
