package io.chaosmiddleware.attack;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The path that routes are compared with (decisions D7, D20): percent-decoded once as
 * UTF-8, with matrix parameters and malformed escapes as sent, leading slashes collapsed
 * to one, and cut at 2048 characters.
 */
public final class RequestPath {

	/** The most characters that routes are compared with. */
	public static final int MAX_LENGTH = 2048;

	private RequestPath() {
	}

	/**
	 * Return the path to compare routes with.
	 * @param raw the path as it stands in the request line, without query and context
	 * path
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
		return (path.length() > MAX_LENGTH) ? path.substring(0, MAX_LENGTH) : path;
	}

	static String decode(String path) {
		if (path.indexOf('%') < 0) {
			return path;
		}
		StringBuilder decoded = new StringBuilder(path.length());
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		int i = 0;
		while (i < path.length()) {
			int octet = octet(path, i);
			if (octet < 0) {
				decoded.append(path.charAt(i++));
				continue;
			}
			bytes.reset();
			while (octet >= 0) {
				bytes.write(octet);
				i += 3;
				octet = octet(path, i);
			}
			decoded.append(bytes.toString(StandardCharsets.UTF_8));
		}
		return decoded.toString();
	}

	private static int octet(String path, int index) {
		if (index + 2 >= path.length() || path.charAt(index) != '%') {
			return -1;
		}
		int high = hexDigit(path.charAt(index + 1));
		int low = hexDigit(path.charAt(index + 2));
		return (high < 0 || low < 0) ? -1 : high * 16 + low;
	}

	// not Character.digit alone, which takes digits of other scripts too
	private static int hexDigit(char c) {
		return (c < 0x80) ? Character.digit(c, 16) : -1;
	}

}
