package io.chaosmiddleware.condition;

import java.util.Random;
import java.util.regex.Pattern;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("D9: path patterns")
class PathPatternTests {

	private static final String[] PARTS = { "/", "a", "b", "ab", "*", "{x}", "{long-name}", "/*", "/{y}" };

	private static final String[] ENDS = { "", "/**", "/{*rest}", "/" };

	@Test
	void hitWhatTheExpressionHitsThatSaysTheSame() {
		Random random = new Random(11);
		int hits = 0;
		for (int i = 0; i < 20_000; i++) {
			String pattern = text(random, PARTS, 8) + ENDS[random.nextInt(ENDS.length)];
			PathPattern compared = new PathPattern(pattern);
			Pattern expression = Pattern.compile(expression(pattern), Pattern.DOTALL);
			for (int j = 0; j < 20; j++) {
				String path = text(random, new String[] { "/", "a", "b", "ab", "\n", "//" }, 8);
				boolean hit = expression.matcher(path).matches();
				assertThat(compared.matches(path)).as("%s on %s", pattern, path).isEqualTo(hit);
				hits += hit ? 1 : 0;
			}
		}
		assertThat(hits).isGreaterThan(10_000);
	}

	private static String text(Random random, String[] parts, int most) {
		StringBuilder text = new StringBuilder("/");
		for (int i = random.nextInt(most); i > 0; i--) {
			text.append(parts[random.nextInt(parts.length)]);
		}
		return text.toString();
	}

	private static String expression(String pattern) {
		return pattern.replaceFirst("/(\\*\\*|\\{\\*rest\\})$", "<open>")
			.replaceAll("\\*+", "<any>")
			.replaceAll("\\{[a-z-]+\\}", "<one>")
			.replace("<any>", "[^/]*")
			.replace("<one>", "[^/]+")
			.replace("<open>", "(?:/.*)?");
	}

	@ParameterizedTest
	@CsvSource({ "/a*a*a*a*a*b, 2048", "/{a}a{b}a{c}a{d}b, 2048", "/*aaaaaaaaaaaaaaaaaaaaaaaaaaaaab, 2048" })
	void takeNoMoreStepsThanTheyWeigh(String pattern, int length) {
		PathPattern compared = new PathPattern(pattern);
		String path = "/" + "a".repeat(length - 1);
		assertThat(compared.matches(path)).isFalse();

		long start = System.nanoTime();
		for (int i = 0; i < 1000; i++) {
			compared.matches(path);
		}

		// 10 ns a step, and room for a busy machine
		assertThat((System.nanoTime() - start) / 1000).isLessThan(100L * compared.weight() * length);
	}

	@Test
	@DisplayName("weigh what docs/attack-language.md says, as other routes do")
	void weighOneForEachCharacterAtMost() {
		assertThat(Route.parse("/users/[0-9]+/orders").weight()).isEqualTo(2500);
		assertThat(Route.parse("/users/{id}").weight()).isEqualTo(10);
		assertThat(Route.parse("/api/v1/customers/{customerId}/orders/{orderId}").weight()).isLessThan(47);
	}

}
