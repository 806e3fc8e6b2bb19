package io.chaosmiddleware.spring.mappings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.util.AntPathMatcher;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * A mapping of the application. To find a path that the mapping serves and a route hits,
 * samples of the mapping are tried first, and then paths that result from aligning an
 * example of the route with the segments of the mapping. This class is immutable.
 */
final class Mapping {

	/** The maximum number of paths that are tried for one route. */
	static final int MAX_TRIALS = 400;

	private static final int MAX_REST = 6;

	// Unlike a number or a key, a name in a route is probably not the value of a
	// variable.
	private static final Pattern NAME = Pattern.compile("\\D+|[vV]\\d+");

	// The rest of a path that a variable stands for often ends with a file name.
	private static final Pattern FILE_NAME = Pattern.compile(".*\\.\\p{Alpha}\\p{Alnum}{0,4}");

	private final String pattern;

	private final Predicate<String> matcher;

	private final List<List<Segment>> expansions;

	private final boolean hasText;

	private final List<String> samples;

	/**
	 * Create a mapping.
	 * @param pattern its pattern
	 */
	Mapping(String pattern) {
		this.pattern = pattern;
		this.matcher = matcher(pattern);
		List<Segment> segments = Segment.of(pattern, Mapping::matcher);
		this.expansions = expand(segments);
		this.hasText = segments.stream()
			.anyMatch((segment) -> segment.kind() == Segment.Kind.FORM
					|| (segment.kind() == Segment.Kind.LITERAL && !segment.text().isEmpty()));
		this.samples = fill();
	}

	private static Predicate<String> matcher(String pattern) {
		try {
			PathPattern parsed = PathPatternParser.defaultInstance.parse(pattern);
			return (path) -> parsed.matches(PathContainer.parsePath(path.replace("%", "%25")));
		}
		catch (PatternParseException ex) {
			// Only the former AntPathMatcher can read the pattern.
			AntPathMatcher ant = new AntPathMatcher();
			return (path) -> ant.match(pattern, path);
		}
	}

	private static List<List<Segment>> expand(List<Segment> segments) {
		if (segments.stream().noneMatch((segment) -> segment.kind() == Segment.Kind.REST)) {
			return List.of(segments);
		}
		List<List<Segment>> expansions = new ArrayList<>();
		for (int length = 0; length <= MAX_REST; length++) {
			List<Segment> expansion = new ArrayList<>();
			for (Segment segment : segments) {
				if (segment.kind() == Segment.Kind.REST) {
					expansion.addAll(Collections.nCopies(length, Segment.ANY));
				}
				else {
					expansion.add(segment);
				}
			}
			expansions.add(expansion);
		}
		return expansions;
	}

	private List<String> fill() {
		Set<String> samples = new LinkedHashSet<>();
		for (List<Segment> segments : this.expansions.subList(0, Math.min(3, this.expansions.size()))) {
			int most = segments.stream().mapToInt((segment) -> segment.values().size()).max().orElse(0);
			for (int i = 0; i < most; i++) {
				int index = i;
				samples.add(path(segments.stream()
					.map((segment) -> segment.values().get(index % segment.values().size()))
					.toList()));
			}
		}
		return samples.stream().filter(this.matcher).toList();
	}

	private static String withoutParameters(String segment) {
		int semicolon = segment.indexOf(';');
		return (semicolon < 0) ? segment : segment.substring(0, semicolon);
	}

	private static String path(List<String> segments) {
		String path = String.join("/", segments);
		return path.isEmpty() ? "/" : path;
	}

	String pattern() {
		return this.pattern;
	}

	List<String> samples() {
		return this.samples;
	}

	/**
	 * Find the best of the paths that this mapping serves and a route hits.
	 * @param hits tells which paths the route hits
	 * @param examples some texts that the route hits
	 * @return a path, {@code null} if none is found
	 */
	@Nullable Witness witness(Predicate<String> hits, List<Example> examples) {
		for (String sample : this.samples) {
			if (hits.test(sample)) {
				return new Witness(sample, sample, Witness.Fit.TEXT);
			}
		}
		return new Alignment(hits).find(examples);
	}

	boolean serves(String path) {
		return this.matcher.test(path);
	}

	/**
	 * Return whether a path would be served if one of its segments were spelt as in this
	 * mapping.
	 * @param path the path
	 * @param other the mapping that serves the path, {@code null} if none does. What the
	 * path has in common with the text of that mapping is not misspelt
	 * @return whether the path looks like a misspelt path of this mapping
	 */
	boolean resembles(String path, @Nullable Mapping other) {
		List<String> parts = Example.parts(path);
		List<Segment> segments = this.expansions.get(0);
		if (this.expansions.size() > 1 || segments.size() != parts.size()) {
			return false;
		}
		boolean isMisspelt = false;
		for (int i = 0; i < parts.size(); i++) {
			Segment segment = segments.get(i);
			if (segment.kind() == Segment.Kind.LITERAL && !segment.text().equals(parts.get(i))) {
				if (isMisspelt || (other != null && other.hasTextAt(i))
						|| !SimilarMappings.isMisspelt(parts.get(i), segment.text())) {
					return false;
				}
				isMisspelt = true;
			}
		}
		return isMisspelt;
	}

