package io.chaosmiddleware.benchmarks;

import java.util.Locale;

import io.chaosmiddleware.benchmarks.Statistics.Estimate;

/**
 * How the report writes numbers.
 */
final class Text {

	private Text() {
	}

	static String number(double value) {
		return decimals(value, 0);
	}

	static String decimals(double value, int decimals) {
		String text = String.format(Locale.US, "%,." + decimals + "f", value);
		// rounding may leave the sign of nothing
		return text.matches("-[0.]+") ? text.substring(1) : text;
	}

	static String difference(double value) {
		String text = decimals(value, 2);
		return text.startsWith("-") ? text : "+" + text;
	}

	static String milliseconds(double microseconds) {
		return decimals(microseconds / 1000, 2) + " ms";
	}

	static String bytes(double bytes) {
		return number(bytes) + " B";
	}

	static String ratio(double ratio) {
		return decimals(ratio, 3);
	}

	static String ratio(Estimate estimate) {
		return ratio(estimate.median()) + " (" + interval(estimate) + ")";
	}

	static String interval(Estimate estimate) {
		return estimate.bounded() ? ratio(estimate.low()) + "–" + ratio(estimate.high()) : "too few rounds";
	}

	static String range(double low, double high) {
		return (low == high) ? number(low) : number(low) + "–" + number(high);
	}

	static String count(long count, String noun) {
		return number(count) + " " + noun + ((count == 1) ? "" : "s");
	}

}
