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

	/**
	 * Return whether a part of a query string is this text.
	 */
	boolean matches(String query, int from, int to) {
		return end(query, from, to, false) == to;
	}

	/**
	 * Return where this text ends in a query string.
	 * @param query the query string
	 * @param from where this text has to begin
	 * @param to where it has to end at the latest
	 * @param name whether it is a name, in which {@code =} is escaped
	 * @return the end, -1 if the query string has another text there
	 */
	int end(String query, int from, int to, boolean name) {
		int next = 0;
		int i = from;
		while (next < this.octets.length) {
			if (i >= to) {
				return -1;
			}
			char c = query.charAt(i);
			if (c >= 0x80) {
				// Some servers accept characters that should be escaped.
				int codePoint = query.codePointAt(i);
				int length = matchesAt(next, codePoint);
				if (length == 0) {
					return -1;
				}
				next += length;
				i += Character.charCount(codePoint);
				continue;
			}
			int octet = (c == '%') ? RequestPath.octet(query, i) : -1;
			i += (octet >= 0) ? 3 : 1;
			if (octet < 0) {
				octet = (c == '+') ? ' ' : c;
			}
			if (this.octets[next++] != (byte) octet || (name && c == '=')) {
				return -1;
			}
		}
		return i;
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
