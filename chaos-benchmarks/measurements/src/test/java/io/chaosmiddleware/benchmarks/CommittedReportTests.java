package io.chaosmiddleware.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The page about performance says what was measured, and nothing by hand.
 */
class CommittedReportTests {

	private static final Path RESULTS = Path.of("..", "results");

	private static final Path DOCS = Path.of("..", "..", "docs");

	@TempDir
	private Path copy;

	@BeforeEach
	void writeAgain() throws IOException {
		Path page = Files.copy(DOCS.resolve("performance.md"), this.copy.resolve("performance.md"));
		Report.write(new Results(RESULTS), page, this.copy.resolve("images"));
	}

	@Test
	void thePageIsWhatTheResultsGive() throws IOException {
		assertThat(Files.readString(this.copy.resolve("performance.md")))
			.isEqualTo(Files.readString(DOCS.resolve("performance.md")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "requests.svg", "lateness.svg" })
	void thePicturesAreWhatTheResultsGive(String name) throws IOException {
		String picture = Files.readString(this.copy.resolve("images").resolve(name));
		String committed = Files.readString(DOCS.resolve("images").resolve(name));

		// letters are drawn as they look on the machine that writes the report
		assumeThat(title(picture)).as("the fonts of this machine").isEqualTo(title(committed));
		assertThat(picture.equals(committed)).as("%s is what the results give", name).isTrue();
	}

	// always the same words, and more to draw than anything else
	private static String title(String picture) {
		return Pattern.compile(" d=\"([^\"]+)\"")
			.matcher(picture)
			.results()
			.map((MatchResult path) -> path.group(1))
			.max(Comparator.comparing(String::length))
			.orElseThrow();
	}

}
