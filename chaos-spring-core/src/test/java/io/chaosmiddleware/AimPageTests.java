package io.chaosmiddleware;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.engine.Verdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of the page about aim are what the engine says.
 */
class AimPageTests {

	private static final Pattern EXAMPLE = Pattern.compile("```json\n([^`]*)\n```\n\n```text\n([^`]*)\n```");

	private static final String PAGE = read();

	private static String read() {
		try {
			return Files.readString(Path.of("..", "docs", "aim.md"));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A line of an example.
	 *
	 * @param document the attack
	 * @param line a request and the verdict
	 */
	record Row(String document, String line) {

		@Override
		public String toString() {
			return this.line.replaceAll(" +", " ");
		}

	}

	static List<Row> rows() {
		List<Row> rows = new ArrayList<>();
		Matcher example = EXAMPLE.matcher(PAGE);
		while (example.find()) {
			String document = example.group(1);
			example.group(2).lines().forEach((line) -> rows.add(new Row(document, line)));
		}
		return rows;
	}

	@ParameterizedTest
	@MethodSource("rows")
	void anExampleIsTrue(Row row) {
		String[] parts = row.line().split(" {2,}");
		String id = "shop-1";
		String user = null;
		Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (String part : List.of(parts).subList(1, parts.length - 1)) {
			String[] header = part.split(": ?", 2);
			switch (header[0]) {
				case "instance" -> id = header[1];
				case "user" -> user = header[1];
				default -> headers.put(header[0], List.of(header[1]));
			}
		}
		String[] target = parts[0].split("[ ?]");
		Request request = new Request(target[0], target[1], (target.length > 2) ? target[2] : null, headers, user);
		AttackEngine engine = AttackEngine.builder().identity(new ApplicationIdentity("shop", null, id)).build();
		engine.control().replace(AttackSource.LOADER, List.of(parse(row.document())));

		Verdict verdict = engine.explain(request).decision().verdicts().get(0);

		assertThat(verdict.kind().code() + ((verdict.reason() != null) ? ", " + verdict.reason() : ""))
			.isEqualTo(parts[parts.length - 1]);
	}

	@Test
	void thereAreExamplesForEachConditionOfThisPage() {
		assertThat(rows()).hasSizeGreaterThan(20);
		assertThat(Pattern.compile("^## ", Pattern.MULTILINE).split(PAGE)).filteredOn(EXAMPLE.asPredicate()).hasSize(8);
	}

	@Test
	void everyExampleIsValid() {
		assertThat(Pattern.compile("```json\n([^`]*)\n```").matcher(PAGE).results()).hasSizeGreaterThan(10)
			.allSatisfy((block) -> assertThat(parse(block.group(1)).actions()).hasSize(1));
	}

	private static Attack parse(String document) {
		return new AttackParser(AttackLimits.HEADER).parseStrictly(document);
	}

	private record Request(String method, String path, @Nullable String query, Map<String, List<String>> values,
			@Nullable String user) implements RequestView {

		@Override
		public List<String> headers(String name) {
			return this.values.getOrDefault(name, List.of());
		}

		@Override
		public @Nullable Principal principal() {
			return (this.user != null) ? () -> this.user : null;
		}

	}

}
