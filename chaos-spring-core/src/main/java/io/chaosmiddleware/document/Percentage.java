package io.chaosmiddleware.document;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Per cent with up to four decimals, as parts per million (decision D27 in
 * {@code docs/differences.md}).
 */
public final class Percentage {

	/** All, in parts per million. */
	public static final int ALL = 1_000_000;

	/** A regular expression for JSON Schemas, without anchors. */
	public static final String PATTERN = "[+]?(?=[0.]*[1-9])0*(?:100(?:[.]0{1,4})?|[0-9]{1,2}(?:[.][0-9]{1,4})?)";

	private static final String SIGN = "%";

	private static final Pattern DECIMAL = Pattern
		.compile("[ \\t\\r\\n]*+(?<whole>[+-]?[0-9]++)\\.(?<decimals>[0-9]{1,4}+)[ \\t\\r\\n]*+");

	private Percentage() {
	}

	/**
	 * Read a text.
	 * @param text the text
	 * @return parts per million, clamped to 0 and one more than {@link #ALL};
	 * {@code null} if the text is not a number with up to four decimals
	 */
	public static @Nullable Integer read(String text) {
		Matcher decimal = DECIMAL.matcher(text);
		boolean hasDecimals = decimal.matches();
		Long whole = Fields.wholeNumber(hasDecimals ? decimal.group("whole") : text);
		if (whole == null) {
			return null;
		}
		if (whole < 0 || text.indexOf('-') >= 0) {
			return 0;
		}
		String decimals = hasDecimals ? decimal.group("decimals") : "0";
		int fraction = Integer.parseInt((decimals + "000").substring(0, 4));
		return (int) Math.min(Math.min(whole, 100) * 10_000 + fraction + ((whole > 100) ? 1 : 0), ALL + 1);
	}

	/**
	 * Read a text that ends with the sign.
	 * @param text the text
	 * @return as {@link #read}, {@code null} also if the text does not end with the sign
	 */
	public static @Nullable Integer readWithSign(String text) {
		return text.endsWith(SIGN) ? read(text.substring(0, text.length() - SIGN.length())) : null;
	}

	/**
	 * Return the per cent as a text with the sign, such as {@code 0.5%}.
	 * @param partsPerMillion parts per million
	 * @return the text
	 */
	public static String textWithSign(int partsPerMillion) {
		return text(partsPerMillion) + SIGN;
	}

	/**
	 * Return the per cent as a text, such as {@code 0.5}.
	 * @param partsPerMillion parts per million
	 * @return the text
	 */
	public static String text(int partsPerMillion) {
		return number(partsPerMillion).toPlainString();
	}

	/**
	 * Return the per cent as a number.
	 * @param partsPerMillion parts per million
	 * @return the number, without zeros at the end
	 */
	public static BigDecimal number(int partsPerMillion) {
		BigDecimal percent = BigDecimal.valueOf(partsPerMillion, 4).stripTrailingZeros();
		return (percent.scale() < 0) ? percent.setScale(0) : percent;
	}

}
