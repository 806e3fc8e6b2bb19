package io.chaosmiddleware.condition;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path pattern in Spring's notation (decision D9 in {@code docs/differences.md}),
 * compared with a whole path without allocation. For each character of a path, a
 * comparison takes at most as many steps as the pattern has characters. Immutable and
 * safe for use by many threads.
 */
final class PathPattern {

	/** A variable: its name, or {@code *} and its name, and how it ends. */
	static final String VARIABLE = "\\{(\\*?)\\p{javaJavaIdentifierStart}[\\p{javaJavaIdentifierPart}\\-]*([:}])";

	private static final Pattern VARIABLE_PATTERN = Pattern.compile(VARIABLE);

	private final char[] characters;

	private final Kind[] kinds;

	private int length;

	private boolean open;

	/**
	 * Read a pattern.
	 * @param source the text of the pattern
	 * @throws IllegalArgumentException if it is not valid, with a message that says why
	 */
	PathPattern(String source) {
		// The arrays are large enough: a variable has at least three characters and
		// becomes two.
		this.characters = new char[source.length()];
		this.kinds = new Kind[source.length()];
		Matcher variable = VARIABLE_PATTERN.matcher(source);
		int i = 0;
		while (i < source.length()) {
			if (source.startsWith("/**", i) && i + 3 == source.length()) {
				this.open = true;
				i = source.length();
			}
			else if (source.charAt(i) == '*') {
				add(Kind.ANY, '*');
				while (i < source.length() && source.charAt(i) == '*') {
					i++;
				}
			}
			else if (variable.region(i, source.length()).lookingAt()) {
				i = variable.end();
				addVariable(variable, i == source.length());
			}
			else {
				add(Kind.CHARACTER, source.charAt(i++));
			}
		}
	}

	private void addVariable(Matcher variable, boolean last) {
		if (variable.group(2).equals(":")) {
			throw new IllegalArgumentException("a variable with an expression is not supported; use {name}");
		}
		if (variable.group(1).isEmpty()) {
			add(Kind.ONE, '*');
			add(Kind.ANY, '*');
		}
		else if (last && this.length > 0 && this.characters[this.length - 1] == '/') {
			this.length--;
			this.open = true;
		}
		else {
			throw new IllegalArgumentException("{*name} must be the whole last segment");
		}
	}

	private void add(Kind kind, char character) {
		this.kinds[this.length] = kind;
		this.characters[this.length++] = character;
	}

	/**
	 * Return the maximum number of steps of a comparison for each character of a path.
	 */
	int weight() {
		return this.length + 1;
	}

	/**
	 * Return whether a path is hit. The text between two wildcards is searched from left
	 * to right, and its first occurrence is used. A later occurrence could not hit more,
	 * since only the last wildcard can match more than one segment.
	 */
	boolean matches(String path) {
		int i = 0;
		int next = 0;
		int wildcard = -1;
		int from = 0;
		while (i < path.length()) {
			if (next < this.length && this.kinds[next] == Kind.ANY) {
				wildcard = next++;
				from = i;
			}
			else if (next < this.length && hits(next, path.charAt(i))) {
				next++;
				i++;
			}
			else if (next == this.length && this.open && path.charAt(i) == '/') {
				return true;
			}
			else if (wildcard >= 0 && path.charAt(from) != '/') {
				i = ++from;
				next = wildcard + 1;
			}
			else {
				return false;
			}
		}
		while (next < this.length && this.kinds[next] == Kind.ANY) {
			next++;
		}
		return next == this.length;
	}

	private boolean hits(int index, char character) {
		return (this.kinds[index] == Kind.ONE) ? character != '/' : this.characters[index] == character;
	}

	@Override
	public String toString() {
		return new String(Arrays.copyOf(this.characters, this.length)) + (this.open ? "/**" : "");
	}

	private enum Kind {

		/** This character. */
		CHARACTER,

		/** Any character within a segment. */
		ONE,

		/** Any text within a segment, possibly empty. */
		ANY

	}

}
