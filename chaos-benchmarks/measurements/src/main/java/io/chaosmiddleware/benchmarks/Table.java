package io.chaosmiddleware.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table in Markdown.
 */
final class Table {

	private final List<String> lines = new ArrayList<>();

	private Table(String columns, String alignment) {
		this.lines.add(columns);
		this.lines.add(alignment);
	}

	/**
	 * Begin a table.
	 * @param columns the titles; those that begin with {@code >} are aligned to the right
	 * @return the table, without rows
	 */
	static Table of(String... columns) {
		return new Table(line(Stream.of(columns).map((column) -> column.replaceFirst("^>", ""))),
				line(Stream.of(columns).map((column) -> column.startsWith(">") ? "--:" : "---")));
	}

	static String title(String title) {
		return "**" + title + "**";
	}

	Table row(String... cells) {
		this.lines.add(line(Stream.of(cells).map((cell) -> cell.replace("|", "\\|"))));
		return this;
	}

	private static String line(Stream<String> cells) {
		return cells.collect(Collectors.joining(" | ", "| ", " |"));
	}

	@Override
	public String toString() {
		return String.join("\n", this.lines);
	}

}
