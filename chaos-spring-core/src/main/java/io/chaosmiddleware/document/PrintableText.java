package io.chaosmiddleware.document;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Makes untrusted text safe for a log line or an error message: printable ASCII only, on
 * one line, and of bounded length.
 */
public final class PrintableText {

	private static final int MAX_LENGTH = 128;

	private PrintableText() {
	}

	/**
	 * Return the text with everything but printable ASCII replaced by {@code ?}, and cut
	 * after 128 characters.
	 * @param text any text
	 * @return a text of at most 131 characters
	 */
	public static String of(CharSequence text) {
		int length = Math.min(text.length(), MAX_LENGTH);
		StringBuilder printable = new StringBuilder(length + 3);
		for (int i = 0; i < length; i++) {
			char c = text.charAt(i);
			printable.append((c >= ' ' && c < 0x7f) ? c : '?');
		}
		if (text.length() > MAX_LENGTH) {
			printable.append("...");
		}
		return printable.toString();
	}

	/**
	 * Return a time as an ISO text to the millisecond.
	 * @param time the time
	 * @return a text such as {@code 2026-11-25T10:00:00.123Z}
	 */
	public static String of(Instant time) {
		return time.truncatedTo(ChronoUnit.MILLIS).toString();
	}

}
