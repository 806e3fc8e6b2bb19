package io.chaosmiddleware.condition;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import com.google.re2j.Pattern;

/**
 * Makes texts that a route is likely to hit from the text of the route. The result may be
 * wrong, so callers compare each text with the route. Expressions have been accepted by
 * RE2, so no errors have to be found here.
 */
final class RouteExamples {

	static final int MAX_EXAMPLES = 32;

	static final int MAX_LENGTH = Route.MAX_LENGTH;

	private static final List<String> NOTHING = List.of("");

	// Classes and shorthands are tried with these characters. The most common ones in
	// paths come first.
	private static final String COMMON = "a1A-_.~ /\u00e9\u65e5\n";

	private static final java.util.regex.Pattern GROUP = java.util.regex.Pattern
		.compile("\\(\\?(?:P?<\\w+>|[a-zA-Z-]*:|(?<flags>[a-zA-Z-]+)\\))");

	private static final java.util.regex.Pattern CLASS = java.util.regex.Pattern
		.compile("\\[\\^?\\]?(?:\\[:\\^?\\w+:\\]|\\\\.|[^\\]\\\\])*+\\]", java.util.regex.Pattern.DOTALL);

	private static final java.util.regex.Pattern UNICODE_CLASS = java.util.regex.Pattern
		.compile("\\\\[pP](?:\\{[^}]*\\}|.)", java.util.regex.Pattern.DOTALL);

	private static final java.util.regex.Pattern CODE_POINT = java.util.regex.Pattern
		.compile("\\\\(?:x\\{(?<long>[0-9a-fA-F]+)\\}|x(?<hex>[0-9a-fA-F]{2})|(?<octal>[0-7]{1,3}))");

	private static final java.util.regex.Pattern REPEAT = java.util.regex.Pattern
		.compile("\\{(?<min>\\d{1,9})(?<open>,(?<max>\\d{1,9})?)?\\}");

	private static final java.util.regex.Pattern VARIABLE = java.util.regex.Pattern.compile("\\{(\\*?)[^{}/]+\\}");

	private final String source;

	private int position;

	private RouteExamples(String source) {
		this.source = source;
	}

	/**
	 * Make texts for a path pattern in Spring's notation.
	 * @param pattern the text of the pattern
	 * @return at most 32 texts
	 */
	static List<String> ofPathPattern(String pattern) {
		Set<String> examples = new LinkedHashSet<>();
		for (String value : List.of("1", "a", "")) {
			examples.add(fill(pattern, value, "/" + value));
			examples.add(fill(pattern, value.isEmpty() ? "a" : value, ""));
		}
		return bounded(examples);
	}

	private static String fill(String pattern, String value, String rest) {
		StringBuilder filled = new StringBuilder();
		java.util.regex.Matcher variable = VARIABLE.matcher(pattern);
		int i = 0;
		while (i < pattern.length()) {
			if (pattern.startsWith("/**", i) && i + 3 == pattern.length()) {
				filled.append(rest);
				i = pattern.length();
			}
			else if (pattern.charAt(i) == '*') {
				filled.append(value);
				while (i < pattern.length() && pattern.charAt(i) == '*') {
					i++;
				}
			}
			else if (variable.region(i, pattern.length()).lookingAt()) {
				if (variable.group(1).isEmpty()) {
					filled.append(value);
				}
				else {
					filled.setLength(Math.max(0, filled.length() - 1));
					filled.append(rest);
				}
				i = variable.end();
			}
			else {
				filled.append(pattern.charAt(i++));
			}
		}
		return filled.toString();
	}

	/**
	 * Make texts for an RE2 expression.
	 * @param expression an expression that RE2 can read
	 * @return at most 32 texts
	 */
	static List<String> ofExpression(String expression) {
		return new RouteExamples(expression).alternatives();
	}

	private List<String> alternatives() {
		List<List<String>> alternatives = new ArrayList<>();
		alternatives.add(sequence());
		while (skip('|')) {
			alternatives.add(sequence());
		}
		Set<String> examples = new LinkedHashSet<>();
		// One example of each alternative is taken in turn, so that the limit does not
		// leave out any alternative completely.
		for (int i = 0; i < MAX_EXAMPLES; i++) {
			for (List<String> alternative : alternatives) {
				if (i < alternative.size()) {
					examples.add(alternative.get(i));
				}
			}
		}
		return bounded(examples);
	}

	private static List<String> bounded(Set<String> examples) {
		return examples.stream().filter((example) -> example.length() <= MAX_LENGTH).limit(MAX_EXAMPLES).toList();
	}

	private List<String> sequence() {
		List<String> examples = NOTHING;
		while (this.position < this.source.length() && "|)".indexOf(peek()) < 0) {
			examples = join(examples, repeated(atom()));
		}
		return examples;
	}

	private static List<String> join(List<String> heads, List<String> tails) {
		Set<String> joined = new LinkedHashSet<>();
		if (heads.size() * tails.size() <= MAX_EXAMPLES) {
			heads.forEach((head) -> tails.forEach((tail) -> joined.add(head + tail)));
		}
		else {
			for (int i = 0; i < Math.max(heads.size(), tails.size()); i++) {
				joined.add(heads.get(i % heads.size()) + tails.get(i % tails.size()));
			}
		}
		List<String> bounded = bounded(joined);
		// The text would be too long for a useful path, so this part is left out.
		return bounded.isEmpty() ? heads : bounded;
	}

