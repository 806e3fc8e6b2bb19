package io.chaosmiddleware.condition;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of a route: what it hits, to look at.
 */
class RouteExamplesTests {

	private static List<String> examples(String route) {
		return Route.parse(route).examples();
	}

	@Test
	void anyPathIsAnExampleOfTheEmptyRoute() {
		assertThat(Route.ANY.examples()).containsExactly("/");
	}

	@Test
	void textStaysAsItIs() {
		assertThat(examples("/users")).containsExactly("/users");
		assertThat(examples("users/42")).containsExactly("users/42");
		assertThat(Route.pathPattern("/health").examples()).containsExactly("/health");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			/users/{id}                 ; /users/1        ; /users/a
			/users/{id}/posts/{post}    ; /users/1/posts/1 ; /users/a/posts/a
			/users/**                   ; /users          ; /users/1
			/users/{*rest}              ; /users          ; /users/a
			/a/*/b/{c}                  ; /a/1/b/1        ; /a//b/a
			/{name}.{extension}         ; /1.1            ; /a.a
			""")
	void variablesOfPathPatternsAreFilledIn(String route, String first, String second) {
		// an empty wildcard goes with variables that are not
		assertThat(examples(route)).contains(first).allMatch(Route.parse(route)::matches);
		assertThat(Route.parse(route).matches(second)).isTrue();
	}

	@Test
	void theRestOfAPathPatternIsThereAndIsNot() {
		assertThat(examples("/files/**")).contains("/files", "/files/1", "/files/a");
		assertThat(examples("/files/{*path}")).contains("/files", "/files/1", "/files/a");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			^/orders/[0-9]{4}$          ; /orders/1111
			/orders/\\d+/items          ; /orders/1/items
			/a.c                        ; /a.c
			/a.+c                       ; /aac
			/a\\.c                      ; /a.c
			/\\w{3}x                    ; /aaax
			/[b-d]                      ; /b
			/[^/]+/x                    ; /a/x
			/[[:upper:]]                ; /A
			/\\pN                       ; /1
			/\\p{Lu}                    ; /A
			/\\x41\\x{42}\\103          ; /ABC
			/\\Qa.b|c\\E/d              ; /a.b|c/d
			(?i)/users                  ; /users
			(?P<name>/users)/(?:x)      ; /users/x
			/users/*                    ; /users/a
			/a{2}                       ; /aa
			/x{,3}                      ; /x{,3}
			""")
	void expressionsAreFilledIn(String route, String example) {
		assertThat(examples(route)).contains(example);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			/(cart|checkout)/           ; /cart/,/checkout/
			/a(b|c(d|e))                ; /ab,/acd,/ace
			/users|/orders              ; /users,/orders
			/users(/1)?                 ; /users/1,/users
			/a(bc)*d                    ; /abcd,/ad
			/a(bc){0,2}d                ; /abcd,/ad
			/a+                         ; /a
			/(a|b){2}                   ; /aa,/bb
			""")
	void eachAlternativeAppearsAndWhatMayBeAbsentIsThereAndIsNot(String route, String examples) {
		assertThat(examples(route)).containsExactlyInAnyOrder(examples.split(","));
	}

	@Test
	void noAlternativeIsLeftOutForManyOthers() {
		assertThat(examples("/((a|b)(a|b)(a|b)(a|b)(a|b)|last)")).hasSize(32).contains("/last");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/users$/", "a^b", "[a-z]{1}$/", "\\x{10ffff}{90}$/" })
	void thereIsNoneWhereNoneIsFound(String route) {
		assertThat(examples(route)).isEmpty();
	}

	@Test
	void theyAreFewAndShort() {
		for (String route : List.of("(a?){30}", "((a|b|c|d)(a|b|c|d)(a|b|c|d)){3}", "/" + "(a|b)".repeat(25),
				".{0,40}/" + "x?".repeat(20), "|".repeat(90), "(".repeat(40) + "a" + ")".repeat(40),
				"/{a}".repeat(15))) {
			assertThat(examples(route)).as(route)
				.hasSizeLessThanOrEqualTo(32)
				.allMatch((example) -> example.length() <= 256);
		}
	}

	@Test
	void eachIsHitWhateverTheRoute() {
		List<String> pieces = List.of("a", "b", "/", "/a", "ab", ".", "^", "$", "*", "+", "?", "*?", "{2}", "{0,1}",
				"{1,}", "{0}", "{00001000}", "(", ")", "(?:", "(?i)", "(?P<n>", "(?s:", "|", "[ab]", "[^/]", "[]a]",
				"[[:alpha:]]", "[^[:alpha:]]", "[\\d-]", "\\d", "\\D", "\\W", "\\S", "\\s", "\\b", "\\A", "\\z", "\\.",
				"\\x61", "\\x{61}", "\\pL", "\\p{L}", "\\PL", "\\p{Greek}", "\\Qa.b\\E", "\\Q", "\\141", "\\C", "\\n",
				"{", "}", "]", "{x}", "{*x}", "**", "/**", "\uD83D\uDE00", "1", "\\", "\uD83D");
		Random random = new Random(42);
		int found = 0;
		int routes = 0;
		for (int i = 0; i < 20_000; i++) {
			String source = random.ints(1 + random.nextInt(7), 0, pieces.size())
				.mapToObj(pieces::get)
				.collect(Collectors.joining());
			Route route;
			try {
				route = (i % 5 == 0) ? Route.pathPattern(source) : Route.parse(source);
			}
			catch (IllegalArgumentException ex) {
				continue;
			}
			routes++;
			List<String> examples = route.examples();
			found += examples.isEmpty() ? 0 : 1;
			assertThat(examples).as(source).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(32);
			for (String example : examples) {
				assertThat(route.matches(example)).as("%s on %s", source, example).isTrue();
			}
		}
		assertThat(routes).isGreaterThan(3000);
		// the others hit nothing, such as a$b, or something unusual
		assertThat(found).isGreaterThan(routes * 2 / 3);
	}

	@Test
	void noneIsFoundWhereTheStackIsTooShort() throws InterruptedException {
		Route route = Route.parse("(".repeat(40) + "a" + ")".repeat(40));
		Object[] examples = new Object[1];

		Thread thread = new Thread(null, () -> examples[0] = route.examples(), "short", 64 * 1024);
		thread.start();
		thread.join();

		assertThat(examples[0]).isNotNull();
	}

}
