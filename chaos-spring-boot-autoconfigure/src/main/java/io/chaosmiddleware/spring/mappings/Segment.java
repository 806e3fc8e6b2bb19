package io.chaosmiddleware.spring.mappings;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.chaosmiddleware.condition.Route;
import org.jspecify.annotations.Nullable;

/**
 * The part of a mapping between two slashes.
 *
 * @param kind the kind of text that the segment matches
 * @param text the text of the segment in the pattern
 * @param values examples of texts that the segment matches, at least one
 */
record Segment(Kind kind, String text, List<String> values) {

	private static final int MAX_VALUES = 16;

	// These are common values of variables: numbers, names, codes, dates and keys.
	private static final List<String> COMMON = List.of("1", "a", "A", "abc", "1234", "en", "2026-01-01", "a.b",
			"00000000-0000-4000-8000-000000000001", "ABC-1", "v1", "a_b");

	static final Segment ANY = new Segment(Kind.ANY, "*", COMMON);

	private static final Pattern WHOLE_VARIABLE = Pattern.compile("\\{[^*{}:][^{}:]*\\}");

	private static final Pattern REST = Pattern.compile("\\*\\*|\\{\\*[^}]*\\}");

	enum Kind {

		/** Matches its own text only. */
		LITERAL,

		/** Matches any text of one segment. */
		ANY,

		/** Matches text of one segment in a certain form. */
		FORM,

		/** Matches any number of segments. */
		REST

	}

	/**
	 * Read the segments of a pattern.
	 * @param pattern the pattern of a mapping, beginning with a slash
	 * @param matching returns, for a pattern of one segment, a predicate that tells which
	 * paths the pattern matches
	 * @return the segments, the first of which is empty, as a path begins with a slash
	 */
	static List<Segment> of(String pattern, Function<String, Predicate<String>> matching) {
		List<Segment> segments = new ArrayList<>();
		int depth = 0;
		int start = 0;
		for (int i = 0; i <= pattern.length(); i++) {
			char c = (i < pattern.length()) ? pattern.charAt(i) : '/';
			depth += (c == '{') ? 1 : (c == '}') ? -1 : 0;
			if (i == pattern.length() || (c == '/' && depth <= 0)) {
				segments.add(segment(pattern.substring(start, i), matching));
				start = i + 1;
			}
		}
		return segments;
	}

	private static Segment segment(String text, Function<String, Predicate<String>> matching) {
		if (REST.matcher(text).matches()) {
			return new Segment(Kind.REST, text, COMMON);
		}
		if (text.equals("*") || WHOLE_VARIABLE.matcher(text).matches()) {
			return new Segment(Kind.ANY, text, COMMON);
		}
		if (text.chars().noneMatch((c) -> c == '{' || c == '*' || c == '?')) {
			return new Segment(Kind.LITERAL, text, List.of(text));
		}
		return new Segment(Kind.FORM, text, values(text, matching.apply("/" + text)));
	}

	private static List<String> values(String text, Predicate<String> matcher) {
		Set<String> candidates = new LinkedHashSet<>();
		for (String value : COMMON) {
			candidates.add(fill(text, value));
		}
		for (int i = 0; i < MAX_VALUES; i++) {
			int index = i;
			candidates.add(fill(text, (expression) -> example(expression, index)));
		}
		List<String> values = candidates.stream()
			.filter((value) -> matcher.test("/" + value))
			.limit(MAX_VALUES)
			.toList();
		return values.isEmpty() ? List.of(fill(text, "a")) : values;
	}

	private static String example(@Nullable String expression, int index) {
		List<String> examples = COMMON;
		if (expression != null) {
			try {
				List<String> found = Route.parse("^(?:" + expression + ")$").examples();
				examples = found.isEmpty() ? COMMON : found;
			}
			catch (IllegalArgumentException ex) {
				// RE2 cannot read the expression of this variable, so common values are
				// tried.
			}
		}
		return examples.get(index % examples.size());
	}

	/**
	 * Return the text with a value in the place of each variable and wildcard.
	 * @param value the value
	 * @return the filled text
	 */
	String fill(String value) {
		return fill(this.text, value);
	}

	private static String fill(String text, String value) {
		return fill(text, (expression) -> value);
	}

	private static String fill(String text, Function<@Nullable String, String> values) {
		StringBuilder filled = new StringBuilder();
		int i = 0;
		while (i < text.length()) {
			char c = text.charAt(i);
			if (c == '{') {
				int end = end(text, i);
				int colon = text.indexOf(':', i);
				boolean hasExpression = colon >= 0 && colon < end;
				filled.append(values.apply(hasExpression ? text.substring(colon + 1, end) : null));
				i = end + 1;
			}
			else {
				filled.append((c == '*') ? values.apply(null) : (c == '?') ? "a" : String.valueOf(c));
				i++;
			}
		}
		return filled.toString();
	}

	private static int end(String text, int start) {
		int depth = 0;
		for (int i = start; i < text.length(); i++) {
			depth += (text.charAt(i) == '{') ? 1 : (text.charAt(i) == '}') ? -1 : 0;
			if (depth == 0) {
				return i;
			}
		}
		return text.length() - 1;
	}

}
