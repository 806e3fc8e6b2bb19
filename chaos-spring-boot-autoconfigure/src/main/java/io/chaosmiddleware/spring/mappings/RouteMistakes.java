package io.chaosmiddleware.spring.mappings;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.condition.RequestPath;
import io.chaosmiddleware.condition.Route;
import org.jspecify.annotations.Nullable;

/**
 * Finds text in a route that no path contains, such as a query, and the route that was
 * most likely meant. A valid expression may look like such a mistake, so callers must
 * also consider what the route hits as it is written. This class is thread-safe.
 */
final class RouteMistakes {

	private static final String META_CHARACTERS = "\\^$.|?*+()[]{}";

	// An anchor at the beginning of an expression is kept.
	private static final String START = "^(\\^?)";

	private static final String NAME = "\\p{Alpha}[\\w-]*";

	private static final String ORIGIN = "(?i:[a-z][a-z?]*):\\\\?/\\\\?/(?:\\[[^\\]]*\\]|\\\\.|[^/?#])*";

	private static final String HOST_AND_PORT = "(?:localhost|[\\w-]+(?:\\\\?\\.[\\w-]+)+):\\d+(?=[/?#]|$)";

	private static final String NO_QUERY = "a route is compared with the path only and the query never takes part, leave '%s' out";

	private static final Pattern PATH_PATTERN = Pattern.compile("\\*\\*|(?<!\\\\|\\\\[pPx])\\{\\*?[\\p{L}_$][^{}]*\\}");

	private static final List<Mistake> AROUND_THE_PATH = List.of(
			new Mistake("^\\s+|\\s+$", true, RouteMistakes::nothing, "blanks at the ends count, leave them out"),
			new Mistake(START + "(?i:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE):?\\s+", true, RouteMistakes::start,
					"a route is compared with the path only, leave the method '%s' out"),
			new Mistake(START + "(?:" + ORIGIN + "|" + HOST_AND_PORT + ")", true, RouteMistakes::start,
					"a route is compared with the path only, leave the host '%s' out"),
			new Mistake("#.*$", true, RouteMistakes::nothing, "a fragment is never sent, leave '%s' out"),
			new Mistake("(?<!\\()\\\\?\\?[\\w.%\\[\\]-]+=.*$|(?:\\\\\\?|(?<=[\\d}/])\\?)" + NAME + "$", true,
					RouteMistakes::nothing, NO_QUERY),
			// A question mark elsewhere makes something optional, as in /colou?r.
			new Mistake("(?<![(*+?\\\\])\\?" + NAME + "$|(?<=\\})\\?$", false, RouteMistakes::nothing, NO_QUERY),
			new Mistake(START + "//+", true, (found) -> start(found) + "/", "leading slashes count as one"));

	private static final String ESCAPES = "(?:%\\p{XDigit}{2})+";

	private static final String DECODED = "routes are compared with the decoded path, where '%s' does not occur";

	private static final List<Mistake> IN_EXPRESSIONS = List
		.of(new Mistake(ESCAPES, true, (found) -> quoted(decoded(found)), DECODED));

	private static final String WHOLE = "a path pattern is compared with the whole path, leave '%s' out";

	private static final List<Mistake> IN_PATH_PATTERNS = List.of(
			new Mistake(ESCAPES, true, RouteMistakes::decoded, DECODED),
			new Mistake("^\\^", true, RouteMistakes::nothing, WHOLE),
			new Mistake("\\$$", true, RouteMistakes::nothing, WHOLE));

	private final Supplier<String> contextPath;

	/**
	 * Create the mistakes.
	 * @param contextPath supplies the context path, empty if there is none. Routes are
	 * compared with paths without it
	 */
	RouteMistakes(Supplier<String> contextPath) {
		this.contextPath = contextPath;
	}

	private static String nothing(MatchResult found) {
		return "";
	}

	private static String start(MatchResult found) {
		return found.group(1);
	}

	private static String decoded(MatchResult found) {
		String decoded = RequestPath.of(found.group());
		return (decoded.indexOf('\ufffd') >= 0) ? found.group() : decoded;
	}

