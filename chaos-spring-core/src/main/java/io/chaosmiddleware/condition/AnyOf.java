package io.chaosmiddleware.condition;

import java.util.List;

/**
 * Texts, any of which may be the one of a request. A {@code *} among them stands for any
 * text. Compared without allocation. Immutable and safe for use by many threads.
 *
 * @param texts the texts, at least one
 */
record AnyOf(List<String> texts) implements TextPart {

	/** Stands for any text. */
	static final String ANY = "*";

	/** Stands for a text that is not shown. */
	static final String MASK = "***";

	AnyOf {
		texts = List.copyOf(texts);
	}

	boolean isAny() {
		return this.texts.contains(ANY);
	}

	@Override
	public boolean matches(String text, int from, int to) {
		for (int i = 0; i < this.texts.size(); i++) {
			String expected = this.texts.get(i);
			if (expected.equals(ANY)
					|| (expected.length() == to - from && text.regionMatches(from, expected, 0, expected.length()))) {
				return true;
			}
		}
		return false;
	}

	boolean matches(String text) {
		return matches(text, 0, text.length());
	}

	/**
	 * Return what a document has: a single text, or a list.
	 */
	Object field() {
		return (this.texts.size() == 1) ? this.texts.get(0) : this.texts;
	}

	/**
	 * Return what a report has in place of secrets.
	 */
	String masked() {
		return isAny() ? ANY : MASK;
	}

	@Override
	public String toString() {
		return masked();
	}

}
