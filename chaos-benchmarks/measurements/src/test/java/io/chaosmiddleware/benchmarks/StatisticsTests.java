package io.chaosmiddleware.benchmarks;

import java.util.List;
import java.util.stream.IntStream;

import io.chaosmiddleware.benchmarks.Statistics.Estimate;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What is said about measured values.
 */
class StatisticsTests {

	@Test
	void theMedianOfAnOddNumberIsTheOneInTheMiddle() {
		assertThat(Statistics.median(List.of(9, 1, 2))).isEqualTo(2);
	}

	@Test
	void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
		assertThat(Statistics.median(List.of(4, 1, 100, 3))).isEqualTo(3.5);
	}

	@Test
	void nothingHasNoMedian() {
		assertThatIllegalArgumentException().isThrownBy(() -> Statistics.median(List.of()));
	}

	@Test
	void fiveValuesSayNothingWithSuchConfidence() {
		Estimate estimate = estimateOfOneTo(5);

		assertThat(estimate.median()).isEqualTo(3);
		assertThat(estimate.bounded()).isFalse();
		assertThat(estimate.mayBe(1_000_000)).isTrue();
	}

	@Test
	void theIntervalOfSixToEightValuesIsAllOfThem() {
		assertThat(estimateOfOneTo(6)).isEqualTo(new Estimate(3.5, 1, 6));
		assertThat(estimateOfOneTo(8)).isEqualTo(new Estimate(4.5, 1, 8));
	}

	// the ranks are those of the usual tables for the sign test
	@Test
	void theIntervalOfMoreValuesLeavesOutTheOutermost() {
		assertThat(estimateOfOneTo(9)).isEqualTo(new Estimate(5, 2, 8));
		assertThat(estimateOfOneTo(20)).isEqualTo(new Estimate(10.5, 6, 15));
		assertThat(estimateOfOneTo(30)).isEqualTo(new Estimate(15.5, 10, 21));
		assertThat(estimateOfOneTo(100)).isEqualTo(new Estimate(50.5, 40, 61));
	}

	private static Estimate estimateOfOneTo(int size) {
		return Statistics.estimate(IntStream.rangeClosed(1, size).boxed().toList());
	}

}
