package io.chaosmiddleware.spring.mappings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.chaosmiddleware.condition.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Which mappings a route can hit.
 */
class RouteLintTests {

	private static final Predicate<String> NONE = (path) -> false;

	private static RouteLint lint(String... patterns) {
		return new RouteLint(() -> List.of(patterns), NONE);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			/users                       ; /v1/users/{id}
			/users                       ; /users
			users                        ; /v1/users
			sers/                        ; /users/{id}
			/orders/42                   ; /orders/{id}
			orders/42                    ; /api/orders/{id}
			ders/42/it                   ; /orders/{id}/items
			42/items                     ; /orders/{id}/items
			/42                          ; /orders/{id}
			^/orders/[0-9]{4}$           ; /orders/{id}
			^/orders/[0-9]{4}$           ; /orders/{year}
			/orders/[0-9]{4}             ; /api/orders/{id:\\d{2,6}}
			/orders/2026-13              ; /orders/{month:\\d{4}-\\d{2}}/items
			/orders/[0-9]+/items         ; /orders/{id:[0-9]{4}}/items/{item}
			/orders/\\d{4}/items/[a-z]+  ; /shop/{shop}/orders/{order}/items/{item}
			/(cart|checkout)/            ; /checkout/{step}
			/(cart|checkout)$            ; /cart
			(?i)/USERS                   ; /users/{id}
			/users/*                     ; /users/{id}
			/users/*/posts               ; /users/{id}/posts/{post}
			/users/{id}                  ; /users/{id}
			/users/{id}                  ; /users/me
			/users/{id}/posts            ; /users/{user}/posts
			/users/**                    ; /users
			/users/**                    ; /users/{id}/posts
			/**                          ; /users
			/**/posts                    ; /users/posts
			/files/**                    ; /files/{name}
			/files/a/b/c.txt             ; /files/**
			/files/a/b/c.txt             ; /files/{*path}
			/files                       ; /files/**
			/files                       ; /files/{*path}
			/files/report                ; /files/**
			/report.pdf                  ; /files/**
			/anything                    ; /**
			/anything                    ; /{*path}
			/anything                    ; /{page}
			/anything/else               ; /{tenant}/{page}
			/acme/orders                 ; /{tenant}/orders
			/orders                      ; /{tenant}/orders
			/7.json                      ; /reports/{id}.json
			/report-7                    ; /report-{id}
			\\.json$                     ; /reports/{id}.json
			/a-b                         ; /{from}-{to}
			/x.html                      ; /*.html
			/en/home                     ; /{language:en|de}/home
			/en                          ; /{language:en|de}/home
			/orders/a b                  ; /orders/{id}
			/orders/50%                  ; /orders/{id}
			/orders/caf\u00e9            ; /orders/{id}
			/users/                      ; /users/{id}
			/                            ; /
			^/$                          ; /
			.*                           ; /users
			/x                           ; /**/x
			/a/b/x                       ; /**/x
			""")
	void hits(String route, String mapping) {
		assertThat(lint("/nothing", mapping).find(Route.parse(route))).satisfies((finding) -> {
			assertThat(finding.mappings()).contains(mapping);
			assertThat(finding.warning()).isNull();
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			/ordrs                       ; /orders
			/ordrs                       ; /orders/{id}
			/ordrs/{id}                  ; /orders/{id}
			/ordrs/42                    ; /orders/{id}
			/ordrs/42                    ; /shop/{a}/{b}
			/ordrs                       ; /files/**
			/ordrs                       ; /pages/{page}.html
			/v2/users                    ; /v1/users
			/v2                          ; /v1/users/{id}
			/Users                       ; /users/{id}
			/users/                      ; /users
			/users$/                     ; /users
			^/users$                     ; /v1/users
			^users                       ; /users
			/users/{id}                  ; /v1/users/{id}
			/users/{id}                  ; /users
			/users/{id}                  ; /users/{id}/posts
			/(cart|checkout)/            ; /cart
			/orders/[a-z]+               ; /orders/{id:\\d+}
			/orders/abc                  ; /orders/{id:[0-9]+}
			/orders/*/items              ; /orders/{id}
			//users                      ; /users
			/context/users               ; /users
			/users?page                  ; /users
			users/42/posts/7             ; /users/{id}/posts
			/fr/home                     ; /{language:en|de}/home
			""")
	void hitsNothing(String route, String mapping) {
		assertThat(lint(mapping).find(Route.parse(route))).satisfies((finding) -> {
			assertThat(finding.mappings()).isEmpty();
			assertThat(finding.warning()).startsWith("'" + route + "' hits none of the application's mappings");
		});
	}

