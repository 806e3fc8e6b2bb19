package io.chaosmiddleware.condition;

import java.nio.charset.StandardCharsets;

/**
 * A text that parts of a query string are compared with: percent-decoded as UTF-8, with
 * {@code +} for a blank, and with malformed escapes as sent. Compared without allocation.
 * Immutable and safe for use by many threads.
 */
final class QueryText {

	private final byte[] octets;

	QueryText(String text) {
		this.octets = text.getBytes(StandardCharsets.UTF_8);
	}

	boolean matches(String query, int from, int to) {
		int next = 0;
		int i = from;
		while (i < to) {
			char c = query.charAt(i);
			int octet = RequestPath.octet(query, i);
			if (octet >= 0) {
				i += 3;
			}
			else if (c < 0x80) {
				octet = (c == '+') ? ' ' : c;
				i++;
			}
			else {
				// Some servers accept characters that should be escaped.
				int codePoint = query.codePointAt(i);
				int length = matchesAt(next, codePoint);
				if (length == 0) {
					return false;
				}
				next += length;
				i += Character.charCount(codePoint);
				continue;
			}
			if (next == this.octets.length || this.octets[next++] != (byte) octet) {
				return false;
			}
		}
		return next == this.octets.length;
	}

	/**
	 * Return how many octets the UTF-8 encoding of a character has that is no ASCII, if
	 * the octets are these; 0 otherwise.
	 */
	private int matchesAt(int index, int codePoint) {
		int length = (codePoint < 0x800) ? 2 : (codePoint < 0x10000) ? 3 : 4;
		if (index + length > this.octets.length) {
			return 0;
		}
		int lead = (0xf00 >> length) & 0xff;
		if (this.octets[index] != (byte) (lead | (codePoint >> 6 * (length - 1)))) {
			return 0;
		}
		for (int i = 1; i < length; i++) {
			if (this.octets[index + i] != (byte) (0x80 | ((codePoint >> 6 * (length - 1 - i)) & 0x3f))) {
				return 0;
			}
		}
		return length;
	}

}
