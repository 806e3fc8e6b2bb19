package io.chaosmiddleware.document;

import java.util.regex.Pattern;

/**
 * The tokens of HTTP (RFC 9110, section 5.6.2), such as names of headers, methods and
 * cookies.
 */
public final class Token {

	/** One character of a token, as a regular expression. */
	public static final String CHARACTER = "[!#$%&'*+.^_`|~0-9A-Za-z-]";

	private static final boolean[] ALLOWED = allowed();

	private Token() {
	}

	private static boolean[] allowed() {
		Pattern character = Pattern.compile(CHARACTER);
		boolean[] allowed = new boolean[128];
		for (char c = 0; c < allowed.length; c++) {
			allowed[c] = character.matcher(String.valueOf(c)).matches();
		}
		return allowed;
	}

	/**
	 * Return whether a text is a token. Does not allocate memory.
	 * @param text the text
	 * @return whether it has at least one character, and only those of tokens
	 */
	public static boolean matches(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c >= ALLOWED.length || !ALLOWED[c]) {
				return false;
			}
		}
		return !text.isEmpty();
	}

}
