package io.chaosmiddleware.condition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.re2j.PatternSyntaxException;

/**
 * An expression before RE2 compiles it: how much it would cost, whether RE2 can safely
 * compile it, and which text every path that it hits contains.
 */
final class RouteExpression {

	/** The weight of one instruction of a compiled program. */
	static final int INSTRUCTION = 100;

	// This is the size of the smallest program.
	private static final int LEAST_INSTRUCTIONS = 5;

	// Each use of a Unicode class creates a table of several kilobytes.
	private static final int UNICODE_CLASS_INSTRUCTIONS = 32;

	// Finding the other cases of the members of a Unicode class costs a multiple.
	private static final int CASE_FOLDING_FACTOR = 4;

	private static final Pattern IGNORING_CASE = Pattern.compile("\\(\\?[a-zA-Z-]*i");

	private static final Pattern BEYOND_CYRILLIC = Pattern
		.compile("(?<range>-)?(?:\\\\x\\{0*(?<hex>[0-9a-fA-F]+)\\}|(?<raw>[\\x{1C80}-\\x{10FFFF}]))");

	private final String text;

	private final boolean ignoresCase;

	RouteExpression(String text) {
		this.text = text;
		this.ignoresCase = IGNORING_CASE.matcher(text).find();
	}

	/**
	 * Return a lower bound of the weight of the compiled program. This is its size in
	 * instructions, where a large class counts as many, and counted repeats are expanded
	 * as RE2 does. The time of a comparison is proportional to the weight and to the
	 * length of the path.
	 */
	long weight() {
		long[] outer = new long[(int) this.text.chars().filter((c) -> c == '(').count()];
		int depth = 0;
		long group = LEAST_INSTRUCTIONS;
		long atom = 0;
		boolean nullable = false;
		RouteTokens token = new RouteTokens(this.text);
		while (token.next() && group * INSTRUCTION <= Route.MAX_WEIGHT) {
			switch (token.kind()) {
				case GROUP, CAPTURING_GROUP -> {
					outer[depth++] = group;
					// RE2 adds an instruction at the start and at the end of a capturing
					// group.
					group = (token.kind() == RouteTokens.Kind.GROUP) ? 1 : 3;
				}
				case END -> {
					atom = group;
					nullable = true;
					group += (depth > 0) ? outer[--depth] : 0;
				}
				case REPEAT -> {
					long written = atom * token.count() + 2L * token.optional();
					group += written - atom;
					atom = written;
					nullable = true;
				}
				case SUFFIX -> {
					// Repeating a part that may be empty takes two instructions.
					long more = nullable ? 2 : 1;
					group += more;
					atom += more;
					nullable = true;
				}
				default -> {
					atom = instructions(token);
					nullable = "^$\\".indexOf(token.charAt(0)) >= 0;
					group += atom;
				}
			}
		}
		while (depth > 0) {
			group += outer[--depth];
		}
		return group * INSTRUCTION;
	}

	private long instructions(RouteTokens token) {
		int caseFolding = this.ignoresCase ? CASE_FOLDING_FACTOR : 1;
		return switch (token.kind()) {
			case UNICODE_CLASS -> UNICODE_CLASS_INSTRUCTIONS * caseFolding;
			case CLASS -> {
				// Finding the other cases of a range takes time for each of its
				// characters.
				int folded = (this.ignoresCase && token.isBeyondAscii()) ? UNICODE_CLASS_INSTRUCTIONS : 0;
				yield (token.length() + token.unicodeClasses() * UNICODE_CLASS_INSTRUCTIONS) * caseFolding + folded;
			}
			case QUOTED -> token.length();
			case ESCAPE -> 2 * caseFolding;
			case ALTERNATIVE -> 2;
			default -> 1;
		};
	}

	/**
	 * Compile the expression.
	 * @throws IllegalArgumentException if RE2 cannot read it, or would not terminate
	 */
	com.google.re2j.Pattern compile() {
		checkCaseFolding();
		try {
			return com.google.re2j.Pattern.compile(this.text);
		}
		catch (PatternSyntaxException ex) {
			throw new IllegalArgumentException("not a valid RE2 expression: " + ex.getDescription());
		}
		catch (RuntimeException | StackOverflowError ex) {
			throw new IllegalArgumentException("not a valid RE2 expression");
		}
	}

	// RE2/J 1.8 does not terminate when it looks for the other cases of U+1C80 to U+1C88,
	// whether they are single characters or part of a range.
	private void checkCaseFolding() {
		if (!this.ignoresCase) {
			return;
		}
		Matcher character = BEYOND_CYRILLIC.matcher(this.text);
		while (character.find()) {
			String hex = character.group("hex");
			long codePoint = (hex == null) ? character.group("raw").codePointAt(0)
					: (hex.length() > 6) ? Long.MAX_VALUE : Long.parseLong(hex, 16);
			boolean range = character.group("range") != null;
			if (codePoint >= 0x1C80 && (range || codePoint <= 0x1C88)) {
				throw new IllegalArgumentException("(?i) does not go with characters from U+1C80 to U+1C88,"
						+ " nor with ranges beyond U+1C80; leave one of both out");
			}
		}
	}

	/**
	 * Return the longest text that every path that the expression hits contains. Most
	 * other paths do not contain it, and searching for it is much cheaper than matching.
	 * Text in groups and optional text is not considered.
	 */
	String requiredLiteral() {
		if (this.text.contains("(?")) {
			// Flags may change the meaning of the whole expression.
			return "";
		}
		List<String> literals = new ArrayList<>();
		StringBuilder literal = new StringBuilder();
		int depth = 0;
		RouteTokens token = new RouteTokens(this.text);
		while (token.next()) {
			RouteTokens.Kind kind = token.kind();
			if ((kind == RouteTokens.Kind.ESCAPE && isLonger(token))
					|| (kind == RouteTokens.Kind.ALTERNATIVE && depth == 0)) {
				return "";
			}
			if (kind == RouteTokens.Kind.CHARACTER && depth == 0 && "^$.".indexOf(token.charAt(0)) < 0) {
				token.appendTo(literal);
				continue;
			}
			if (kind == RouteTokens.Kind.CAPTURING_GROUP) {
				depth++;
			}
			else if (kind == RouteTokens.Kind.END) {
				depth--;
			}
			else if ((kind == RouteTokens.Kind.REPEAT || kind == RouteTokens.Kind.SUFFIX) && literal.length() > 0) {
				literal.setLength(literal.offsetByCodePoints(literal.length(), -1));
			}
			literals.add(literal.toString());
			literal.setLength(0);
		}
		literals.add(literal.toString());
		return longest(literals);
	}

	// The end of such an escape would look like plain text.
	private static boolean isLonger(RouteTokens escape) {
		return escape.charAt(1) == 'x' || (escape.charAt(1) >= '0' && escape.charAt(1) <= '9');
	}

	private static String longest(List<String> literals) {
		return literals.stream().max(Comparator.comparingInt(String::length)).orElse("");
	}

}