	@Test
	void eachMappingThatCanBeHitIsNamedInItsOrder() {
		RouteLint lint = lint("/orders", "/orders/{id}", "/carts", "/orders/{id}/items", "/{page}");

		assertThat(lint.hits(Route.parse("/orders"))).containsExactly("/orders", "/orders/{id}", "/orders/{id}/items",
				"/{page}");
		assertThat(lint.hits(Route.parse("/orders/{id}"))).containsExactly("/orders/{id}");
		assertThat(lint.hits(Route.parse("^/orders$"))).containsExactly("/orders", "/{page}");
	}

	@Test
	void aMappingIsNotHitOnlyBecauseAVariableMayStandForTheNameInTheRoute() {
		RouteLint lint = lint("/orders", "/users/{id}", "/products/{id}");

		assertThat(lint.hits(Route.parse("/orders"))).containsExactly("/orders");
		assertThat(lint.find(Route.parse("/carts")).warning()).isEqualTo(
				"'/carts' hits none of the application's mappings, static resources aside, unless a variable or wildcard stands for its text"
						+ " as in '/users/carts'; known are /orders, /users/{id}, /products/{id}");
	}

	@Test
	void theWarningNamesTheMostSimilarMappings() {
		RouteLint lint = lint("/products", "/orders/{id}/items", "/carts", "/orders", "/orders/{id}");

		assertThat(lint.find(Route.parse("^/ordrs$")).warning()).isEqualTo(
				"'^/ordrs$' hits none of the application's mappings, static resources aside; similar are /orders, /orders/{id}, /orders/{id}/items");
		assertThat(lint.find(Route.parse("/product/{id}")).warning()).contains("similar is /products");
		assertThat(lint.find(Route.parse("/q")).warning())
			.contains("; known are /products, /orders/{id}/items, /carts and 2 more");
		assertThat(lint("/a").find(Route.parse("^/b$")).warning()).endsWith("; known is /a");
	}

	@Test
	void whatTheWarningQuotesIsPrintableAndCut() {
		String warning = lint("/users").find(Route.parse("/\n\u202e" + "x".repeat(250))).warning();

		assertThat(warning).startsWith("'/??xxx").contains("...'").matches("[ -~]{1,400}");
	}

	@Test
	void pathsThatAreNeverAttackedCountForNothing() {
		RouteLint lint = new RouteLint(() -> List.of("/actuator/health/**", "/login", "/logs/{id}"),
				(path) -> path.startsWith("/actuator/") || path.equals("/login"));

		assertThat(lint.find(Route.parse("/login")).warning()).isEqualTo(
				"'/login' hits none of the application's mappings that may be attacked, only others such as /login");
		assertThat(lint.hits(Route.parse("/actuator/health"))).isEmpty();
		assertThat(lint.find(Route.parse("/logz")).warning()).endsWith("similar is /logs/{id}");
		assertThat(lint.hits(Route.parse("/log"))).containsExactly("/logs/{id}");
	}

	@Test
	void aRouteThatHitsOnlyExcludedPathsOfAMappingHitsNothing() {
		RouteLint lint = new RouteLint(() -> List.of("/orders/{id}"), "/orders/42"::equals);

		assertThat(lint.hits(Route.parse("^/orders/42$"))).isEmpty();
		assertThat(lint.hits(Route.parse("^/orders/43$"))).containsExactly("/orders/{id}");
	}

	@Test
	void mappingsAreAskedForOnceAndLate() {
		AtomicInteger asked = new AtomicInteger();
		RouteLint lint = new RouteLint(() -> {
			asked.incrementAndGet();
			return List.of("/users");
		}, NONE);

		assertThat(asked).hasValue(0);
		assertThat(lint.knowsMappings()).isTrue();
		lint.find(Route.parse("/a"));
		lint.findAll(List.of(Route.parse("/b"), Route.parse("/users")));

		assertThat(asked).hasValue(1);
	}

	@Test
	void mappingsAreAskedForAgainWhileThereAreNone() {
		List<String> patterns = new ArrayList<>();
		RouteLint lint = new RouteLint(() -> patterns, NONE);

		assertThat(lint.knowsMappings()).isFalse();
		assertThat(lint.find(Route.parse("/users")))
			.isEqualTo(new RouteFinding(Route.parse("/users"), List.of(), null));
		patterns.add("/users");

		assertThat(lint.knowsMappings()).isTrue();
		assertThat(lint.hits(Route.parse("/users"))).containsExactly("/users");
	}

