package io.chaosmiddleware.spring.lint;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Finds out which mappings somebody may have meant.
 */
final class SimilarMappings {

	static final int MAX_SHOWN = 3;

	private static final int MAX_TEXT = 64;

	private static final int MAX_PATTERN = 128;

	private SimilarMappings() {
	}

	/**
	 * Describe the mappings that are most similar to a text.
	 * @param text the text
	 * @param patterns the patterns of all mappings, at least one
	 * @return the end of a sentence that names at most three of them
	 */
	static String describe(String text, List<String> patterns) {
		String wanted = cut(text, MAX_TEXT);
		List<String> similar = patterns.stream()
			.map((pattern) -> new Candidate(pattern, distance(wanted, cut(pattern, MAX_PATTERN))))
			.filter((candidate) -> candidate.distance() * 2 < wanted.length())
			.sorted(Comparator.comparingInt(Candidate::distance)
				.thenComparing((candidate) -> candidate.pattern().length())
				.thenComparing(Candidate::pattern))
			.map(Candidate::pattern)
			.limit(MAX_SHOWN)
			.toList();
		if (!similar.isEmpty()) {
			return "similar " + ((similar.size() == 1) ? "is " : "are ") + String.join(", ", similar);
		}
		int more = patterns.size() - MAX_SHOWN;
		return "known " + ((patterns.size() == 1) ? "is " : "are ")
				+ String.join(", ", patterns.subList(0, Math.min(MAX_SHOWN, patterns.size())))
				+ ((more > 0) ? " and " + more + " more" : "");
	}

	private static String cut(String text, int length) {
		return text.substring(0, Math.min(text.length(), length)).toLowerCase(Locale.ROOT);
	}

	// how many letters must change for the text to stand anywhere in the other
	private static int distance(String text, String other) {
		int[] distances = new int[text.length() + 1];
		for (int i = 0; i <= text.length(); i++) {
			distances[i] = i;
		}
		int best = text.length();
		for (int j = 1; j <= other.length(); j++) {
			int diagonal = 0;
			for (int i = 1; i <= text.length(); i++) {
				int changed = diagonal + ((text.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1);
				diagonal = distances[i];
				distances[i] = Math.min(changed, 1 + Math.min(distances[i], distances[i - 1]));
			}
			best = Math.min(best, distances[text.length()]);
		}
		return best;
	}

	private record Candidate(String pattern, int distance) {

	}

}
