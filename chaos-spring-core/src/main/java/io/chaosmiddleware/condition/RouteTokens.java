package io.chaosmiddleware.condition;

/**
 * Reads an RE2 expression token by token. It does not allocate memory for each token,
 * since anybody may send thousands of them. It does not have to find errors, since RE2
 * does.
 */
final class RouteTokens {

	enum Kind {

		/**
		 * One character that stands for itself, or an anchor or the like, such as
		 * {@code ^}.
		 */
		CHARACTER,

		/** Text between {@code \Q} and {@code \E}. */
		QUOTED,

		/** A backslash and the characters that belong to it. */
		ESCAPE,

		/** A Unicode class outside of brackets, such as {@code \pL}. */
		UNICODE_CLASS,

		/** A class in brackets. */
		CLASS,

		/** The beginning of a group, including its flags. */
		GROUP,

		/** The beginning of a group that is captured. */
		CAPTURING_GROUP,

		/** The end of a group. */
		END,

		/** A counted repeat, such as <code>{2,3}</code>. */
		REPEAT,

		/** One of {@code *}, {@code +} and {@code ?}. */
		SUFFIX,

		/** The bar between alternatives. */
		ALTERNATIVE

	}

	private static final int MANY = 100_000;

	private final String text;

	private int start;

	private int end;

	private Kind kind = Kind.CHARACTER;

	private int count;

	private int optional;

	RouteTokens(String text) {
		this.text = text;
	}

	/**
	 * Go on to the next token.
	 * @return whether there is one
	 */
	boolean next() {
		this.start = this.end;
		if (this.start >= this.text.length()) {
			return false;
		}
		switch (this.text.charAt(this.start)) {
			case '\\' -> escape();
			case '[' -> token(Kind.CLASS, endOfClass());
			case '(' -> group();
			case ')' -> token(Kind.END, this.start + 1);
			case '*', '+', '?' -> token(Kind.SUFFIX, this.start + 1);
			case '|' -> token(Kind.ALTERNATIVE, this.start + 1);
			case '{' -> repeat();
			default -> token(Kind.CHARACTER, this.text.offsetByCodePoints(this.start, 1));
		}
		return true;
	}

	private void token(Kind kind, int end) {
		this.kind = kind;
		this.end = Math.min(end, this.text.length());
	}

	private void escape() {
		char escaped = at(this.start + 1);
		if (escaped == 'Q') {
			int close = this.text.indexOf("\\E", this.start + 2);
			token(Kind.QUOTED, (close >= 0) ? close + 2 : this.text.length());
			return;
		}
		boolean braces = at(this.start + 2) == '{' && "pPx".indexOf(escaped) >= 0;
		int close = braces ? this.text.indexOf('}', this.start) + 1 : 0;
		boolean unicode = escaped == 'p' || escaped == 'P';
		token(unicode ? Kind.UNICODE_CLASS : Kind.ESCAPE,
				(close > 0) ? close : this.start + ((unicode && !braces) ? 3 : 2));
	}

	private int endOfClass() {
		int i = this.start + 1;
		i += (at(i) == '^') ? 1 : 0;
		// A closing bracket that comes first stands for itself.
		i += (at(i) == ']') ? 1 : 0;
		while (i < this.text.length() && this.text.charAt(i) != ']') {
			int named = this.text.startsWith("[:", i) ? this.text.indexOf(":]", i + 2) : -1;
			i = (named >= 0) ? named + 2 : i + ((this.text.charAt(i) == '\\') ? 2 : 1);
		}
		return i + 1;
	}

	private void group() {
		int i = this.start + 1;
		if (at(i) != '?') {
			token(Kind.CAPTURING_GROUP, i);
			return;
		}
		i++;
		boolean named = at(i) == '<' || (at(i) == 'P' && at(i + 1) == '<');
		while (i < this.text.length() && (named ? at(i) != '>' : (Character.isLetter(at(i)) || at(i) == '-'))) {
			i++;
		}
		token(named ? Kind.CAPTURING_GROUP : Kind.GROUP, (named || at(i) == ':') ? i + 1 : i);
	}

	private void repeat() {
		int least = digits(this.start + 1);
		int i = least;
		if (least > this.start + 1 && at(least) == ',') {
			i = digits(least + 1);
		}
		if (least == this.start + 1 || at(i) != '}') {
			token(Kind.CHARACTER, this.start + 1);
			return;
		}
		int min = number(this.start + 1, least);
		int max = Math.max(min, number(least + 1, i));
		this.count = Math.max(1, max);
		this.optional = (i == least + 1) ? 1 : max - min;
		token(Kind.REPEAT, i + 1);
	}

	private int digits(int from) {
		int i = from;
		while (at(i) >= '0' && at(i) <= '9') {
			i++;
		}
		return i;
	}

	// The number is clamped, since every limit is far below.
	private int number(int from, int to) {
		int number = 0;
		for (int i = from; i < to; i++) {
			number = Math.min(number * 10 + Character.digit(this.text.charAt(i), 10), MANY);
		}
		return number;
	}

	private char at(int index) {
		return (index < this.text.length()) ? this.text.charAt(index) : 0;
	}

	Kind kind() {
		return this.kind;
	}

	/** Return how often a {@link Kind#REPEAT} writes out what it repeats, at least 1. */
	int count() {
		return this.count;
	}

	/** Return how many of these repetitions are optional, or repeat once more. */
	int optional() {
		return this.optional;
	}

	int length() {
		return this.end - this.start;
	}

	/** Return a character of the token. */
	char charAt(int index) {
		return at(this.start + index);
	}

	/** Return how often a Unicode class is used in the token. */
	int unicodeClasses() {
		int classes = 0;
		for (int i = this.start; i < this.end - 1; i++) {
			if (this.text.charAt(i) == '\\') {
				i++;
				classes += (at(i) == 'p' || at(i) == 'P') ? 1 : 0;
			}
		}
		return classes;
	}

	/** Return whether the token names characters beyond ASCII. */
	boolean isBeyondAscii() {
		for (int i = this.start; i < this.end; i++) {
			if (this.text.charAt(i) >= 0x80 || (this.text.charAt(i) == '\\' && at(i + 1) == 'x' && at(i + 2) == '{')) {
				return true;
			}
		}
		return false;
	}

	/** Append the token to a text. */
	void appendTo(StringBuilder builder) {
		builder.append(this.text, this.start, this.end);
	}

}
