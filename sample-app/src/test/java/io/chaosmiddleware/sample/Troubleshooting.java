package io.chaosmiddleware.sample;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of {@code docs/troubleshooting.md}.
 */
final class Troubleshooting {

	static final Markdown PAGE = Markdown.of("docs/troubleshooting.md");

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private static final Pattern NOT_HIT = Pattern.compile("missed|refused|skipped|reason=");

	private Troubleshooting() {
	}

	static List<String> rows(Markdown page, String section) {
		String[] before = page.text().split("(?m)^## " + Pattern.quote(section) + "$", 2);
		assertThat(before).as(section).hasSize(2);
		return before[1].split("(?m)^## ", 2)[0].lines()
			.filter((line) -> line.startsWith("| ") && !line.startsWith("| You see"))
			.toList();
	}

	/**
	 * Make each mistake of a table, see what it says, and mend it.
	 * @param section the heading of the table
	 * @param mistakes by their causes, as the table has them
	 * @return a test for each row
	 */
	static Stream<DynamicTest> tests(String section, Map<String, Mistake> mistakes) {
		Map<String, String> sights = new LinkedHashMap<>();
		for (String row : rows(PAGE, section)) {
			String[] cells = row.split(" \\| ");
			sights.put(cells[1], cells[0]);
		}
		assertThat(mistakes.keySet()).containsExactlyInAnyOrderElementsOf(sights.keySet());
		return sights.entrySet().stream().map((row) -> DynamicTest.dynamicTest(row.getKey(), () -> {
			Mistake mistake = mistakes.get(row.getKey());
			verify(row.getValue(), mistake.made().get());
			assertThat(mistake.mended().get()).satisfies(Troubleshooting::isMended);
		}));
	}

	private static void verify(String sight, Answer answer) {
		if (sight.contains("no `" + ShopClient.RESULT + "`")) {
			assertThat(answer.result()).isEmpty();
		}
		List<String> codes = CODE.matcher(sight)
			.results()
			.map((MatchResult code) -> code.group(1))
			.filter((code) -> !code.startsWith("/") && !code.equals(ShopClient.RESULT))
			.toList();
		assertThat(codes).allSatisfy((code) -> assertThat(answer.text()).contains(code));
	}

	private static void isMended(Answer answer) {
		assertThat(answer.result()).doesNotContainPattern(NOT_HIT);
		assertThat(answer.status() / 100 == 2 || answer.result().contains("verdict=injected")).as(answer::text)
			.isTrue();
	}

	/**
	 * A mistake.
	 *
	 * @param made what is seen when it is made
	 * @param mended what is seen when one does what the page says
	 */
	record Mistake(Supplier<Answer> made, Supplier<Answer> mended) {

	}

	/**
	 * What somebody sees.
	 *
	 * @param status the status of a response, 0 if there is none
	 * @param result the result header, empty if there is none
	 * @param text all that can be read
	 */
	record Answer(int status, String result, String text) {

		static Answer of(HttpResponse<String> response) {
			String result = response.headers().firstValue(ShopClient.RESULT).orElse("");
			return new Answer(response.statusCode(), result,
					"HTTP " + response.statusCode() + "\n" + result + "\n" + response.body());
		}

		/** Both of them, as seen by somebody who tried both. */
		Answer and(Answer other) {
			return new Answer(other.status, other.result, this.text + "\n" + other.text);
		}

	}

}
