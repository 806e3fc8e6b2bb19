package io.chaosmiddleware.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.chaosmiddleware.benchmarks.Results.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * How the page and its pictures are written.
 */
class ReportTests {

	private static final Map<String, String> BLOCKS = Map.of("one", "first", "two", "second");

	@TempDir
	private Path directory;

	private Results results;

	@BeforeEach
	void measure() {
		this.results = new Results(this.directory);
		this.results.write(Kind.MACHINE, BlockTests.MACHINE);
		this.results.write(Kind.ENGINE, BlockTests.ENGINE);
		this.results.write(Kind.REQUESTS, BlockTests.REQUESTS);
		this.results.write(Kind.DELAYS, BlockTests.DELAYS);
		this.results.write(Kind.START_UP, BlockTests.START_UP);
	}

	@Test
	void onlyWhatIsBetweenTheMarkersIsReplaced() {
		String page = """
				a
				<!-- results: two -->
				old
				<!-- end of results -->
				b
				<!-- results: one --><!-- end of results -->
				c
				""";

		assertThat(Report.fill(page, BLOCKS)).isEqualTo("""
				a
				<!-- results: two -->

				second

				<!-- end of results -->
				b
				<!-- results: one -->

				first

				<!-- end of results -->
				c
				""");
	}

	@Test
	void anUnknownNameIsAnError() {
		assertFails("<!-- results: three --><!-- end of results -->", "There are no results named 'three'");
	}

	@Test
	void aMarkerWithoutItsEndIsAnError() {
		assertFails("<!-- results: one -->", "The results named 'one' have no '<!-- end of results -->'");
		assertFails("<!-- results: one --><!-- results: two --><!-- end of results -->",
				"The results named 'one' have no '<!-- end of results -->'");
	}

	@Test
	void anEndWithoutItsBeginningIsAnError() {
		assertFails("<!-- end of results -->", "There is '<!-- end of results -->' without a beginning");
	}

	private static void assertFails(String page, String message) {
		assertThatIllegalStateException().isThrownBy(() -> Report.fill(page, BLOCKS)).withMessage(message);
	}

	@Test
	void aBadPageIsLeftAlone() throws IOException {
		Path page = Files.writeString(this.directory.resolve("page.md"), "<!-- results: nonsense -->");

		assertThatIllegalStateException()
			.isThrownBy(() -> Report.write(this.results, page, this.directory.resolve("images")));
		assertThat(page).hasContent("<!-- results: nonsense -->");
		assertThat(this.directory.resolve("images")).doesNotExist();
	}

	@Test
	void writingAgainChangesNothing() throws IOException {
		Path page = Files.writeString(this.directory.resolve("page.md"), """
				# Page

				<!-- results: charts -->
				<!-- end of results -->
				<!-- results: budgets -->
				<!-- end of results -->
				""");
		Path images = this.directory.resolve("images");
		Report.write(this.results, page, images);
		String text = Files.readString(page);
		String requests = Files.readString(images.resolve("requests.svg"));
		String lateness = Files.readString(images.resolve("lateness.svg"));

		Report.write(this.results, page, images);

		assertThat(text).contains("](images/requests.svg)", "](images/lateness.svg)", "| met |");
		assertThat(page).hasContent(text);
		assertThat(Files.readString(images.resolve("requests.svg"))).isEqualTo(requests).contains("<svg");
		assertThat(Files.readString(images.resolve("lateness.svg"))).isEqualTo(lateness).contains("<svg");
	}

}
