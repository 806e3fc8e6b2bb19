package io.chaosmiddleware.document;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Sizes of data as texts of a document: a whole number with a unit, such as {@code 500B},
 * {@code 16KB} or {@code 2MB}. As in Spring, a KB has 1024 bytes.
 */
public final class DataSizeText {

	/**
	 * A regular expression for JSON Schemas, without anchors. A larger size would have
	 * more digits than the result header may have (RFC 9651).
	 */
	public static final String PATTERN = "(?:[0-9]{1,9}(?:B|KB)|[0-9]{1,8}MB|[0-9]{1,5}GB)";

	private static final Pattern SIZE = Pattern.compile(PATTERN);

	private static final String[] UNITS = { "B", "KB", "MB", "GB" };

	private DataSizeText() {
	}

	/**
	 * Read a size.
	 * @param text the text
	 * @return the number of bytes, {@code null} if the text is not a size
	 */
	public static @Nullable Long parse(String text) {
		if (!SIZE.matcher(text).matches()) {
			return null;
		}
		int digits = text.length() - (Character.isDigit(text.charAt(text.length() - 2)) ? 1 : 2);
		long bytes = Long.parseLong(text.substring(0, digits));
		for (int i = 0; !UNITS[i].equals(text.substring(digits)); i++) {
			bytes *= 1024;
		}
		return bytes;
	}

	/**
	 * Write a size, so that it is read as the same.
	 * @param bytes the number of bytes, not negative
	 * @return a text such as {@code 16KB}
	 */
	public static String of(long bytes) {
		int unit = 0;
		long number = bytes;
		while (number > 0 && number % 1024 == 0 && unit < UNITS.length - 1) {
			number /= 1024;
			unit++;
		}
		return number + UNITS[unit];
	}

}
