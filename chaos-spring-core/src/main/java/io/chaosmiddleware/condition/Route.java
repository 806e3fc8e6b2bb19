package io.chaosmiddleware.condition;

import java.util.List;
import java.util.Map;

import com.google.re2j.Pattern;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.document.Fields;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.document.WeightBudget;
import org.jspecify.annotations.Nullable;

/**
 * The route of an action: which paths it can hit. Immutable and safe for use by many
 * threads.
 * <ul>
 * <li>A route is an RE2 expression that is searched anywhere in the path (decision D7 in
 * {@code docs/differences.md}): {@code /users} hits {@code /v1/users/42}. Matching takes
 * time linear in the length of the path.</li>
 * <li>{@code /*} matches a slash and any text of one segment, possibly empty (decision D8
 * in {@code docs/differences.md}).</li>
 * <li>A route that contains {@code **}, {@code {name}} or {@code {*name}} is a path
 * pattern in Spring's notation, compared with the whole path (decision D9 in
 * {@code docs/differences.md}).</li>
 * <li>A route without special characters is compared without allocation.</li>
 * </ul>
 */
public final class Route implements Condition {

	/** The route that hits every path. */
	public static final Route ANY = literal("", "", false);

	/** The longest route, in characters. */
	public static final int MAX_LENGTH = 256;

	/** The greatest {@linkplain #weight() weight} of one route. */
	public static final int MAX_WEIGHT = AttackLimits.MAX_ROUTE_WEIGHT;

	static final String SCHEMA = """
			{
				"properties": {
					"route": {
						"description": "Which paths are hit: a path pattern or a regular expression. All if it is absent or empty",
						"examples": ["/users/{id}", "/orders/**", "/users"],
						"type": "string",
						"maxLength": 256
					}
				}
			}
			""";

	// Escapes are matched first, since neither \** nor the brace of \p{L} or \x{41} makes
	// a route a path pattern.
	private static final java.util.regex.Pattern PATH_PATTERN_TOKEN = java.util.regex.Pattern
		.compile("\\\\[pPx]\\{|\\\\.|(?<pattern>\\*\\*|" + PathPattern.VARIABLE + ")", java.util.regex.Pattern.DOTALL);

	private static final String META_CHARACTERS = "\\^$.|?*+()[]{}";

	private final String source;

	private final String literal;

	private final @Nullable RouteExpression expression;

	private final @Nullable Pattern program;

	private final @Nullable PathPattern pathPattern;

	private final boolean whole;

	private final int weight;

	/**
	 * Create a route.
	 * @param source the text of the route
	 * @param literal the text that every path that is hit contains. Without an expression
	 * nothing else is required
	 * @param expression the expression that the path must match as well, if there is one
	 * @param program the compiled expression, {@code null} to compile it for each
	 * comparison
	 * @param pathPattern the pattern that the whole path is compared with instead
	 */
	private Route(String source, String literal, @Nullable RouteExpression expression, @Nullable Pattern program,
			@Nullable PathPattern pathPattern, boolean whole, int weight) {
		this.source = source;
		this.literal = literal;
		this.expression = expression;
		this.program = program;
		this.pathPattern = pathPattern;
		this.whole = whole;
		this.weight = weight;
	}

	private static Route literal(String source, String literal, boolean whole) {
		return new Route(source, literal, null, null, null, whole, literal.length());
	}

	private static Route expression(String source, RouteExpression expression, WeightBudget budget) {
		long weight = expression.weight();
		budget.pay(weight);
		Pattern program = expression.compile();
		return new Route(source, expression.requiredLiteral(), expression, program, null, false, (int) weight);
	}

	/**
	 * Read the route of an action.
	 * @param source the text of the route; an empty one hits every path
	 * @return the route
	 * @throws IllegalArgumentException if the text is not a valid route, with a message
	 * that says why
	 */
	public static Route parse(String source) {
		return parse(source, new WeightBudget(MAX_WEIGHT, MAX_WEIGHT));
	}

	static @Nullable Condition read(Fields fields) {
		String value = fields.optional("route") ? fields.text("route", "a route") : null;
		if (value == null || value.isEmpty()) {
			return null;
		}
		try {
			return parse(value, fields.reading().weight());
		}
		catch (IllegalArgumentException ex) {
			boolean tooHeavy = ex instanceof WeightBudget.TooHeavyException;
			fields.refuse("route", tooHeavy ? Reason.ROUTE_TOO_HEAVY : Reason.ROUTE_INVALID,
					"'" + PrintableText.of(value) + "' is " + (tooHeavy ? "too heavy a route: " : "not a valid route: ")
							+ PrintableText.of(String.valueOf(ex.getMessage())));
			return null;
		}
	}

