package io.chaosmiddleware.effect;

/**
 * The standard normal distribution. The quantile function is the rational approximation
 * AS 241 (PPND7) of M. J. Wichura (1988), which is accurate to about one part in ten
 * million.
 */
final class StandardNormal {

	private static final double[] CENTRAL_NUMERATOR = { 3.3871327179, 50.434271938, 159.29113202, 59.109374720 };

	private static final double[] CENTRAL_DENOMINATOR = { 1, 17.895169469, 78.757757664, 67.187563600 };

	private static final double[] MIDDLE_NUMERATOR = { 1.4234372777, 2.7568153900, 1.3067284816, 0.17023821103 };

	private static final double[] MIDDLE_DENOMINATOR = { 1, 0.73700164250, 0.12021132975 };

	private static final double[] TAIL_NUMERATOR = { 6.6579051150, 3.0812263860, 0.42868294337, 0.017337203997 };

	private static final double[] TAIL_DENOMINATOR = { 1, 0.24197894225, 0.012258202635 };

	private StandardNormal() {
	}

	static double quantile(double share) {
		double fromMedian = share - 0.5;
		if (Math.abs(fromMedian) <= 0.425) {
			double x = 0.180625 - fromMedian * fromMedian;
			return fromMedian * polynomial(CENTRAL_NUMERATOR, x) / polynomial(CENTRAL_DENOMINATOR, x);
		}
		double distance = Math.max(Double.MIN_VALUE, (fromMedian < 0) ? share : 1 - share);
		double tail = Math.sqrt(-Math.log(distance));
		double value = (tail <= 5)
				? polynomial(MIDDLE_NUMERATOR, tail - 1.6) / polynomial(MIDDLE_DENOMINATOR, tail - 1.6)
				: polynomial(TAIL_NUMERATOR, tail - 5) / polynomial(TAIL_DENOMINATOR, tail - 5);
		return (fromMedian < 0) ? -value : value;
	}

	private static double polynomial(double[] coefficients, double x) {
		double value = 0;
		for (int i = coefficients.length - 1; i >= 0; i--) {
			value = value * x + coefficients[i];
		}
		return value;
	}

}
