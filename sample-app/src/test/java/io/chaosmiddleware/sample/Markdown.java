package io.chaosmiddleware.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param path where it is
 * @param text what it says
 */
record Markdown(Path path, String text) {

	static final Path ROOT = Path.of("").toAbsolutePath().getParent();

	private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");

	private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

	static Markdown of(String path) {
		return of(ROOT.resolve(path));
	}

	private static Markdown of(Path path) {
		try {
			return new Markdown(path, Files.readString(path));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static List<Markdown> all() {
		try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
			return Stream
				.concat(Stream.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md").map(ROOT::resolve),
						docs.filter((path) -> path.toString().endsWith(".md")).sorted())
				.map(Markdown::of)
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	List<String> blocks(String language) {
		return BLOCK.matcher(this.text)
			.results()
			.filter((block) -> block.group(1).equals(language))
			.map((block) -> block.group(2))
			.toList();
	}

	/** Cells of the rows whose first cell is code, without the quotes of the first. */
	List<List<String>> rows() {
		return this.text.lines()
			.filter((line) -> line.startsWith("| `"))
			.map((line) -> Stream.of(line.substring(1).split("(?<!\\\\)\\|")).map(String::trim).toList())
			.map((cells) -> {
				List<String> row = new ArrayList<>(cells);
				row.set(0, row.get(0).replace("`", ""));
				return List.copyOf(row);
			})
			.toList();
	}

	List<String> relativeLinks() {
		return LINK.matcher(this.text)
			.results()
			.map((link) -> link.group(1))
			.filter((link) -> !link.startsWith("https:"))
			.toList();
	}

	boolean hasAnchor(String anchor) {
		return this.text.lines()
			.filter((line) -> line.startsWith("#"))
			.map((line) -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
			.map((line) -> line.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
			.anyMatch(anchor::equals);
	}

	List<String> find(Pattern pattern) {
		return pattern.matcher(this.text).results().map(MatchResult::group).toList();
	}

	@Override
	public String toString() {
		return ROOT.relativize(this.path).toString();
	}

}