	private static String quoted(String text) {
		StringBuilder quoted = new StringBuilder();
		for (char c : text.toCharArray()) {
			quoted.append((META_CHARACTERS.indexOf(c) >= 0) ? "\\" : "").append(c);
		}
		return quoted.toString();
	}

	/**
	 * Return what was probably meant by a route.
	 * @param route the route
	 * @return the corrections of the route, the most likely one first, empty if the route
	 * has no mistake
	 */
	List<Correction> find(Route route) {
		List<Mistake> mistakes = new ArrayList<>(AROUND_THE_PATH);
		mistakes.addAll(contextPath());
		mistakes.addAll(PATH_PATTERN.matcher(route.toString()).find() ? IN_PATH_PATTERNS : IN_EXPRESSIONS);
		Correction all = correct(route, mistakes);
		if (all.isCertain()) {
			return all.sentences().isEmpty() ? List.of() : List.of(all);
		}
		Correction certain = correct(route, mistakes.stream().filter(Mistake::isCertain).toList());
		return certain.sentences().isEmpty() ? List.of(all) : List.of(all, certain);
	}

	private List<Mistake> contextPath() {
		String path = this.contextPath.get().replaceAll("^/+|/+$", "");
		if (path.isEmpty()) {
			return List.of();
		}
		StringBuilder expression = new StringBuilder(START).append('/');
		path.chars()
			.forEach((c) -> expression.append((META_CHARACTERS.indexOf(c) >= 0) ? "\\\\?" : "")
				.append(Pattern.quote(Character.toString(c))));
		return List.of(new Mistake(expression + "(?:/|(?=$|[$(\\[?]|\\.\\*))", true, (found) -> start(found) + "/",
				"routes are compared without the context path, leave '/" + PrintableText.of(path).replace("%", "%%")
						+ "' out"));
	}

	private static Correction correct(Route route, List<Mistake> mistakes) {
		String text = route.toString();
		List<String> sentences = new ArrayList<>();
		boolean certain = true;
		for (Mistake mistake : mistakes) {
			Matcher matcher = mistake.pattern().matcher(text);
			if (!matcher.find()) {
				continue;
			}
			String wrong = matcher.group().substring((matcher.groupCount() > 0) ? matcher.end(1) : 0).strip();
			String mended = matcher.replaceAll((found) -> Matcher.quoteReplacement(mistake.remedy().apply(found)));
			if (!mended.equals(text)) {
				text = mended;
				sentences.add(mistake.words().formatted(PrintableText.of(wrong)));
				certain &= mistake.isCertain();
			}
		}
		return new Correction(text, List.copyOf(sentences), certain);
	}

	/**
	 * Text that does not belong in a route.
	 *
	 * @param pattern the expression that finds the text
	 * @param isCertain whether the text has almost certainly no other meaning
	 * @param remedy returns the text to write instead
	 * @param words a sentence about the mistake, as a format string for the text that was
	 * found
	 */
	private record Mistake(Pattern pattern, boolean isCertain, Function<MatchResult, String> remedy, String words) {

		Mistake(String pattern, boolean certain, Function<MatchResult, String> remedy, String words) {
			this(Pattern.compile(pattern, Pattern.DOTALL), certain, remedy, words);
		}

	}

	/**
	 * A route without its mistakes.
	 *
	 * @param text the text of the route, which may be invalid
	 * @param sentences one sentence about each mistake
	 * @param isCertain whether all mistakes are certain
	 */
	record Correction(String text, List<String> sentences, boolean isCertain) {

		/**
		 * Return the route.
		 * @return the route, {@code null} if it is not valid or hits everything
		 */
		@Nullable Route route() {
			if (hitsEverything()) {
				return null;
			}
			try {
				return Route.parse(this.text);
			}
			catch (IllegalArgumentException ex) {
				return null;
			}
		}

		boolean hitsEverything() {
			return this.text.replaceFirst("^\\^", "").matches("/?");
		}

		/** Return the text in a form for JSON, YAML and properties files. */
		String escaped() {
			StringBuilder escaped = new StringBuilder();
			this.text.chars()
				.forEach(
						(c) -> escaped.append((c >= ' ' && c < 0x7f) ? Character.toString(c) : "\\u%04x".formatted(c)));
			return PrintableText.of(escaped);
		}

	}

}
