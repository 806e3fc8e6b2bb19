package io.chaosmiddleware.conformance;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What the decisions D7 to D9 ask of routes and D20 of the path, as part of the
 * {@link ConformanceRules}.
 */
final class ConformanceRoutes {

	private static final Pattern SAME_IN_ALL_DIALECTS = Pattern.compile("[^\\\\$?*+()\\[\\]{}]*");

	private final String path;

	private final Set<String> decisions;

	/**
	 * Create the routes of a request.
	 * @param requestTarget the target of the request
	 * @param decisions takes the decisions that have a say
	 */
	ConformanceRoutes(String requestTarget, Set<String> decisions) {
		this.path = decoded(requestTarget);
		this.decisions = decisions;
	}

	/** Return the path that routes are compared with. */
	String path() {
		return this.path;
	}

	boolean isValidRoute(String route) {
		if (isPathPattern(route)) {
			this.decisions.add("D9");
			return route.length() <= 256 && pathPattern(route) != null;
		}
		if (route.contains("/*")) {
			this.decisions.add("D8");
		}
		if (!SAME_IN_ALL_DIALECTS.matcher(route.replace("/*", "")).matches() || route.length() > 256) {
			this.decisions.add("D7");
		}
		if (isTooHeavy(route)) {
			this.decisions.add("D7");
			return false;
		}
		return route.length() <= 256 && expression(route) != null;
	}

	// more than 200 instructions, the smallest program included
	static boolean isTooHeavy(String route) {
		if (route.length() > 256 || maxRepeat(route) > 200) {
			return route.length() <= 256;
		}
		com.google.re2j.Pattern expression = isPathPattern(route) ? null : expression(route);
		return expression != null && expression.programSize() > 200;
	}

	boolean hitsRoute(String route) {
		return isPathPattern(route) ? pathPattern(route).matcher(this.path).matches()
				: expression(route).matcher(this.path).find();
	}

	private static com.google.re2j.@Nullable Pattern expression(String route) {
		try {
			return com.google.re2j.Pattern.compile(route.replace("/*", "/[^/]*"));
		}
		catch (PatternSyntaxException ex) {
			return null;
		}
	}

	private static boolean isPathPattern(String route) {
		String bare = route.replaceAll("(?s)\\\\[pPx]\\{|\\\\.", "");
		return bare.contains("**") || Pattern.compile("\\{\\*?[\\p{L}_$][\\p{L}\\p{Nd}_$-]*[}:]").matcher(bare).find();
	}

	// decision D9, token by token
	private static com.google.re2j.@Nullable Pattern pathPattern(String route) {
		Matcher token = Pattern
			.compile("(?<tail>/\\*\\*$|/\\{\\*[^{}/:]+\\}$)|(?<segment>\\{[^{}/:*]+\\})"
					+ "|(?<refused>\\{[^{}/:]+:|\\{\\*[^{}/:]+\\})|(?<star>\\*+)|(?<literal>.)", Pattern.DOTALL)
			.matcher(route);
		StringBuilder expression = new StringBuilder("(?s)");
		while (token.find()) {
			if (token.group("refused") != null) {
				return null;
			}
			if (token.group("tail") != null) {
				expression.append("(/.*)?");
			}
			else if (token.group("segment") != null) {
				expression.append("[^/]+");
			}
			else if (token.group("star") != null) {
				expression.append("[^/]*");
			}
			else {
				expression.append(com.google.re2j.Pattern.quote(token.group("literal")));
			}
		}
		return com.google.re2j.Pattern.compile(expression.toString());
	}

	// the largest product of nested counts, which RE2 writes out, by recursion over the
	// groups
	private static long maxRepeat(String route) {
		return new Object() {

			private int position;

			long group() {
				long largest = 1;
				long atom = 1;
				while (this.position < route.length() && route.charAt(this.position) != ')') {
					char c = route.charAt(this.position++);
					Matcher count = Pattern.compile("\\{([0-9]+)(,([0-9]*))?\\}")
						.matcher(route)
						.region(Math.min(this.position - 1, route.length()), route.length());
					if (c == '(') {
						atom = group();
						this.position++;
					}
					else if (c == '[') {
						atom = 1;
						this.position++;
						while (this.position < route.length() && route.charAt(this.position) != ']') {
							this.position += (route.charAt(this.position) == '\\') ? 2 : 1;
						}
						this.position++;
					}
					else if (c == '\\') {
						atom = 1;
						this.position++;
					}
					else if (count.lookingAt()) {
						this.position = count.end();
						String most = (count.group(3) != null && !count.group(3).isEmpty()) ? count.group(3)
								: count.group(1);
						atom *= Math.max(1, new BigInteger(most).min(BigInteger.valueOf(1001)).longValue());
					}
					else if ("*+?".indexOf(c) < 0) {
						atom = 1;
					}
					largest = Math.max(largest, atom);
				}
				return largest;
			}

		}.group();
	}

	private static String decoded(String requestTarget) {
		String path = requestTarget.replaceFirst("(?s)[?#].*", "").replaceFirst("^/+", "/");
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		Matcher token = Pattern.compile("%([0-9a-fA-F]{2})|(.)", Pattern.DOTALL).matcher(path);
		while (token.find()) {
			if (token.group(1) != null) {
				bytes.write(Integer.parseInt(token.group(1), 16));
			}
			else {
				bytes.writeBytes(token.group(2).getBytes(StandardCharsets.UTF_8));
			}
		}
		String decoded = bytes.toString(StandardCharsets.UTF_8);
		return decoded.substring(0, Math.min(decoded.length(), 2048));
	}

}
