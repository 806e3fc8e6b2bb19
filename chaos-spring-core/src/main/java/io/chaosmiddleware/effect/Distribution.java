package io.chaosmiddleware.effect;

import java.math.BigDecimal;
import java.time.Duration;

import io.chaosmiddleware.document.DurationText;

/**
 * How long delays last: the same for every request, or spread over several durations.
 * Immutable and safe for use by many threads. The text of a distribution is what a
 * {@link DistributionReader} reads.
 */
public sealed interface Distribution {

	/**
	 * Return the duration that a share of all delays does not exceed.
	 * @param share the share, at least 0 and less than 1; 0.5 gives the median
	 * @return the duration in seconds, possibly negative or infinite
	 */
	double quantile(double share);

	/**
	 * The same duration for every request.
	 *
	 * @param duration the duration, positive
	 */
	record Fixed(Duration duration) implements Distribution {

		/**
		 * Create a distribution.
		 * @param duration the duration
		 * @throws IllegalArgumentException if the duration is not positive
		 */
		public Fixed {
			if (duration.isNegative() || duration.isZero()) {
				throw new IllegalArgumentException("'duration' must be positive");
			}
		}

		@Override
		public double quantile(double share) {
			return seconds(this.duration);
		}

		/**
		 * Return the text of a document. Whole seconds have no unit, as in the original
		 * language.
		 */
		@Override
		public String toString() {
			return (this.duration.getNano() == 0) ? Long.toString(this.duration.toSeconds())
					: DurationText.of(this.duration);
		}

	}

	/**
	 * Every duration of a range is equally likely.
	 *
	 * @param min the shortest duration
	 * @param max the longest duration, longer than the shortest
	 */
	record Uniform(Duration min, Duration max) implements Distribution {

		@Override
		public double quantile(double share) {
			return seconds(this.min) + share * (seconds(this.max) - seconds(this.min));
		}

		@Override
		public String toString() {
			return DurationText.of(this.min) + ".." + DurationText.of(this.max);
		}

	}

	/**
	 * A normal distribution, whose negative part counts as no delay.
	 *
	 * @param mean the mean
	 * @param stddev the standard deviation, positive
	 */
	record Normal(Duration mean, Duration stddev) implements Distribution {

		@Override
		public double quantile(double share) {
			return seconds(this.mean) + seconds(this.stddev) * StandardNormal.quantile(share);
		}

		@Override
		public String toString() {
			return "normal(mean=" + DurationText.of(this.mean) + ", stddev=" + DurationText.of(this.stddev) + ")";
		}

	}

	/**
	 * A log-normal distribution, which has many short delays and few long ones.
	 *
	 * @param median the median, positive
	 * @param sigma the standard deviation of the logarithm, positive
	 */
	record LogNormal(Duration median, double sigma) implements Distribution {

		@Override
		public double quantile(double share) {
			return seconds(this.median) * Math.exp(this.sigma * StandardNormal.quantile(share));
		}

		@Override
		public String toString() {
			return "lognormal(median=" + DurationText.of(this.median) + ", sigma=" + number(this.sigma) + ")";
		}

	}

	/**
	 * An exponential distribution.
	 *
	 * @param mean the mean, positive
	 */
	record Exponential(Duration mean) implements Distribution {

		@Override
		public double quantile(double share) {
			return -seconds(this.mean) * Math.log1p(-share);
		}

		@Override
		public String toString() {
			return "exponential(mean=" + DurationText.of(this.mean) + ")";
		}

	}

	/**
	 * A Pareto distribution, whose few long delays are very long.
	 *
	 * @param min the shortest delay, positive
	 * @param shape the shape, positive; the smaller, the longer are the long delays
	 */
	record Pareto(Duration min, double shape) implements Distribution {

		@Override
		public double quantile(double share) {
			return seconds(this.min) * Math.pow(1 - share, -1 / this.shape);
		}

		@Override
		public String toString() {
			return "pareto(min=" + DurationText.of(this.min) + ", shape=" + number(this.shape) + ")";
		}

	}

	private static double seconds(Duration duration) {
		return duration.toNanos() / 1e9;
	}

	private static String number(double number) {
		return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
	}

}
