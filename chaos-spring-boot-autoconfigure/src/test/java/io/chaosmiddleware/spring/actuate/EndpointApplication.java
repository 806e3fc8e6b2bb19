package io.chaosmiddleware.spring.actuate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.chaosmiddleware.engine.AttackEngine;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application on a real port, and a client that talks to it.
 */
final class EndpointApplication implements AutoCloseable {

	static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	// Spring Boot cannot start a management server if several servers are on the class
	// path.
	private static final List<String> OTHER_SERVERS = List.of(
			"org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration",
			"org.springframework.boot.jetty.autoconfigure.actuate.web.server.JettyServletManagementContextAutoConfiguration",
			"org.springframework.boot.jetty.autoconfigure.reactive.JettyReactiveWebServerAutoConfiguration",
			"org.springframework.boot.jetty.autoconfigure.actuate.web.server.JettyReactiveManagementContextAutoConfiguration",
			"org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration",
			"org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatReactiveManagementContextAutoConfiguration");

	final ConfigurableApplicationContext context;

	EndpointApplication(String type, List<String> properties, Class<?>... more) {
		List<Class<?>> sources = new ArrayList<>(List.of(Shop.class));
		sources.addAll(List.of(more));
		if (type.equals("reactive")) {
			sources.add(Netty.class);
		}
		SpringApplication application = new SpringApplication(sources.toArray(Class<?>[]::new));
		// Reactor Netty 1.3.7 may stop reading connections that are kept alive (its
		// issue 4361).
		List<String> arguments = new ArrayList<>(List.of("server.port=0", "server.shutdown=immediate",
				"server.netty.max-keep-alive-requests=1", "spring.main.banner-mode=off",
				"spring.main.web-application-type=" + type, "spring.application.name=shop",
				"chaos.middleware.enabled=true", "chaos.middleware.application-env=test"));
		arguments.addAll(properties);
		if (!properties.contains("chaos.middleware.application-id=")) {
			arguments.add("chaos.middleware.application-id=shop-1");
		}
		if (properties.stream().noneMatch((property) -> property.startsWith("chaos.middleware.proofdock."))) {
			arguments.add("chaos.middleware.attack-loader=none");
		}
		if (properties.stream().anyMatch((property) -> property.startsWith("management.server.port="))) {
			arguments.add("spring.autoconfigure.exclude=" + String.join(",", OTHER_SERVERS));
		}
		this.context = application.run(arguments.stream().map((property) -> "--" + property).toArray(String[]::new));
	}

	AttackEngine engine() {
		return this.context.getBean(AttackEngine.class);
	}

	Answer main(String method, String path, String... headers) {
		return send("local.server.port", method, path, null, headers);
	}

	Answer management(String method, String path, byte @Nullable [] body, String... headers) {
		return send("local.management.port", method, path, body, headers);
	}

	private Answer send(String port, String method, String path, byte @Nullable [] body, String... headers) {
		HttpRequest request = request(port, method, path, body, headers);
		try {
			try {
				return new Answer(CLIENT.send(request, HttpResponse.BodyHandlers.ofString()));
			}
			catch (HttpTimeoutException ex) {
				throw ex;
			}
			catch (IOException ex) {
				// A server may close a connection whose request body it has not read.
				return new Answer(CLIENT.send(request, HttpResponse.BodyHandlers.ofString()));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	CompletableFuture<HttpResponse<String>> mainLater(String path, String... headers) {
		return CLIENT.sendAsync(request("local.server.port", "GET", path, null, headers),
				HttpResponse.BodyHandlers.ofString());
	}

	private HttpRequest request(String port, String method, String path, byte @Nullable [] body, String... headers) {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(
					URI.create("http://localhost:" + this.context.getEnvironment().getRequiredProperty(port) + path))
			.timeout(Duration.ofSeconds(20))
			.method(method, (body != null) ? HttpRequest.BodyPublishers.ofByteArray(body)
					: HttpRequest.BodyPublishers.noBody());
		for (int i = 0; i < headers.length; i += 2) {
			request.header(headers[i], headers[i + 1]);
		}
		return request.build();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * The answer to a call.
	 *
	 * @param response the response
	 */
	record Answer(HttpResponse<String> response) {

		int status() {
			return this.response.statusCode();
		}

		String header(String name) {
			return this.response.headers().firstValue(name).orElse("");
		}

		JsonNode json() {
			return JsonMapper.shared().readTree(this.response.body());
		}

		String detail() {
			return json().path("detail").asString();
		}

		/** The problems as {@code path reason message}. */
		List<String> problems() {
			List<String> problems = new ArrayList<>();
			json().path("problems")
				.forEach((problem) -> problems.add(problem.path("path").asString() + " "
						+ problem.path("reason").asString() + " " + problem.path("message").asString()));
			return problems;
		}

		@Override
		public String toString() {
			return status() + " " + this.response.headers().map() + " " + this.response.body();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(OrderController.class)
	static class Shop {

	}

	@Configuration(proxyBeanMethods = false)
	static class Netty {

		// With the global resources, the first application that ends stops the threads of
		// all others.
		@Bean
		ReactorResourceFactory reactorResourceFactory() {
			ReactorResourceFactory factory = new ReactorResourceFactory();
			factory.setUseGlobalResources(false);
			factory.setShutdownQuietPeriod(Duration.ZERO);
			return factory;
		}

	}

	@RestController
	static class OrderController {

		@GetMapping("/orders")
		String orders() {
			return "orders";
		}

	}

}
