package io.chaosmiddleware.condition;

import java.nio.charset.StandardCharsets;

/**
 * The path that routes are compared with (decisions D7, D20 in
 * {@code docs/differences.md}): percent-decoded once as UTF-8, with matrix parameters and
 * malformed escapes as sent, with leading slashes collapsed to one, and cut after 2048
 * characters.
 */
public final class RequestPath {

	/** The maximum number of characters of a path that routes are compared with. */
	public static final int MAX_LENGTH = 2048;

	private RequestPath() {
	}

	/**
	 * Return the path to compare routes with.
	 * @param raw the path as it is in the request line, without query and context path
	 * @return the decoded path; the same instance if there is nothing to do
	 */
	public static String of(String raw) {
		String path = raw;
		if (path.startsWith("//")) {
			int slashes = 2;
			while (slashes < path.length() && path.charAt(slashes) == '/') {
				slashes++;
			}
			path = path.substring(slashes - 1);
		}
		path = decode(path);
		return (path.length() > MAX_LENGTH) ? cut(path) : path;
	}

	// The path is never cut in the middle of a surrogate pair.
	private static String cut(String path) {
		boolean within = Character.isSurrogatePair(path.charAt(MAX_LENGTH - 1), path.charAt(MAX_LENGTH));
		return path.substring(0, within ? MAX_LENGTH - 1 : MAX_LENGTH);
	}

	static String decode(String path) {
		if (path.indexOf('%') < 0) {
			return path;
		}
		StringBuilder decoded = new StringBuilder(Math.min(path.length(), MAX_LENGTH + 2));
		int i = 0;
		// Anything beyond this length would be cut off later.
		while (i < path.length() && decoded.length() <= MAX_LENGTH) {
			if (octet(path, i) < 0) {
				decoded.append(path.charAt(i++));
				continue;
			}
			int octets = 1;
			while (octet(path, i + 3 * octets) >= 0) {
				octets++;
			}
			// A character has at most four octets.
			byte[] bytes = new byte[Math.min(octets, 4 * MAX_LENGTH)];
			for (int j = 0; j < bytes.length; j++) {
				bytes[j] = (byte) octet(path, i + 3 * j);
			}
			decoded.append(new String(bytes, StandardCharsets.UTF_8));
			i += 3 * octets;
		}
		return decoded.toString();
	}

	/**
	 * Return the octet of an escape, -1 if there is none.
	 */
	static int octet(String path, int index) {
		if (index + 2 >= path.length() || path.charAt(index) != '%') {
			return -1;
		}
		int high = hexDigit(path.charAt(index + 1));
		int low = hexDigit(path.charAt(index + 2));
		return (high < 0 || low < 0) ? -1 : high * 16 + low;
	}

	// Character.digit alone would also accept digits of other scripts.
	private static int hexDigit(char c) {
		return (c < 0x80) ? Character.digit(c, 16) : -1;
	}

}