	private List<String> repeated(List<String> atoms) {
		List<String> examples = atoms;
		while (this.position < this.source.length()) {
			java.util.regex.Matcher repeat = REPEAT.matcher(this.source).region(this.position, this.source.length());
			if (repeat.lookingAt()) {
				this.position = repeat.end();
				int min = Integer.parseInt(repeat.group("min"));
				boolean more = (repeat.group("max") != null) ? Integer.parseInt(repeat.group("max")) > min
						: repeat.group("open") != null;
				examples = (min > 0) ? times(examples, min) : more ? orNothing(examples) : NOTHING;
			}
			else if (skip('*') || skip('?')) {
				examples = orNothing(examples);
			}
			else if (!skip('+')) {
				break;
			}
		}
		return examples;
	}

	private static List<String> times(List<String> examples, int times) {
		List<String> repeated = examples.stream()
			.filter((example) -> (long) example.length() * times <= MAX_LENGTH)
			.map((example) -> example.repeat(times))
			.toList();
		return repeated.isEmpty() ? examples : repeated;
	}

	private static List<String> orNothing(List<String> examples) {
		Set<String> either = new LinkedHashSet<>(examples.subList(0, Math.min(examples.size(), MAX_EXAMPLES - 1)));
		either.add("");
		return List.copyOf(either);
	}

	private List<String> atom() {
		return switch (peek()) {
			case '(' -> group();
			case '[' -> characterClass();
			case '\\' -> escape();
			case '.' -> dot();
			case '^', '$' -> advance(1, "");
			default -> {
				int codePoint = this.source.codePointAt(this.position);
				yield advance(Character.charCount(codePoint), Character.toString(codePoint));
			}
		};
	}

	// A dot that is not repeated most likely stands for itself, as in /report.pdf.
	private List<String> dot() {
		int next = this.position + 1;
		boolean repeats = next < this.source.length() && "*+?{".indexOf(this.source.charAt(next)) >= 0;
		return advance(1, repeats ? "a" : ".");
	}

	private List<String> group() {
		java.util.regex.Matcher group = GROUP.matcher(this.source).region(this.position, this.source.length());
		if (group.lookingAt()) {
			this.position = group.end();
			if (group.group("flags") != null) {
				return NOTHING;
			}
		}
		else {
			this.position++;
		}
		List<String> examples = alternatives();
		skip(')');
		return examples;
	}

	private List<String> characterClass() {
		java.util.regex.Matcher text = CLASS.matcher(this.source).region(this.position, this.source.length());
		return text.lookingAt() ? member(text.group()) : advance(1, "[");
	}

	// RE2 itself is asked which characters a class contains.
	private List<String> member(String characterClass) {
		this.position += characterClass.length();
		Pattern pattern = Pattern.compile("(?s)" + characterClass);
		return COMMON.concat(characterClass)
			.codePoints()
			.mapToObj(Character::toString)
			.filter(pattern::matches)
			.findFirst()
			.map(List::of)
			.orElse(NOTHING);
	}

	private List<String> escape() {
		int end = this.source.length();
		if (this.source.startsWith("\\Q", this.position)) {
			int close = this.source.indexOf("\\E", this.position);
			String text = this.source.substring(this.position + 2, (close >= 0) ? close : end);
			return advance(text.length() + ((close >= 0) ? 4 : 2), text);
		}
		java.util.regex.Matcher unicodeClass = UNICODE_CLASS.matcher(this.source).region(this.position, end);
		if (unicodeClass.lookingAt()) {
			return member(unicodeClass.group());
		}
		java.util.regex.Matcher codePoint = CODE_POINT.matcher(this.source).region(this.position, end);
		if (codePoint.lookingAt()) {
			return advance(codePoint.group().length(), character(codePoint));
		}
		int escaped = this.source.codePointAt(Math.min(this.position + 1, end - 1));
		return advance(1 + Character.charCount(escaped), switch (escaped) {
			case 'd' -> "1";
			case 'w', 'D', 'S', 'C' -> "a";
			case 'W' -> "-";
			case 's' -> " ";
			case 'A', 'z', 'b', 'B', 'E' -> "";
			case 'n' -> "\n";
			case 't' -> "\t";
			case 'r' -> "\r";
			case 'f' -> "\f";
			case 'v' -> "\u000b";
			case 'a' -> "\u0007";
			default -> Character.toString(escaped);
		});
	}

	private static String character(java.util.regex.Matcher codePoint) {
		String octal = codePoint.group("octal");
		if (octal != null) {
			return Character.toString(Integer.parseInt(octal, 8));
		}
		String hex = codePoint.group("hex");
		return Character.toString(Integer.parseInt((hex != null) ? hex : codePoint.group("long"), 16));
	}

	private List<String> advance(int characters, String example) {
		this.position += characters;
		return List.of(example);
	}

	private char peek() {
		return this.source.charAt(this.position);
	}

	private boolean skip(char c) {
		if (this.position < this.source.length() && peek() == c) {
			this.position++;
			return true;
		}
		return false;
	}

}
