package io.chaosmiddleware.condition;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

import com.google.re2j.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class RouteTests {

	private static boolean matches(String route, String path) {
		return Route.parse(route).matches(path);
	}

	@Test
	void anEmptyRouteHitsEveryPath() {
		assertThat(Route.parse("")).isSameAs(Route.ANY);
		assertThat(Route.ANY.matches("")).isTrue();
		assertThat(Route.ANY.matches("/users")).isTrue();
	}

	@Test
	void routesWithTheSameTextAreEqual() {
		assertThat(Route.parse("/a.c")).isEqualTo(Route.parse("/a.c")).hasSameHashCodeAs(Route.parse("/a.c"));
		assertThat(Route.parse("/users")).isNotEqualTo(Route.pathPattern("/users"));
		assertThat(Route.parse("/a.c")).hasToString("/a.c").isNotEqualTo("/a.c");
	}

	@Nested
	@DisplayName("D7: regular expressions")
	class Expressions {

		@ParameterizedTest
		@CsvSource({ "/users,/v1/users/42,true", "/users,/usersandmore,true", "/Users,/users,false",
				"/users/,/users,false", "^/users$,/v1/users,false", "^/users$,/users,true", "/a.c,/abc,true",
				"/a\\.c,/abc,false", "/(a|b),/b,true", "(?i)/users,/USERS,true", "\\d,/é,false", "[0-9]+,/7,true" })
		void areSearchedAnywhereInThePath(String route, String path, boolean hit) {
			assertThat(matches(route, path)).isEqualTo(hit);
		}

		@ParameterizedTest
		@ValueSource(strings = { "\\w", "\\d", "\\s" })
		void knowAsciiOnlyInTheirShorthands(String route) {
			assertThat(matches("^" + route + "$", "٣")).isFalse();
			assertThat(matches("^" + route + "$", "é")).isFalse();
			assertThat(matches("^" + route + "$", "\u2003")).isFalse();
		}

		@ParameterizedTest
		@ValueSource(strings = { "(", ")", "[", "*", "+", "?", "(?=a)", "(?!a)", "(?<=a)b", "(a)\\1", "a{2}{3}", "\\",
				"(?P<x", "[b-a]", "\\p{NoSuch}", "a++", "(?P<x>a)(?P<x>b)", "\\8" })
		void areRefusedWhereRe2CannotReadThem(String route) {
			assertThatIllegalArgumentException().isThrownBy(() -> Route.parse(route));
		}

		@Test
		void sayWhyTheyAreRefused() {
			assertThatIllegalArgumentException().isThrownBy(() -> Route.parse("(?=a)"))
				.withMessageStartingWith("not a valid RE2 expression: ");
		}

		@ParameterizedTest
		@ValueSource(strings = { "(a+)+$", "(a|a)*$", "(a|aa)+$", "(.*a){25}$", "(a?){30}a{30}$", "a*a*a*a*a*a*a*a*$",
				"((a+)+)+$", "(?:a+)+(?:a+)+$" })
		void takeLinearTime(String expression) {
			Route route = Route.parse(expression);

			assertTimeoutPreemptively(Duration.ofSeconds(2), () -> route.matches("a".repeat(2047) + "!"));
		}

		@Test
		void haveAtMost256Characters() {
			assertThat(Route.parse("/" + "a".repeat(254)).toString()).hasSize(255);
			assertThat(Route.parse("/" + "a".repeat(255)).toString()).hasSize(256);
			assertThatIllegalArgumentException().isThrownBy(() -> Route.parse("/" + "a".repeat(256)))
				.withMessage("a route has at most 256 characters");
			assertThatIllegalArgumentException().isThrownBy(() -> Route.parse("/**" + "a".repeat(254)));
			assertThatIllegalArgumentException().isThrownBy(() -> Route.pathPattern("/" + "a".repeat(256)));
		}

		@ParameterizedTest
		@ValueSource(strings = { "^/users/[0-9]+/orders/[a-z]+$", "/users/[^/]*/orders", "(?i)/users/[a-z]+",
				"/(a|b|c|d)/.*", "a{60}", "(ab?){30}", "[a-z]{20}", "\\pL", "\\pL+\\pN+", "(?i)\\pL", "a{00005}",
				"/{a}/b/{c}/**", "(a{0}){40}" })
		void mayWeighAsMuchAsPeopleNeed(String route) {
			assertThat(Route.parse(route)).hasToString(route);
		}

		@ParameterizedTest
		@ValueSource(strings = { "a{1000}", "a{0,1000}", "a{1000,}", "(a{10}){100}", "(a{99999999999}){2}",
				"(abcde){100}", "((((((((a?)))))))){20}", "\\pL\\pL\\pL\\pL\\pL\\pL\\pL", "[\\pL\\pN\\pS\\pM\\pP\\pZ]",
				"(?i)\\pL\\pN", "(.?.?.?.?.?.?.?.?.?.?){10}", "(a{2}[)]){60}", "(\\Q((\\E){60}", "(?P<x>a{20}){10}" })
		void mayNotWeighMore(String route) {
			assertThatIllegalArgumentException().isThrownBy(() -> Route.parse(route))
				.withMessageMatching("it weighs \\d+, and one route may weigh 20000; make it simpler");
		}

		@Test
		void areWeighedBeforeTheyAreCompiled() {
			assertTimeoutPreemptively(Duration.ofSeconds(2), () -> assertThatIllegalArgumentException()
				.isThrownBy(() -> Route.parse("(((((a{1000}){1000}){1000}){1000}){1000}")));
		}

		@Test
		void weighAtLeastAsMuchAsTheirProgramHasInstructions() {
			Random random = new Random(7);
			int weighed = 0;
			while (weighed < 5000) {
				String expression = RouteGrammar.expression(random);
				RouteExpression route = new RouteExpression(expression);
				if (route.weight() > Route.MAX_WEIGHT) {
					continue;
				}
				try {
					int size = route.compile().programSize();
					assertThat(route.weight()).as(expression).isGreaterThanOrEqualTo(100L * size);
					weighed++;
				}
				catch (IllegalArgumentException ex) {
					// RE2 cannot read it
				}
			}
		}

		@Test
		void weighNothingWherePathsNeedNotBeLookedAt() {
			assertThat(Route.ANY.weight()).isZero();
			assertThat(Route.parse("/users").weight()).isEqualTo(6);
			assertThat(Route.parse("/users/*").weight()).isEqualTo(7);
		}

		@ParameterizedTest
		@ValueSource(strings = { "/users", "/users/*", "^/users/[0-9]+$", "/users/{id}" })
		void areTheSameWithoutTheirProgram(String text) {
			Route route = Route.parse(text);
			Route light = route.forShow();

			assertThat(light).isEqualTo(route).hasSameHashCodeAs(route).hasToString(text);
			assertThat(light.weight()).isEqualTo(route.weight());
			assertThat(light.matches("/users/42")).isEqualTo(route.matches("/users/42")).isTrue();
			assertThat(light.matches("/orders/42")).isEqualTo(route.matches("/orders/42")).isFalse();
		}

		@ParameterizedTest
		@ValueSource(strings = { "/\ud83d", "/\ude00", "/\ude00\ud83d", "/\ud83d*", "/\ud83d/**", "[\ud83d]" })
		@DisplayName("must not hit half of a character, which RE2/J itself would miss")
		void mayNotHaveHalfOfASurrogatePair(String route) {
			assertThatIllegalArgumentException().isThrownBy(() -> Route.parse(route))
				.withMessage("it has half of a surrogate pair; write the whole character");
			assertThatIllegalArgumentException().isThrownBy(() -> Route.pathPattern(route));
		}

		@ParameterizedTest
		@ValueSource(strings = { "(?i)\\x{1c80}", "(?i)\u1c80", "(?i)[a-\\x{212a}]", "(?i)[\u1c00-\u1cff]",
				"(?i:\\x{001C88})", "(?is)[a-\\x{10ffff}]", "((?i)x)\\x{1c85}" })
		@DisplayName("must not make RE2/J look for other cases where it never ends")
		void mayNotIgnoreTheCaseOfSomeCharacters(String route) {
			assertTimeoutPreemptively(Duration.ofSeconds(10),
					() -> assertThatIllegalArgumentException().isThrownBy(() -> Route.parse(route))
						.withMessageStartingWith("(?i) does not go with characters from U+1C80"));
		}

		@ParameterizedTest
		@ValueSource(strings = { "(?i)/users", "(?i)[^a-z]", "(?i)\\pL", "(?i)[a-\u00ff]", "(?i)\u65e5\u672c",
				"[\u1c00-\u1cff]", "\\x{1c80}" })
		void mayIgnoreTheCaseOfAllOthers(String route) {
			assertTimeoutPreemptively(Duration.ofSeconds(10), () -> Route.parse(route).matches("/USERS"));
		}

		@Test
		void missWhereTheStackIsTooShort() throws InterruptedException {
			Route route = Route.parse("(?:a?){60}b");
			Boolean[] hit = new Boolean[1];

			Thread thread = new Thread(null, () -> hit[0] = route.matches("a".repeat(100) + "b"), "short", 64 * 1024);
			thread.start();
			thread.join();

			assertThat(hit[0]).isNotNull();
		}

	}

	@Nested
	@DisplayName("D8: one segment")
	class Segments {

		@ParameterizedTest
		@CsvSource({ "/users/*,/users/42,true", "/users/*,/users/,true", "/users/*,/users,false",
				"/users/*,/users/42/posts,true", "/users/*/posts,/users/a+b/posts,true",
				"/users/*/posts,/users/a b/posts,true", "/users/*/posts,/users/1.2/posts,true",
				"/users/*/posts,/users//posts,true", "/users/*/posts,/users/a/b/posts,false",
				"^/users/*$,/users/é,true", "/*,/anything,true", "/a/*.json,/a/b.json,true" })
		void standForAnyTextWithoutASlash(String route, String path, boolean hit) {
			assertThat(matches(route, path)).isEqualTo(hit);
		}

	}

	@Nested
	@DisplayName("D9: path patterns")
	class PathPatterns {

		@ParameterizedTest
		@CsvSource({ "/users/{id},/users/42,true", "/users/{id},/users/,false", "/users/{id},/users/4/2,false",
				"/users/{id},/v1/users/42,false", "/users/{id}/posts,/users/42/posts,true",
				"/users/{id}/posts/*,/users/42/posts/,true", "/users/**,/users,true", "/users/**,/users/,true",
				"/users/**,/users/4/2,true", "/users/**,/usersandmore,false", "/**,/,true", "/**,/a/b,true",
				"/users/{*rest},/users,true", "/users/{*rest},/users/4/2,true", "/users/{*rest},/users2,false",
				"/{a}-{b}.json,/x-y.json,true", "/{a}.json,/xyjson,false", "/{user-id},/42,true", "/{id}[,/42[,true",
				"/a.c/**,/abc/d,false", "/**/x,/a/x,true", "/**/x,/a/b/x,false" })
		void areComparedWithTheWholePath(String route, String path, boolean hit) {
			assertThat(matches(route, path)).isEqualTo(hit);
		}

		@ParameterizedTest
		@ValueSource(strings = { "/users/{id:[0-9]+}", "/users/{id:}" })
		void refuseAVariableWithAnExpression(String route) {
			assertThatIllegalArgumentException().isThrownBy(() -> Route.parse(route))
				.withMessage("a variable with an expression is not supported; use {name}");
		}

		@ParameterizedTest
		@ValueSource(strings = { "/{*rest}/more", "/users{*rest}", "{*rest}" })
		void refuseTheRestAnywhereElse(String route) {
			assertThatIllegalArgumentException().isThrownBy(() -> Route.parse(route))
				.withMessage("{*name} must be the whole last segment");
		}

		@ParameterizedTest
		@CsvSource({ "/a{2},/aa,true", "/a{2},/v/aab,true", "'/a{1,2}$',/aa,true", "\\p{L},/x,true", "\\P{L},/,true",
				"\\x{41},/A,true", "\\pL{2},/xy,true", "/a\\**,/a***,true", "/a\\{b},/a{b},true", "{,/{,true",
				"a{,/a{,true" })
		void areNotMeantByOtherBracesNorByEscapes(String route, String path, boolean hit) {
			assertThat(matches(route, path)).isEqualTo(hit);
		}

		@Test
		void withoutWildcardsHitExactlyThatPath() {
			Route route = Route.pathPattern("/health");

			assertThat(route.matches("/health")).isTrue();
			assertThat(route.matches("/health/live")).isFalse();
			assertThat(route.matches("/v1/health")).isFalse();
		}

		@Test
		void matchPathsWithLineBreaks() {
			assertThat(matches("/a/**", "/a/\n/b")).isTrue();
			assertThat(matches("/a/{x}", "/a/\n")).isTrue();
		}

	}

	@Test
	@DisplayName("D7: looking for what a path must contain never changes what an expression hits")
	void expressionsHitWhatRe2Hits() {
		List<String> pieces = List.of("a", "b", "/", "/a", "ab", ".", "^", "$", "*", "+", "?", "*?", "{2}", "{0,1}",
				"(", ")", "(?:", "(?i)", "(?P<n>", "|", "[ab]", "[^/]", "[[:alpha:]]", "\\d", "\\.", "\\x61", "\\x{61}",
				"\\pL", "\\p{L}", "\\Qa.b\\E", "\\141", "\\C", "{", "}", "]", "\uD83D\uDE00", "1");
		List<String> letters = List.of("a", "b", "/", ".", "1", "A", "41", "141", "x61", "L", "pL", "{", "}", "]",
				"\uD83D\uDE00", "ab", "\n");
		Random random = new Random(42);
		int hits = 0;
		for (int i = 0; i < 40_000; i++) {
			String expression = text(pieces, random);
			if (expression.matches(".*(\\*\\*|\\{[a-b]).*")) {
				// a path pattern (decision D9)
				continue;
			}
			Pattern pattern;
			Route route;
			try {
				pattern = Pattern.compile(expression.replace("/*", "/[^/]*"));
				route = Route.parse(expression);
			}
			catch (RuntimeException ex) {
				continue;
			}
			for (int j = 0; j < 5; j++) {
				String path = text(letters, random);
				boolean hit = pattern.matcher(path).find();
				hits += hit ? 1 : 0;
				assertThat(route.matches(path)).as("%s on %s", expression, path).isEqualTo(hit);
			}
		}
		assertThat(hits).isGreaterThan(1000);
	}

	private static String text(List<String> pieces, Random random) {
		return random.ints(1 + random.nextInt(6), 0, pieces.size()).mapToObj(pieces::get).collect(Collectors.joining());
	}

}
