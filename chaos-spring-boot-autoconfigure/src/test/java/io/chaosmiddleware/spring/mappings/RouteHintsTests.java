package io.chaosmiddleware.spring.mappings;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.chaosmiddleware.condition.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * What somebody who wrote a route most likely meant, where that is hard to tell.
 */
class RouteHintsTests {

	private static RouteLint lint(String contextPath, String... patterns) {
		return new RouteLint(() -> List.of(patterns), List::of, (path) -> false, () -> contextPath, List::of);
	}

	private static RouteFinding find(String route, String... patterns) {
		return lint("", patterns).find(Route.parse(route));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			/colou?r                     ; /colour              ; /colo
			/colou?r                     ; /{page}              ; /paint
			/colou?r                     ; /colors/{id}         ; /{page}
			/pages/?x                    ; /pages/x             ; /pages
			/orders/2025                 ; /orders/{year}       ; /orders/2024
			/orders/a1                   ; /orders/{id}         ; /orders/b1
			/users/bob                   ; /users/{name}        ; /users/me
			/users/bobby                 ; /users/{name}        ; /users/lobbyist
			/users/me                    ; /users/me            ; /users/{name}
			/api/things1/42              ; /api/things1/{id}    ; /api/things2/{id}
			/api/things1/42              ; /api/{kind}/{id}     ; /api/{kind}/42
			/things1/42/part             ; /things1/{id}/parts  ; /things1/{id}/{thing}
			/imag/x.html                 ; /imag/{name}         ; /{folder}/y.html
			/files/vest.html             ; /files/**            ; /vets.html
			/orders:42                   ; /orders:{id}         ; /
			^/http://x                   ; /{*rest}             ; /http
			/orders/a=b                  ; /orders/{filter}     ; /x
			/orders/50%                  ; /orders/{id}         ; /x
			/orders/{id}                 ; /orders/{id}         ; /orders/find
			/orders/[^/?#]+              ; /orders/{id}         ; /orders/find
			/orders/(?P<id>\\d+)         ; /orders/{id}         ; /orders/find
			\\p{L}+/x$                   ; /a/x                 ; /y
			""")
	void whatMakesSenseIsNotWarnedOf(String route, String mapping, String other) {
		assertThat(find(route, mapping, other)).satisfies((finding) -> {
			assertThat(finding.mappings()).contains(mapping);
			assertThat(finding.warning()).isNull();
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			/vest.html                   ; /{page}              ; /vets.html            ; /vest.html
			/vets.json                   ; /{page}              ; /vets                 ; /vets.json
			/VETS                        ; /{*page}             ; /vets                 ; /VETS
			/vest.html                   ; /resources/**        ; /vets.html            ; /resources/vest.html
			^/orders/fnd$                ; /orders/{id}         ; /orders/find          ; /orders/fnd
			/orders/42/edti              ; /orders/{id}/{what}  ; /orders/{id}/edit     ; /orders/42/edti
			/orders/ME.json              ; /orders/{id}         ; /orders/me            ; /orders/ME.json
			""")
	void whatHitsVariablesButLooksLikeTheTextOfAMappingIsWarnedOf(String route, String mapping, String similar,
			String witness) {
		assertThat(find(route, mapping, similar)).satisfies((finding) -> {
			assertThat(finding.mappings()).containsExactly(mapping);
			assertThat(finding.warning())
				.isEqualTo("'" + route + "' hits only what a variable or wildcard stands for, as in '" + witness
						+ "'; similar is " + similar);
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			/shop                        ; /shop/orders         ; use '/orders'
			shop/                        ; ^/shop/orders        ; use '^/orders'
			/my.app                      ; /my.app/orders       ; use '/orders'
			/my.app                      ; ^/my\\.app/orders    ; use '^/orders'
			/shop                        ; /shop/ordrs          ; similar are /orders, /{tenant}/orders
			/shop                        ; /shop.*              ; use '/.*'
			/shop                        ; /shopping            ; known are /orders, /{tenant}/orders
			""")
	void theContextPathIsNoPartOfWhatRoutesAreComparedWith(String contextPath, String route, String end) {
		assertThat(lint(contextPath, "/orders", "/{tenant}/orders").find(Route.parse(route)).warning()).endsWith(end);
	}

	@Test
	void whatCannotBeCorrectedIsWarnedOfAllTheSame() {
		assertThat(find("/(orders#1|x)", "/orders").warning()).contains("leave '#1|x)' out").endsWith("is /orders");
		assertThat(find("/a%FF", "/orders").warning()).doesNotContain("decoded");
	}

	@Test
	void theNearestAreNamedFirst() {
		assertThat(find("/vest.html", "/vets", "/best", "/vets.html").warning()).endsWith("; similar is /vets.html");
		assertThat(find("/OWNERS.json", "/owner", "/pets", "/owners/{id}", "/owners").warning())
			.endsWith("; similar are /owners, /owners/{id}");
	}

	@Test
	void everyWarningIsPrintableAndBounded() {
		List<String> pieces = List.of("/", "GET ", "http://", "?", "=", "#", "%C3%9F", "%", "\\", "^", "$", "{x}", "**",
				"/shop", "orders", " ", "\n", "\u00df", "\ud83d\ude00", "(", ")", "[", "]", "x".repeat(40));
		RouteLint lint = lint("/shop", "/orders", "/orders/{id}", "/{a}/{b}/find");
		Random random = new Random(22);
		int warned = 0;
		for (int i = 0; i < 5000; i++) {
			String text = random.ints(1 + random.nextInt(6), 0, pieces.size())
				.mapToObj(pieces::get)
				.collect(Collectors.joining());
			Route route;
			try {
				route = Route.parse(text);
			}
			catch (IllegalArgumentException ex) {
				continue;
			}
			String warning = lint.find(route).warning();
			if (warning != null) {
				warned++;
				assertThat(warning).as(text).matches("[ -~]{1,1500}");
			}
		}
		assertThat(warned).isGreaterThan(500);
	}

	@Test
	void tenThousandRoutesTakeNoLongerThanAHundred() {
		String[] patterns = IntStream.range(0, 1000)
			.mapToObj((i) -> "/api/things" + i + "/{id}")
			.toArray(String[]::new);
		RouteLint lint = lint("/shop", patterns);
		List<Route> routes = IntStream.range(0, 10_000)
			.mapToObj((i) -> Route.parse("GET http://localhost/shop/api/thingz" + i + "/%41?x=" + i + "#y"))
			.toList();

		List<RouteFinding> findings = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> lint.findAll(routes));

		assertThat(findings).hasSizeBetween(1, RouteLint.MAX_ROUTES);
		assertThat(findings.get(0).warning()).contains("/api/things0/{id}");
	}

}
