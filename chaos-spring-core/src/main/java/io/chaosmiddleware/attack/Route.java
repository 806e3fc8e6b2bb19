package io.chaosmiddleware.attack;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The route of an action: which paths it can hit. Immutable and safe for use by many
 * threads.
 * <ul>
 * <li>A route is an expression of RE2 that is searched anywhere in the path (decision
 * D7): {@code /users} hits {@code /v1/users/42}. Matching takes time linear in the length
 * of the path.</li>
 * <li>{@code /*} stands for any text of one segment, possibly empty (decision D8).</li>
 * <li>A route that contains {@code **}, {@code {name}} or {@code {*name}} is a path
 * pattern in Spring's notation, compared with the whole path (decision D9).</li>
 * <li>A route without special characters is compared without allocation.</li>
 * </ul>
 */
public final class Route {

	/** The route that hits every path. */
	public static final Route ANY = new Route("", "", null, false, 0);

	/** The longest route, in characters. */
	public static final int MAX_LENGTH = 256;

	/** The largest product of nested repeat counts. */
	public static final int MAX_REPEAT = 1000;

	/**
	 * The largest size of an expression whose counted repeats are written out: each
	 * character, class, group, alternative and {@code *}, {@code +} or {@code ?} counts
	 * one. It is well above a thousand repeats of something simple, such as
	 * {@code [a-z]{1000}} or {@code (abc){1000}}, and keeps the longest comparison below
	 * half a second. All routes of one document that repeat something share it.
	 */
	public static final int MAX_SIZE = 5000;

	private static final String VARIABLE = "\\{(\\*?)\\p{javaJavaIdentifierStart}[\\p{javaJavaIdentifierPart}\\-]*([:}])";

	// an escape comes first: neither \** nor the brace of \p{L} or \x{41} makes a pattern
	private static final java.util.regex.Pattern PATH_PATTERN_TOKEN = java.util.regex.Pattern
		.compile("\\\\[pPx]\\{|\\\\.|(?<pattern>\\*\\*|" + VARIABLE + ")", java.util.regex.Pattern.DOTALL);

	private static final java.util.regex.Pattern PATH_PATTERN_VARIABLE = java.util.regex.Pattern.compile(VARIABLE);

	// what can stand for one atom in RE2: quoted text, an escape, a class; then groups
	// and repeats
	private static final java.util.regex.Pattern EXPRESSION_TOKEN = java.util.regex.Pattern
		.compile("\\\\Q.*?(?:\\\\E|$)|\\\\[pPx]\\{[^}]*\\}|\\\\.|\\[\\^?\\]?(?:\\[:\\^?\\w+:\\]|\\\\.|[^\\]\\\\])*+\\]"
				+ "|(?<open>\\((?:\\?(?:P?<\\w+>|[a-zA-Z-]*:?))?)|(?<close>\\))|(?<repeat>\\{(?<min>\\d+)(?:,(?<max>\\d*))?\\})|(?<suffix>[*+?])|.",
				java.util.regex.Pattern.DOTALL);

	// its end would look like plain text
	private static final java.util.regex.Pattern LONGER_ESCAPE = java.util.regex.Pattern.compile("\\\\[pPx0-9]");

	private static final java.util.regex.Pattern IGNORING_CASE = java.util.regex.Pattern.compile("\\(\\?[a-zA-Z-]*i");

	private static final java.util.regex.Pattern BEYOND_CYRILLIC = java.util.regex.Pattern
		.compile("(?<range>-)?(?:\\\\x\\{0*(?<hex>[0-9a-fA-F]+)\\}|(?<raw>[\\x{1C80}-\\x{10FFFF}]))");

	private static final String META_CHARACTERS = "\\^$.|?*+()[]{}";

	private final String source;

	private final String literal;

	private final @Nullable Pattern pattern;

	private final boolean whole;

	private final int size;

	/**
	 * Create a route.
	 * @param source the text of the route
	 * @param literal what stands in every path that is hit; without a pattern that is all
	 * @param pattern what else there is to it
	 */
	private Route(String source, String literal, @Nullable Pattern pattern, boolean whole, int size) {
		this.source = source;
		this.literal = literal;
		this.pattern = pattern;
		this.whole = whole;
		this.size = size;
	}

	/**
	 * Read the route of an action.
	 * @param source the text of the route; an empty one hits every path
	 * @return the route
	 * @throws IllegalArgumentException if the text is not a valid route, with a message
	 * that says why
	 */
	public static Route parse(String source) {
		if (source.isEmpty()) {
			return ANY;
		}
		checkLength(source);
		if (isLiteral(source)) {
			return new Route(source, source, null, false, 0);
		}
		if (isPathPattern(source)) {
			return pathPattern(source);
		}
		String stem = source.substring(0, source.length() - 1);
		if (source.endsWith("/*") && isLiteral(stem)) {
			// what follows the last slash may be empty, so that searching the stem is
			// enough
			return new Route(source, stem, null, false, 0);
		}
		String expression = source.replace("/*", "/[^/]*");
		checkCaseFolding(expression);
		int size = checkRepeats(expression);
		return new Route(source, requiredLiteral(expression), compile(expression), false, size);
	}

	/**
	 * Read a path pattern in Spring's notation that is compared with the whole path, as
	 * in decision D9. A text without wildcards and variables hits exactly that path.
	 * @param source the text of the pattern
	 * @return the route
	 * @throws IllegalArgumentException if the text is not a valid pattern, with a message
	 * that says why
	 */
	public static Route pathPattern(String source) {
		checkLength(source);
		if (source.indexOf('*') < 0 && source.indexOf('{') < 0) {
			return new Route(source, source, null, true, 0);
		}
		StringBuilder expression = new StringBuilder("(?s)");
		StringBuilder literal = new StringBuilder();
		List<String> literals = new ArrayList<>();
		java.util.regex.Matcher variable = PATH_PATTERN_VARIABLE.matcher(source);
		int i = 0;
		while (i < source.length()) {
			if (source.startsWith("/**", i) && i + 3 == source.length()) {
				flush(literal, literals, expression).append("(?:/.*)?");
				i = source.length();
			}
			else if (source.charAt(i) == '*') {
				flush(literal, literals, expression).append("[^/]*");
				while (i < source.length() && source.charAt(i) == '*') {
					i++;
				}
			}
			else if (variable.region(i, source.length()).lookingAt()) {
				i = variable.end();
				if (variable.group(2).equals(":")) {
					throw new IllegalArgumentException("a variable with an expression is not supported; use {name}");
				}
				if (variable.group(1).isEmpty()) {
					flush(literal, literals, expression).append("[^/]+");
				}
				else if (i == source.length() && literal.length() > 0 && literal.charAt(literal.length() - 1) == '/') {
					literal.setLength(literal.length() - 1);
					flush(literal, literals, expression).append("(?:/.*)?");
				}
				else {
					throw new IllegalArgumentException("{*name} must be the whole last segment");
				}
			}
			else {
				literal.append(source.charAt(i++));
			}
		}
		Pattern pattern = compile(flush(literal, literals, expression).toString());
		return new Route(source, longest(literals), pattern, true, 0);
	}

	private static StringBuilder flush(StringBuilder literal, List<String> literals, StringBuilder expression) {
		literals.add(literal.toString());
		expression.append(Pattern.quote(literal.toString()));
		literal.setLength(0);
		return expression;
	}

	private static void checkLength(String source) {
		if (source.length() > MAX_LENGTH) {
			throw new IllegalArgumentException("a route has at most " + MAX_LENGTH + " characters");
		}
	}

	private static boolean isPathPattern(String source) {
		java.util.regex.Matcher token = PATH_PATTERN_TOKEN.matcher(source);
		while (token.find()) {
			if (token.group("pattern") != null) {
				return true;
			}
		}
		return false;
	}

	private static boolean isLiteral(String source) {
		return source.chars().noneMatch((c) -> META_CHARACTERS.indexOf(c) >= 0);
	}

	private static Pattern compile(String expression) {
		try {
			return Pattern.compile(expression);
		}
		catch (PatternSyntaxException ex) {
			throw new IllegalArgumentException("not a valid RE2 expression: " + ex.getDescription());
		}
		catch (RuntimeException | StackOverflowError ex) {
			throw new IllegalArgumentException("not a valid RE2 expression");
		}
	}

	// RE2/J 1.8 never ends when it looks for the other cases of U+1C80 to U+1C88, be it
	// as
	// themselves or within a range
	private static void checkCaseFolding(String expression) {
		if (!IGNORING_CASE.matcher(expression).find()) {
			return;
		}
		java.util.regex.Matcher character = BEYOND_CYRILLIC.matcher(expression);
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

	// RE2 writes counted repeats out, so that nested ones could fill the memory, and many
	// in a row could make one comparison last for seconds or end the stack: a mend on the
	// safe side of decision D7
	private static int checkRepeats(String expression) {
		Deque<Long> groups = new ArrayDeque<>();
		Deque<Long> groupSizes = new ArrayDeque<>();
		long inGroup = 1;
		long ofAtom = 1;
		long groupSize = 0;
		long atomSize = 1;
		java.util.regex.Matcher token = EXPRESSION_TOKEN.matcher(expression);
		while (token.find()) {
			if (token.group("open") != null) {
				groups.push(inGroup);
				groupSizes.push(groupSize);
				inGroup = 1;
				ofAtom = 1;
				groupSize = 0;
			}
			else if (token.group("close") != null) {
				ofAtom = inGroup;
				inGroup = groups.isEmpty() ? inGroup : Math.max(groups.pop(), ofAtom);
				atomSize = groupSize + 1;
				groupSize = atomSize + (groupSizes.isEmpty() ? 0 : groupSizes.pop());
			}
			else if (token.group("repeat") != null) {
				String max = token.group("max");
				long count = repeatCount((max != null && !max.isEmpty()) ? max : token.group("min"));
				ofAtom *= count;
				inGroup = Math.max(inGroup, ofAtom);
				if (ofAtom > MAX_REPEAT) {
					throw new IllegalArgumentException(
							"nested repeat counts multiply to more than " + MAX_REPEAT + "; use smaller ones");
				}
				groupSize += atomSize * (count - 1);
				atomSize *= count;
			}
			else if (token.group("suffix") != null) {
				groupSize++;
				atomSize++;
			}
			else {
				ofAtom = 1;
				atomSize = 1;
				groupSize += token.group().startsWith("\\Q") ? token.group().length() : 1;
			}
			if (groupSize > MAX_SIZE) {
				throw new IllegalArgumentException(
						"repeat counts add up to more than " + MAX_SIZE + " characters; use smaller ones");
			}
		}
		return (int) groupSize;
	}

	private static long repeatCount(String digits) {
		String significant = digits.replaceFirst("^0+", "");
		if (significant.length() > 4) {
			return MAX_REPEAT + 1;
		}
		return significant.isEmpty() ? 1 : Long.parseLong(significant);
	}

	// most paths that are not hit lack it, and looking for it is much cheaper than
	// matching; what stands in a group, or may be left out, is not required
	private static String requiredLiteral(String expression) {
		if (expression.contains("(?")) {
			// flags may change what everything else means
			return "";
		}
		List<String> literals = new ArrayList<>();
		StringBuilder literal = new StringBuilder();
		int depth = 0;
		java.util.regex.Matcher token = EXPRESSION_TOKEN.matcher(expression);
		while (token.find()) {
			String text = token.group();
			if (LONGER_ESCAPE.matcher(text).matches()) {
				return "";
			}
			boolean open = token.group("open") != null;
			boolean close = token.group("close") != null;
			boolean repeats = token.group("repeat") != null || token.group("suffix") != null;
			depth += open ? 1 : close ? -1 : 0;
			if (depth == 0 && text.equals("|")) {
				return "";
			}
			if (depth == 0 && !close && !repeats && text.length() == 1 && "^$.".indexOf(text.charAt(0)) < 0) {
				literal.append(text);
				continue;
			}
			if (repeats && literal.length() > 0) {
				literal.setLength(literal.length() - 1);
			}
			literals.add(literal.toString());
			literal.setLength(0);
		}
		literals.add(literal.toString());
		return longest(literals);
	}

	private static String longest(List<String> literals) {
		return literals.stream().max(Comparator.comparingInt(String::length)).orElse("");
	}

	/**
	 * Return how much a comparison costs beyond the length of the route, since something
	 * is repeated.
	 */
	int repeatedSize() {
		return (this.size > MAX_LENGTH) ? this.size : 0;
	}

	/**
	 * Return whether this route hits a path.
	 * @param path the decoded path, as from {@link RequestPath}
	 * @return whether the path is hit
	 */
	public boolean matches(String path) {
		if (this.pattern != null) {
			if (!path.contains(this.literal)) {
				return false;
			}
			try {
				return this.whole ? this.pattern.matches(path) : this.pattern.matcher(path).find();
			}
			catch (StackOverflowError ex) {
				// RE2/J works by recursion; whoever has hardly any stack left is spared
				return false;
			}
		}
		return this.whole ? path.equals(this.literal) : path.contains(this.literal);
	}

	/**
	 * Return a few texts that this route hits, to show or to try out what it can hit.
	 * They are made from the text of the route: variables are filled in, of an expression
	 * each alternative appears, and what may be absent is there and is absent. Parts of a
	 * path unless the route is compared with the whole path.
	 * @return at most 32 texts of at most 256 characters; none if none is found
	 */
	public List<String> examples() {
		try {
			return candidates().stream().filter(this::matches).toList();
		}
		catch (RuntimeException | StackOverflowError ex) {
			return List.of();
		}
	}

	private List<String> candidates() {
		if (this.source.isEmpty()) {
			return List.of("/");
		}
		if (this.whole) {
			return RouteExamples.ofPathPattern(this.source);
		}
		return isLiteral(this.source) ? List.of(this.source)
				: RouteExamples.ofExpression(this.source.replace("/*", "/[^/]*"));
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Route route && this.whole == route.whole && this.source.equals(route.source);
	}

	@Override
	public int hashCode() {
		return this.source.hashCode();
	}

	/**
	 * Return the text of the route as its author wrote it.
	 * @return untrusted text, at most 256 characters
	 */
	@Override
	public String toString() {
		return this.source;
	}

}