	private boolean hasTextAt(int index) {
		List<Segment> segments = this.expansions.get(0);
		return this.expansions.size() == 1 && segments.get(index).kind() == Segment.Kind.LITERAL;
	}

	/**
	 * Aligns the examples of one route with the segments of the mapping.
	 */
	private final class Alignment {

		private final Predicate<String> hits;

		private @Nullable Witness best;

		private int trials;

		Alignment(Predicate<String> hits) {
			this.hits = hits;
		}

		@Nullable Witness find(List<Example> examples) {
			for (Example example : examples) {
				if (Mapping.this.expansions.size() > 1 && serves(example.text())) {
					// The example may be longer than any expansion of the mapping.
					add(example.text(), example, !example.mistaken().isEmpty() ? Witness.Fit.UNLIKELY
							: Mapping.this.hasText ? Witness.Fit.MIXED : Witness.Fit.VARIABLE);
				}
				for (List<Segment> segments : Mapping.this.expansions) {
					for (int offset = 0; offset + example.parts().size() <= segments.size(); offset++) {
						if (fits(example.parts(), segments, offset)) {
							lay(example, segments, offset);
						}
						if (this.trials > MAX_TRIALS || (this.best != null && this.best.fit() == Witness.Fit.TEXT)) {
							return this.best;
						}
					}
				}
			}
			return this.best;
		}

		private void add(String path, Example example, Witness.Fit fit) {
			Witness witness = new Witness(path, example.text(), fit);
			if (this.best == null || witness.isBetterThan(this.best)) {
				this.best = witness;
			}
		}

		private boolean serves(String path) {
			this.trials++;
			return path.startsWith("/") && Mapping.this.matcher.test(path) && this.hits.test(path);
		}

		// A route may match anywhere in a path, so its first part may be the end of a
		// segment, and its last part the beginning of a segment.
		private static boolean fits(List<String> parts, List<Segment> segments, int offset) {
			int end = parts.size() - 1;
			for (int i = 0; i <= end; i++) {
				Segment segment = segments.get(i + offset);
				String part = withoutParameters(parts.get(i));
				boolean within = i > 0 && i < end;
				if (part.isEmpty() ? within && !segment.text().isEmpty()
						: segment.kind() == Segment.Kind.LITERAL && !fits(part, segment.text(), i == 0, i == end)) {
					return false;
				}
			}
			return true;
		}

		private void lay(Example example, List<Segment> segments, int offset) {
			List<String> parts = example.parts();
			boolean meetsForm = false;
			for (int i = 0; i < parts.size(); i++) {
				meetsForm |= !parts.get(i).isEmpty() && segments.get(i + offset).kind() == Segment.Kind.FORM;
			}
			String path = path(parts, segments, offset, false);
			boolean served = serves(path);
			if (!served && meetsForm) {
				meetsForm = false;
				path = path(parts, segments, offset, true);
				served = serves(path);
			}
			if (served) {
				add(path, example, fit(example, segments, offset, meetsForm));
			}
		}

		private Witness.Fit fit(Example example, List<Segment> segments, int offset, boolean meetsForm) {
			boolean meetsText = meetsForm;
			boolean meetsVariable = false;
			boolean isNamed = false;
			for (int i = 0; i < example.parts().size(); i++) {
				String part = example.parts().get(i);
				Segment.Kind kind = segments.get(i + offset).kind();
				if (part.isEmpty()) {
					continue;
				}
				if (kind == Segment.Kind.LITERAL) {
					meetsText = true;
				}
				else if (example.mistaken().contains(part)) {
					return Witness.Fit.UNLIKELY;
				}
				else if (kind != Segment.Kind.FORM || !meetsForm) {
					meetsVariable = true;
					isNamed |= FILE_NAME.matcher(part).matches() ? Mapping.this.expansions.size() == 1
							: NAME.matcher(part).matches();
				}
			}
			if (meetsText) {
				return meetsVariable ? Witness.Fit.MIXED : Witness.Fit.TEXT;
			}
			return (isNamed && Mapping.this.hasText) ? Witness.Fit.UNLIKELY
					: meetsVariable ? Witness.Fit.VARIABLE : Witness.Fit.TEXT;
		}

		private static String path(List<String> parts, List<Segment> segments, int offset, boolean filled) {
			List<String> path = new ArrayList<>(segments.size());
			for (int i = 0; i < segments.size(); i++) {
				Segment segment = segments.get(i);
				int index = i - offset;
				String part = (index >= 0 && index < parts.size()) ? parts.get(index) : "";
				path.add(switch (segment.kind()) {
					// Routes are compared with matrix parameters, mappings without them.
					case LITERAL -> segment.text() + part.substring(withoutParameters(part).length());
					case FORM -> part.isEmpty() ? segment.values().get(0) : filled ? segment.fill(part) : part;
					default -> part.isEmpty() ? segment.values().get(0) : part;
				});
			}
			return Mapping.path(path);
		}

		private static boolean fits(String part, String text, boolean first, boolean last) {
			if (first) {
				return last ? text.contains(part) : text.endsWith(part);
			}
			return last ? text.startsWith(part) : text.equals(part);
		}

	}

}
