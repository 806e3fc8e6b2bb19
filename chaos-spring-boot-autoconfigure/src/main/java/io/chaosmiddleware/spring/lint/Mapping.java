package io.chaosmiddleware.spring.lint;

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
 * A mapping of the application. Finds paths that it serves and a route hits: among
 * samples of its own, and among those that arise when an example of the route is laid
 * onto its segments, wherever that is possible. Immutable.
 */
final class Mapping {

	/** The most paths that are tried out for one route. */
	static final int MAX_TRIALS = 400;

	private static final int MAX_REST = 6;

	// a name, such as a route has of its own; unlike a number or a key it is hardly what
	// somebody expects a variable to stand for
	private static final Pattern NAME = Pattern.compile("[\\p{L}_-]+|[vV]\\d+");

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
			// one for the matcher that came before
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
	 * Find a path that this mapping serves and a route hits.
	 * @param hits tells which paths the route hits
	 * @param examples some texts that the route hits
	 * @return a path, {@code null} if none is found
	 */
	@Nullable Witness witness(Predicate<String> hits, List<Example> examples) {
		for (String sample : this.samples) {
			if (hits.test(sample)) {
				return new Witness(sample, true);
			}
		}
		return new Alignment(hits).find(examples);
	}

	/**
	 * A text that a route hits.
	 *
	 * @param text the text, perhaps a part of a path only
	 * @param parts what stands between its slashes
	 */
	record Example(String text, List<String> parts) {

		static List<Example> of(List<String> texts) {
			return texts.stream().map((text) -> new Example(text, List.of(text.split("/", -1)))).toList();
		}

	}

	/**
	 * A path that a mapping serves and a route hits.
	 *
	 * @param path the path
	 * @param likely whether people would expect it: not if only a variable of the mapping
	 * stands for the name that the route has
	 */
	record Witness(String path, boolean likely) {

	}

	/**
	 * Lays the examples of one route onto the segments of the mapping.
	 */
	private final class Alignment {

		private final Predicate<String> hits;

		private @Nullable Witness unlikely;

		private int trials;

		Alignment(Predicate<String> hits) {
			this.hits = hits;
		}

		@Nullable Witness find(List<Example> examples) {
			for (Example example : examples) {
				if (Mapping.this.expansions.size() > 1 && serves(example.text())) {
					// perhaps it is longer than any expansion
					return new Witness(example.text(), true);
				}
				for (List<Segment> segments : Mapping.this.expansions) {
					for (int offset = 0; offset + example.parts().size() <= segments.size(); offset++) {
						if (fits(example.parts(), segments, offset)) {
							Witness witness = lay(example.parts(), segments, offset);
							if (witness != null) {
								return witness;
							}
						}
						if (this.trials > MAX_TRIALS) {
							return this.unlikely;
						}
					}
				}
			}
			return this.unlikely;
		}

		private boolean serves(String path) {
			this.trials++;
			return path.startsWith("/") && Mapping.this.matcher.test(path) && this.hits.test(path);
		}

		// a route is searched anywhere in the path, so that its first part may be the end
		// of a segment, and its last one the beginning
		private static boolean fits(List<String> parts, List<Segment> segments, int offset) {
			int end = parts.size() - 1;
			for (int i = 0; i <= end; i++) {
				Segment segment = segments.get(i + offset);
				String part = parts.get(i);
				boolean within = i > 0 && i < end;
				if (part.isEmpty() ? within && !segment.text().isEmpty()
						: segment.kind() == Segment.Kind.LITERAL && !fits(part, segment.text(), i == 0, i == end)) {
					return false;
				}
			}
			return true;
		}

		private @Nullable Witness lay(List<String> parts, List<Segment> segments, int offset) {
			boolean meetsText = false;
			boolean meetsForm = false;
			boolean isNamed = false;
			for (int i = 0; i < parts.size(); i++) {
				if (!parts.get(i).isEmpty()) {
					Segment.Kind kind = segments.get(i + offset).kind();
					meetsText |= kind == Segment.Kind.LITERAL;
					meetsForm |= kind == Segment.Kind.FORM;
					isNamed |= kind != Segment.Kind.LITERAL && NAME.matcher(parts.get(i)).matches();
				}
			}
			String path = path(parts, segments, offset, false);
			boolean served = serves(path);
			if (!served && meetsForm) {
				meetsForm = false;
				path = path(parts, segments, offset, true);
				served = serves(path);
			}
			if (!served) {
				return null;
			}
			if (meetsText || meetsForm || !isNamed || !Mapping.this.hasText) {
				return new Witness(path, true);
			}
			this.unlikely = (this.unlikely != null) ? this.unlikely : new Witness(path, false);
			return null;
		}

		private static String path(List<String> parts, List<Segment> segments, int offset, boolean filled) {
			List<String> path = new ArrayList<>(segments.size());
			for (int i = 0; i < segments.size(); i++) {
				Segment segment = segments.get(i);
				int index = i - offset;
				String part = (index >= 0 && index < parts.size()) ? parts.get(index) : "";
				path.add(switch (segment.kind()) {
					case LITERAL -> segment.text();
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