	static Route parse(String source, WeightBudget budget) {
		if (source.isEmpty()) {
			return ANY;
		}
		check(source);
		if (isLiteral(source)) {
			budget.pay(source.length());
			return literal(source, source, false);
		}
		if (isPathPattern(source)) {
			return pathPattern(source, budget);
		}
		String stem = source.substring(0, source.length() - 1);
		if (source.endsWith("/*") && isLiteral(stem)) {
			// The text after the last slash may be empty, so searching for the stem is
			// enough.
			budget.pay(stem.length());
			return literal(source, stem, false);
		}
		budget.check();
		return expression(source, new RouteExpression(source.replace("/*", "/[^/]*")), budget);
	}

	/**
	 * Read a path pattern in Spring's notation that is compared with the whole path
	 * (decision D9 in {@code docs/differences.md}). A text without wildcards and
	 * variables hits exactly that path.
	 * @param source the text of the pattern
	 * @return the route
	 * @throws IllegalArgumentException if the text is not a valid pattern, with a message
	 * that says why
	 */
	public static Route pathPattern(String source) {
		check(source);
		return pathPattern(source, new WeightBudget(Integer.MAX_VALUE, Integer.MAX_VALUE));
	}

	private static Route pathPattern(String source, WeightBudget budget) {
		if (source.indexOf('*') < 0 && source.indexOf('{') < 0) {
			return literal(source, source, true);
		}
		PathPattern pathPattern = new PathPattern(source);
		budget.pay(pathPattern.weight());
		return new Route(source, "", null, null, pathPattern, true, pathPattern.weight());
	}

	private static void check(String source) {
		if (source.length() > MAX_LENGTH) {
			throw new IllegalArgumentException("a route has at most " + MAX_LENGTH + " characters");
		}
		for (int i = 0; i < source.length(); i++) {
			if (Character.isSurrogate(source.charAt(i)) && Character.charCount(source.codePointAt(i++)) == 1) {
				throw new IllegalArgumentException("it has half of a surrogate pair; write the whole character");
			}
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

	/**
	 * Return what it costs to compare this route: the work for each character of a path.
	 * A character of a plain route or a path pattern weighs 1, an instruction of a
	 * compiled program 100.
	 * @return the weight, 0 for the route that hits every path
	 */
	@Override
	public int weight() {
		return this.weight;
	}

	/**
	 * Return an upper bound of the work of comparing this route with a path.
	 * @param request the request, which does not matter
	 * @param path the decoded path, as from {@link RequestPath}
	 * @return the weight of the part that is compared, times the length of the path
	 */
	@Override
	public long work(RequestView request, String path) {
		boolean plain = this.expression != null && !path.contains(this.literal);
		return (long) (plain ? this.literal.length() : this.weight) * path.length();
	}

	/**
	 * Return a copy of this route to keep and to show. It is equal to this route and
	 * needs little memory, since it lacks the compiled program, but is slow to compare.
	 * @return the route
	 */
	@Override
	public Route forShow() {
		return (this.program == null) ? this
				: new Route(this.source, this.literal, this.expression, null, null, this.whole, this.weight);
	}

	@Override
	public @Nullable Reason miss(RequestView request, String path, Dice dice) {
		return matches(path) ? null : Reason.ROUTE;
	}

	@Override
	public Map<String, Object> fields() {
		return this.source.isEmpty() ? Map.of() : Map.of("route", this.source);
	}

	/**
	 * Return whether this route hits a path.
	 * @param path the decoded path, as from {@link RequestPath}
	 * @return whether the path is hit
	 */
	public boolean matches(String path) {
		if (this.pathPattern != null) {
			return this.pathPattern.matches(path);
		}
		if (this.whole) {
			return path.equals(this.literal);
		}
		return path.contains(this.literal) && (this.expression == null || isFound(this.expression, path));
	}

	private boolean isFound(RouteExpression expression, String path) {
		try {
			return ((this.program != null) ? this.program : expression.compile()).matcher(path).find();
		}
		catch (StackOverflowError ex) {
			// RE2/J is recursive. A request whose thread has hardly any stack left is not
			// attacked.
			return false;
		}
	}

	/**
	 * Return a few texts that this route hits, as examples of what it can hit. They are
	 * made from the text of the route: variables are filled in, each alternative of an
	 * expression appears, and optional parts are both present and absent. The texts are
	 * parts of a path, unless the route is compared with the whole path.
	 * @return at most 32 texts of at most 256 characters, empty if none is found
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
