package io.chaosmiddleware.document;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Durations as texts of a document: a number with a unit, such as {@code 250ms},
 * {@code 1.5s}, {@code 10m}, {@code 1h} or {@code 7d}, or the ISO-8601 format, such as
 * {@code PT2S}.
 */
public final class DurationText {

	/** What a duration looks like, for people. */
	public static final String EXAMPLES = "'250ms', '1.5s', '10m' or 'PT2S'";

	/**
	 * A regular expression for JSON Schemas that every duration matches. It has no
	 * anchors, and allows negative durations and zero.
	 */
	public static final String PATTERN = "(?:[0-9]{1,9}(?:[.][0-9]{1,6})?(?:ms|[smhd])"
			+ "|[-+]?[Pp](?=[-+0-9Tt])(?:[-+]?[0-9]+[Dd])?(?:[Tt](?=[-+0-9])(?:[-+]?[0-9]+[Hh])?(?:[-+]?[0-9]+[Mm])?"
			+ "(?:[-+]?[0-9]+(?:[.,][0-9]{0,9})?[Ss])?)?)";

	private static final Pattern WITH_UNIT = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?)(ms|s|m|h|d)");

	private static final int MAX_LENGTH = 40;

	private DurationText() {
	}

	/**
	 * Read a duration.
	 * @param text the text
	 * @return the duration, which may be zero or negative; {@code null} if the text is
	 * not a duration
	 */
	public static @Nullable Duration parse(String text) {
		Matcher withUnit = WITH_UNIT.matcher(text);
		if (withUnit.matches()) {
			BigDecimal seconds = new BigDecimal(withUnit.group(1)).multiply(seconds(withUnit.group(2)));
			return Duration.ofSeconds(seconds.longValue(),
					seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue());
		}
		try {
			return (text.length() <= MAX_LENGTH) ? Duration.parse(text) : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static BigDecimal seconds(String unit) {
		return switch (unit) {
			case "ms" -> new BigDecimal("0.001");
			case "s" -> BigDecimal.ONE;
			case "m" -> BigDecimal.valueOf(60);
			case "h" -> BigDecimal.valueOf(3600);
			default -> BigDecimal.valueOf(86_400);
		};
	}

	/**
	 * Write a duration, so that it is read as the same.
	 * @param duration the duration, not negative
	 * @return a text such as {@code 250ms}, {@code 2s}, {@code 10m} or {@code 24h}
	 */
	public static String of(Duration duration) {
		long whole = duration.toSeconds();
		if (duration.getNano() == 0) {
			return (whole >= 3600 && whole % 3600 == 0) ? whole / 3600 + "h"
					: (whole >= 120 && whole % 60 == 0) ? whole / 60 + "m" : whole + "s";
		}
		BigDecimal seconds = BigDecimal.valueOf(whole).add(BigDecimal.valueOf(duration.getNano(), 9));
		return seconds.movePointRight(3).stripTrailingZeros().toPlainString() + "ms";
	}

}
