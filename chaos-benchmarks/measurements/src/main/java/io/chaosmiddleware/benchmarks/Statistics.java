package io.chaosmiddleware.benchmarks;

import java.util.Collection;
import java.util.List;

/**
 * What is said about measured values, without supposing how they are distributed.
 */
final class Statistics {

	private Statistics() {
	}

	static double median(Collection<? extends Number> values) {
		List<Double> sorted = sorted(values);
		int size = sorted.size();
		return (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
	}

	static double min(Collection<? extends Number> values) {
		return sorted(values).get(0);
	}

	static double max(Collection<? extends Number> values) {
		return sorted(values).get(values.size() - 1);
	}

	/**
	 * The median and its 95 % confidence interval: the narrowest pair of measured values,
	 * equally far from both ends, that encloses the true median with that probability.
	 * Fewer than six values have no such pair, and everything is possible.
	 * @param values the measured values
	 * @return the estimate
	 */
	static Estimate estimate(Collection<? extends Number> values) {
		List<Double> sorted = sorted(values);
		int left = leftOut(sorted.size());
		if (left < 0) {
			return new Estimate(median(values), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
		}
		return new Estimate(median(values), sorted.get(left), sorted.get(sorted.size() - 1 - left));
	}

	// how many of the values that lie below the true median are binomially distributed
	private static int leftOut(int size) {
		double probability = Math.pow(0.5, size);
		double below = 0;
		int left = -1;
		while (below + probability <= 0.025) {
			below += probability;
			left++;
			probability = probability * (size - left) / (left + 1);
		}
		return left;
	}

	private static List<Double> sorted(Collection<? extends Number> values) {
		if (values.isEmpty()) {
			throw new IllegalArgumentException("There are no values");
		}
		return values.stream().map(Number::doubleValue).sorted().toList();
	}

	/**
	 * A median and its 95 % confidence interval.
	 *
	 * @param median the median
	 * @param low the lower end of the interval
	 * @param high the upper end of the interval
	 */
	record Estimate(double median, double low, double high) {

		boolean bounded() {
			return Double.isFinite(this.low) && Double.isFinite(this.high);
		}

		boolean mayBe(double value) {
			return this.low <= value && value <= this.high;
		}

	}

}