	@Test
	void whatFailsIsNoWarning() {
		RouteLint withoutMappings = new RouteLint(() -> {
			throw new IllegalStateException("not yet");
		}, NONE);
		assertThat(withoutMappings.knowsMappings()).isFalse();
		assertThat(withoutMappings.find(Route.parse("/users")).warning()).isNull();

		AtomicInteger tested = new AtomicInteger();
		RouteLint failing = new RouteLint(() -> List.of("/users"), (path) -> {
			if (tested.incrementAndGet() > 1) {
				throw new IllegalStateException("no longer");
			}
			return false;
		});
		assertThat(failing.find(Route.parse("/users"))).satisfies((finding) -> {
			assertThat(finding.mappings()).isEmpty();
			assertThat(finding.warning()).isNull();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "/{id", "/a/{*rest}/b", "/{id:(a)(b)}", "/{", "/}", "", "?", "/a/**/b/**", "/{a}{b}{c}",
			"/{id:[}", "/{a:*}", "//", "/***", "/{a}/{a}" })
	void mappingsThatNobodyCanReadDisturbNoOthers(String pattern) {
		RouteLint lint = lint(pattern, "/users");

		assertThat(lint.hits(Route.parse("^/users$"))).contains("/users");
		assertThat(lint.knowsMappings()).isTrue();
	}

	@Test
	void atMostAHundredRoutesAreLookedAt() {
		List<Route> routes = IntStream.range(0, 150).mapToObj((i) -> Route.parse("/users" + i)).toList();

		assertThat(lint("/users").findAll(routes)).hasSize(100)
			.extracting(RouteFinding::route)
			.containsExactlyElementsOf(routes.subList(0, 100));
	}

	@Test
	void costlyRoutesTakeNoLongerThanAFewSeconds() {
		String[] patterns = IntStream.range(0, 1000)
			.mapToObj((i) -> "/api/{tenant}/things" + i + "/{id}/parts/{*rest}")
			.toArray(String[]::new);
		RouteLint lint = lint(patterns);
		List<Route> routes = Collections.nCopies(100, Route.parse("(?s)(.{0,20}|x?){2}[yz]"));

		assertTimeoutPreemptively(Duration.ofSeconds(30), () -> lint.findAll(routes));
	}

	@Test
	void whoeverWasNotGivenTheTimeIsNotWarnedOf() {
		String[] patterns = IntStream.range(0, 10_000)
			.mapToObj((i) -> "/api/{tenant}/things" + i + "/{id}/parts/{*rest}")
			.toArray(String[]::new);

		assertThat(lint(patterns).find(Route.parse("^(a?){15}(b?){15}[yz]$")).warning()).isNull();
	}

	@Test
	void aThousandOrdinaryMappingsAreFast() {
		String[] patterns = IntStream.range(0, 1000)
			.mapToObj((i) -> "/api/things" + i + "/{id}/parts/{part}")
			.toArray(String[]::new);
		RouteLint lint = lint(patterns);
		List<Route> routes = IntStream.range(0, 100)
			.mapToObj((i) -> Route.parse((i % 2 == 0) ? "/things" + i + "/42" : "^/api/thingz" + i + "/\\d+/"))
			.toList();

		List<RouteFinding> findings = lint.findAll(routes);

		// the rest would be said to be left out
		assertThat(findings).hasSizeGreaterThan(10);
		assertThat(findings.get(0).mappings()).containsExactly("/api/things0/{id}/parts/{part}");
		assertThat(findings.get(1).warning()).isNotNull();
	}

	@Test
	void whatHitsHasAWitness() {
		List<String> pieces = List.of("/", "a", "b", "{x}", "{y:\\d+}", "{z:a|b}", "*", "/a", "/b", "/{x}", "/**",
				"/{*r}", ".", "-");
		List<String> routePieces = List.of("/", "a", "b", "/a", "/b", "[ab]", "\\d", "1", "/*", "(a|b)", "^", "$", "?",
				"{x}", "/**", ".");
		Random random = new Random(42);
		int hits = 0;
		for (int i = 0; i < 3000; i++) {
			String pattern = "/" + text(pieces, random);
			String source = text(routePieces, random);
			Route route;
			Mapping mapping;
			try {
				route = Route.parse(source);
				mapping = new Mapping(pattern);
			}
			catch (RuntimeException ex) {
				continue;
			}
			Witness witness = mapping.witness(route::matches, Example.of(route, null));
			if (witness != null) {
				hits++;
				assertThat(route.matches(witness.path())).as("%s on %s", source, pattern).isTrue();
				assertThat(mapping.serves(witness.path())).as("%s on %s", pattern, witness.path()).isTrue();
			}
		}
		assertThat(hits).isGreaterThan(300);
	}

	private static String text(List<String> pieces, Random random) {
		return random.ints(1 + random.nextInt(4), 0, pieces.size()).mapToObj(pieces::get).collect(Collectors.joining());
	}

}
