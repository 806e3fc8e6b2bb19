package io.chaosmiddleware.spring.servlet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.chaosmiddleware.condition.Route;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.mappings.RouteLint;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which mappings of a real application on Tomcat are known.
 */
class ServletMappingsTests {

	private static final Route EVERY_PATH = Route.parse("/**");

	private static ConfigurableApplicationContext start(Class<?> application, String... properties) {
		return new SpringApplication(application).run(
				Stream
					.concat(Stream.of("server.port=0", "spring.main.banner-mode=off",
							"spring.main.web-application-type=servlet", "chaos.middleware.enabled=true",
							"chaos.middleware.attack-loader=none", "management.endpoints.web.exposure.include=*"),
							Stream.of(properties))
					.map((property) -> "--" + property)
					.toArray(String[]::new));
	}

	private static List<String> known(ConfigurableApplicationContext context) {
		return context.getBean(RouteLint.class).hits(EVERY_PATH);
	}

	@ParameterizedTest
	@ValueSource(strings = { "path_pattern_parser", "ant_path_matcher" })
	void everyKindOfMappingIsKnown(String strategy) {
		try (ConfigurableApplicationContext context = start(Shop.class,
				"spring.mvc.pathmatch.matching-strategy=" + strategy)) {
			assertThat(known(context)).containsExactlyInAnyOrder("/shop/orders", "/shop/orders/{id:\\d+}", "/shop/a",
					"/shop/b", "/functional/{id}", "/nested/deep/{x}", "/nested/more/**", "/nested", "/json",
					"/either/{x}", "/or", "/except", "/legacy/**", "/named");
		}
	}

	@Test
	void theActuatorTheErrorPageAndStaticResourcesAreNot() {
		try (ConfigurableApplicationContext context = start(Shop.class)) {
			RouteLint lint = context.getBean(RouteLint.class);
			assertThat(List.of("^/actuator/health", "/actuator/chaos", "^/error$", "^/static.txt$", "/webjars/x.js"))
				.allSatisfy((route) -> assertThat(lint.find(Route.parse(route)).warning()).isNotNull());
			assertThat(lint.find(Route.parse("/actuator/health")).warning())
				.contains("hits none of the application's mappings");
		}
	}

	@Test
	void staticResourcesInAPlaceOfTheirOwnAreKnown() {
		try (ConfigurableApplicationContext context = start(Shop.class, "spring.mvc.static-path-pattern=/assets/**")) {
			assertThat(known(context)).contains("/assets/**");
		}
	}

	@Test
	void routesSeePathsBelowTheDispatcherServletButNotTheContextPath() throws Exception {
		try (ConfigurableApplicationContext context = start(Shop.class, "server.servlet.context-path=/app",
				"spring.mvc.servlet.path=/api")) {
			RouteLint lint = context.getBean(RouteLint.class);

			assertThat(known(context)).contains("/api/shop/orders", "/api/functional/{id}", "/api/legacy/**");
			assertThat(lint.hits(Route.parse("^/api/shop/orders$"))).containsExactly("/api/shop/orders");
			assertThat(attack(context, "/app/api/shop/orders", "^/api/shop/orders$")).contains("verdict=injected");
			assertThat(lint.hits(Route.parse("^/shop/orders$"))).isEmpty();
			assertThat(attack(context, "/app/api/shop/orders", "^/shop/orders$")).contains("verdict=missed");
			assertThat(lint.hits(Route.parse("/actuator"))).isEmpty();
		}
	}

	private static String attack(ConfigurableApplicationContext context, String path, String route)
			throws IOException, InterruptedException {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		HttpResponse<Void> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
				.header(AttackEngine.ATTACK_HEADER, document("fault java.io.IOException " + route))
				.build(), HttpResponse.BodyHandlers.discarding());
		return response.headers().firstValue(AttackEngine.RESULT_HEADER).orElse("none");
	}

	@Test
	void excludedRoutesAreNotKnown() {
		try (ConfigurableApplicationContext context = start(Shop.class, "chaos.middleware.exclude-routes=/shop/**")) {
			assertThat(known(context)).contains("/legacy/**").noneMatch((pattern) -> pattern.startsWith("/shop"));
		}
	}

	@Test
	void routesAboutWhichNothingIsKnownMayServeEveryPath() {
		try (ConfigurableApplicationContext context = start(Opaque.class)) {
			assertThat(known(context)).containsExactlyInAnyOrder("/opaque/**", "/**");
		}
	}

	@Test
	void mappingsThatConsistOfOthersAreKnown() {
		try (ConfigurableApplicationContext context = start(Delegating.class)) {
			assertThat(known(context)).containsExactly("/delegated");
		}
	}

	@Test
	void anApplicationWithoutMappingsHasNone() {
		try (ConfigurableApplicationContext context = start(Empty.class)) {
			assertThat(context.getBean(RouteLint.class).knowsMappings()).isFalse();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Empty {

		@Bean
		TomcatServletWebServerFactory webServerFactory() {
			return new TomcatServletWebServerFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Opaque extends Empty {

		@Bean
		RouterFunction<ServerResponse> opaqueRoutes() {
			return RouterFunctions.nest(RequestPredicates.path("/opaque"), (request) -> Optional.empty());
		}

		@Bean
		HandlerMapping opaqueMapping() {
			return (request) -> null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Delegating extends Empty {

		@Bean
		Several several(ApplicationContext context) {
			HttpRequestHandler handler = (request, response) -> response.setStatus(200);
			SimpleUrlHandlerMapping mapping = new SimpleUrlHandlerMapping(Map.of("/delegated", handler));
			mapping.setApplicationContext(context);
			return new Several(mapping);
		}

	}

	/**
	 * As that of Spring Data REST.
	 *
	 * @param mapping the only one that it consists of
	 */
	record Several(HandlerMapping mapping) implements HandlerMapping, Iterable<HandlerMapping> {

		@Override
		public HandlerExecutionChain getHandler(HttpServletRequest request) throws Exception {
			return this.mapping.getHandler(request);
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
			HttpRequestHandler handler = (request, response) -> response.setStatus(200);
			return new SimpleUrlHandlerMapping(Map.of("/legacy/**", handler));
		}

		@Bean("/named")
		HttpRequestHandler named() {
			return (request, response) -> response.setStatus(200);
		}

	}

	@RestController
	@RequestMapping("/shop")
	static class OrderController {

		@GetMapping("/orders")
		String orders() {
			return "orders";
		}

		@PostMapping("/orders")
		String create() {
			return "created";
		}

		@GetMapping("/orders/{id:\\d+}")
		String order() {
			return "order";
		}

		@GetMapping({ "/a", "/b" })
		String several() {
			return "several";
		}

	}

}
