package io.chaosmiddleware.spring.mappings;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the mappings that were probably meant.
 */
final class SimilarMappings {

	static final int MAX_SHOWN = 3;

	private static final int MAX_TEXT = 64;

	private static final int MAX_PATTERN = 128;

	private static final Pattern EXTENSION = Pattern.compile("(?<=[^/.])\\.\\p{Alpha}\\p{Alnum}{0,4}$");

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
		String stem = withoutExtension(wanted);
		List<Candidate> candidates = patterns.stream()
			.map((pattern) -> new Candidate(pattern, distance(wanted, stem, cut(pattern, MAX_PATTERN))))
			.filter((candidate) -> candidate.distance() * 2 < wanted.length())
			.sorted(Comparator.comparingInt(Candidate::distance)
				.thenComparing((candidate) -> candidate.pattern().length())
				.thenComparing(Candidate::pattern))
			.limit(MAX_SHOWN)
			.toList();
		if (!candidates.isEmpty()) {
			return name(candidates.stream()
				.filter((candidate) -> candidate.distance() == candidates.get(0).distance())
				.map(Candidate::pattern)
				.toList());
		}
		int more = patterns.size() - MAX_SHOWN;
		return "known " + ((patterns.size() == 1) ? "is " : "are ")
				+ String.join(", ", patterns.subList(0, Math.min(MAX_SHOWN, patterns.size())))
				+ ((more > 0) ? " and " + more + " more" : "");
	}

	/**
	 * Name mappings that are similar.
	 * @param patterns their patterns, at least one
	 * @return the end of a sentence that names at most three of them
	 */
	static String name(List<String> patterns) {
		return "similar " + ((patterns.size() == 1) ? "is " : "are ")
				+ patterns.stream().limit(MAX_SHOWN).collect(Collectors.joining(", "));
	}

	/**
	 * Return whether a text looks like another text with a spelling mistake: a letter or
	 * two differ, or the case, or the file extension.
	 * @param text the text of one segment
	 * @param other another text
	 * @return whether the other text was probably meant
	 */
	static boolean isMisspelt(String text, String other) {
		String wanted = cut(text, MAX_TEXT);
		String known = cut(other, MAX_TEXT);
		String stem = withoutExtension(wanted);
		String knownStem = withoutExtension(known);
		int longer = Math.max(stem.length(), knownStem.length());
		int most = (longer < 4) ? 0 : (longer < 12) ? 1 : 2;
		return stem.equals(knownStem) || (wanted.chars().anyMatch(Character::isLetter)
				&& Math.abs(wanted.length() - known.length()) <= most && Edits.between(wanted, known) <= most);
	}

	private static String cut(String text, int length) {
		return text.substring(0, Math.min(text.length(), length)).toLowerCase(Locale.ROOT);
	}

	private static String withoutExtension(String text) {
		return EXTENSION.matcher(text).replaceFirst("");
	}

	// A superfluous extension counts as one mistake, whatever its length.
	private static int distance(String text, String stem, String other) {
		int distance = Edits.within(text, other);
		return stem.equals(text) ? distance : Math.min(distance, 1 + Edits.within(stem, other));
	}

	private record Candidate(String pattern, int distance) {

	}

}
