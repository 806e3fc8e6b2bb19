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
			return Duration
				.ofNanos(new BigDecimal(withUnit.group(1)).multiply(BigDecimal.valueOf(nanos(withUnit.group(2))))
					.min(BigDecimal.valueOf(Long.MAX_VALUE))
					.longValue());
		}
		try {
			return (text.length() <= MAX_LENGTH) ? Duration.parse(text) : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static long nanos(String unit) {
		return switch (unit) {
			case "ms" -> 1_000_000L;
			case "s" -> 1_000_000_000L;
			case "m" -> 60_000_000_000L;
			case "h" -> 3_600_000_000_000L;
			default -> 86_400_000_000_000L;
		};
	}

	/**
	 * Write a duration, so that it is read as the same.
	 * @param duration the duration, not negative
	 * @return a text in whole seconds or in milliseconds, such as {@code 2s} or
	 * {@code 250ms}
	 */
	public static String of(Duration duration) {
		return (duration.getNano() == 0) ? duration.toSeconds() + "s"
				: new BigDecimal(duration.toNanos()).movePointLeft(6).stripTrailingZeros().toPlainString() + "ms";
	}

}
