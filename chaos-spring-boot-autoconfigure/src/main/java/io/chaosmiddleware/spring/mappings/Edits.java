package io.chaosmiddleware.spring.mappings;

/**
 * Counts the edits that turn one text into another. An edit replaces, removes or adds one
 * letter, or swaps two adjacent letters. Case matters.
 */
final class Edits {

	private Edits() {
	}

	/**
	 * Return how many edits make a text equal to another text.
	 * @param text the text
	 * @param other the other text
	 * @return the number of edits
	 */
	static int between(String text, String other) {
		return count(text, other, false);
	}

	/**
	 * Return how many edits make a text equal to any part of another text.
	 * @param text the text
	 * @param other the other text
	 * @return the number of edits
	 */
	static int within(String text, String other) {
		return count(text, other, true);
	}

	private static int count(String text, String other, boolean anywhere) {
		int[] beforeLast = new int[text.length() + 1];
		int[] last = new int[text.length() + 1];
		int[] edits = new int[text.length() + 1];
		for (int i = 0; i <= text.length(); i++) {
			edits[i] = i;
		}
		int best = text.length();
		for (int j = 1; j <= other.length(); j++) {
			int[] free = beforeLast;
			beforeLast = last;
			last = edits;
			edits = free;
			edits[0] = anywhere ? 0 : j;
			for (int i = 1; i <= text.length(); i++) {
				boolean same = text.charAt(i - 1) == other.charAt(j - 1);
				edits[i] = Math.min(last[i - 1] + (same ? 0 : 1), 1 + Math.min(last[i], edits[i - 1]));
				if (i > 1 && j > 1 && text.charAt(i - 1) == other.charAt(j - 2)
						&& text.charAt(i - 2) == other.charAt(j - 1)) {
					edits[i] = Math.min(edits[i], beforeLast[i - 2] + 1);
				}
			}
			best = Math.min(best, edits[text.length()]);
		}
		return anywhere ? best : edits[text.length()];
	}

}
