package io.chaosmiddleware.spring.webflux;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.chaosmiddleware.engine.AttackEngine;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.reactor.netty.NettyWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application on a real port of Reactor Netty, and a client of it.
 */
final class WebFluxServer implements AutoCloseable {

	// they win over Reactor Netty if they are on the class path
	private static final String OTHER_SERVERS = "org.springframework.boot.jetty.autoconfigure.reactive.JettyReactiveWebServerAutoConfiguration,"
			+ "org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration";

	private final HttpClient client = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext context;

	private final int port;

	private WebFluxServer(ConfigurableApplicationContext context) {
		this.context = context;
		var server = ((WebServerApplicationContext) context).getWebServer();
		assertThat(server).isInstanceOf(NettyWebServer.class);
		this.port = server.getPort();
	}

	static WebFluxServer start(Class<?> application, String... properties) {
		SpringApplication spring = new SpringApplication(application);
		List<String> arguments = new ArrayList<>(List.of("spring.main.web-application-type=reactive", "server.port=0",
				"server.shutdown=immediate", "spring.main.banner-mode=off", "spring.jmx.enabled=false",
				"chaos.middleware.enabled=true", "spring.autoconfigure.exclude=" + OTHER_SERVERS));
		arguments.addAll(List.of(properties));
		return new WebFluxServer(
				spring.run(arguments.stream().map((argument) -> "--" + argument).toArray(String[]::new)));
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	AttackEngine engine() {
		return this.context.getBean(AttackEngine.class);
	}

	int port() {
		return this.port;
	}

	HttpResponse<String> get(String path, String... headers) {
		return send("GET", path, headers);
	}

	HttpResponse<String> attack(String path, String... actions) {
		return get(path, AttackEngine.ATTACK_HEADER, document(actions));
	}

	HttpResponse<String> send(String method, String path, String... headers) {
		return send(this.port, method, path, headers);
	}

	HttpResponse<String> send(int port, String method, String path, String... headers) {
		try {
			return this.client.send(request(port, method, path, headers), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new AssertionError(method + " " + path, ex);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	CompletableFuture<HttpResponse<String>> sendAsync(String path, String... headers) {
		return this.client.sendAsync(request(this.port, "GET", path, headers), HttpResponse.BodyHandlers.ofString());
	}

	private static HttpRequest request(int port, String method, String path, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
			.version(HttpClient.Version.HTTP_1_1)
			.timeout(Duration.ofSeconds(30))
			.method(method, HttpRequest.BodyPublishers.noBody());
		return ((headers.length > 0) ? request.headers(headers) : request).build();
	}

	static String document(String... actions) {
		return "{\"actions\":[" + String.join(",", actions) + "]}";
	}

	static String delay(int seconds) {
		return "{\"name\":\"delay\",\"value\":\"" + seconds + "\"}";
	}

	static String fault(String exception) {
		return "{\"name\":\"fault\",\"value\":\"" + exception + "\"}";
	}

	static String result(HttpResponse<?> response) {
		return response.headers().firstValue(AttackEngine.RESULT_HEADER).orElse("none");
	}

	@Override
	public void close() {
		this.context.close();
	}

}
