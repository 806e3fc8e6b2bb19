package io.chaosmiddleware.spring.webflux;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

import io.chaosmiddleware.condition.Route;
import io.chaosmiddleware.spring.mappings.RouteLint;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which mappings of a real application on Reactor Netty are known.
 */
class WebFluxMappingsTests {

	private static final Route EVERY_PATH = Route.parse("/**");

	private static final String EXPOSED = "management.endpoints.web.exposure.include=*";

	private static List<String> known(WebFluxServer server) {
		return lint(server).hits(EVERY_PATH);
	}

	private static RouteLint lint(WebFluxServer server) {
		return server.context().getBean(RouteLint.class);
	}

	@Test
	void everyKindOfMappingIsKnown() {
		try (WebFluxServer server = WebFluxServer.start(Shop.class, EXPOSED)) {
			assertThat(known(server)).containsExactlyInAnyOrder("/shop/orders", "/shop/orders/{id:\\d+}", "/shop/a",
					"/shop/b", "/functional/{id}", "/nested/deep/{x}", "/nested/more/**", "/nested", "/json",
					"/either/{x}", "/or", "/except", "/legacy/**");
		}
	}

	@Test
	void theActuatorAndStaticResourcesAreNot() {
		try (WebFluxServer server = WebFluxServer.start(Shop.class, EXPOSED)) {
			assertThat(List.of("^/actuator/health", "/actuator/chaos", "^/static.txt$", "/webjars/x.js"))
				.allSatisfy((route) -> assertThat(lint(server).find(Route.parse(route)).warning()).isNotNull());
		}
	}

	@Test
	void staticResourcesInAPlaceOfTheirOwnAreKnown() {
		try (WebFluxServer server = WebFluxServer.start(Shop.class, "spring.webflux.static-path-pattern=/assets/**")) {
			assertThat(known(server)).contains("/assets/**");
		}
	}

	@Test
	void routesDoNotSeeTheBasePath() {
		try (WebFluxServer server = WebFluxServer.start(Shop.class, "spring.webflux.base-path=/app", EXPOSED)) {
			String fault = document("fault java.io.IOException ^/shop/orders$");

			assertThat(lint(server).hits(Route.parse("^/shop/orders$"))).containsExactly("/shop/orders");
			assertThat(WebFluxServer.result(server.get("/app/shop/orders", "x-proofdock-attack", fault)))
				.contains("verdict=injected");
			assertThat(lint(server).hits(Route.parse("^/app/shop/orders$"))).isEmpty();
		}
	}

	@Test
	void excludedRoutesAreNotKnown() {
		try (WebFluxServer server = WebFluxServer.start(Shop.class, "chaos.middleware.exclude-routes=/shop/**")) {
			assertThat(known(server)).contains("/legacy/**").noneMatch((pattern) -> pattern.startsWith("/shop"));
		}
	}

	@Test
	void routesAboutWhichNothingIsKnownMayServeEveryPath() {
		try (WebFluxServer server = WebFluxServer.start(Opaque.class, EXPOSED)) {
			assertThat(known(server)).containsExactlyInAnyOrder("/opaque/**", "/**");
		}
	}

	@Test
	void mappingsThatConsistOfOthersAreKnown() {
		try (WebFluxServer server = WebFluxServer.start(Delegating.class)) {
			assertThat(known(server)).containsExactly("/delegated");
		}
	}

	@Test
	void anApplicationWithoutMappingsHasNone() {
		try (WebFluxServer server = WebFluxServer.start(Empty.class, EXPOSED)) {
			assertThat(lint(server).knowsMappings()).isFalse();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Empty {

	}

	@Configuration(proxyBeanMethods = false)
	static class Opaque extends Empty {

		@Bean
		RouterFunction<ServerResponse> opaqueRoutes() {
			return RouterFunctions.nest(RequestPredicates.path("/opaque"), (request) -> Mono.empty());
		}

		@Bean
		HandlerMapping opaqueMapping() {
			return (exchange) -> Mono.empty();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Delegating extends Empty {

		@Bean
		Several several(ApplicationContext context) {
			SimpleUrlHandlerMapping mapping = new SimpleUrlHandlerMapping(
					Map.of("/delegated", (WebHandler) (exchange) -> Mono.empty()));
			mapping.setApplicationContext(context);
			return new Several(mapping);
		}

	}

	record Several(HandlerMapping mapping) implements HandlerMapping, Iterable<HandlerMapping> {

		@Override
		public Mono<Object> getHandler(ServerWebExchange exchange) {
			return this.mapping.getHandler(exchange);
		}

		@Override
		public Iterator<HandlerMapping> iterator() {
			return List.of(this.mapping).iterator();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Shop extends Empty {

		private static final HandlerFunction<ServerResponse> OK = (request) -> ServerResponse.ok().build();

		@Bean
		OrderController orderController() {
			return new OrderController();
		}

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route()
				.GET("/functional/{id}", OK)
				.path("/nested",
						(nested) -> nested.GET("/deep/{x}", OK).path("/more", (more) -> more.POST(OK)).GET("", OK))
				.nest(RequestPredicates.accept(MediaType.APPLICATION_JSON), (json) -> json.GET("/json", OK))
				.route(RequestPredicates.path("/either/{x}").or(RequestPredicates.path("/or")), OK)
				.route(RequestPredicates.path("/not").negate().and(RequestPredicates.path("/except")), OK)
				.resources("/bundles/**", new ClassPathResource("static/"))
				.build();
		}

		@Bean
		SimpleUrlHandlerMapping legacy() {
			return new SimpleUrlHandlerMapping(Map.of("/legacy/**", (WebHandler) (exchange) -> Mono.empty()));
		}

	}

	@RestController
	@RequestMapping("/shop")
	static class OrderController {

		@GetMapping("/orders")
		Mono<String> orders() {
			return Mono.just("orders");
		}

		@PostMapping("/orders")
		Mono<String> create() {
			return Mono.just("created");
		}

		@GetMapping("/orders/{id:\\d+}")
		Mono<String> order() {
			return Mono.just("order");
		}

		@GetMapping({ "/a", "/b" })
		Mono<String> several() {
			return Mono.just("several");
		}

	}

}
