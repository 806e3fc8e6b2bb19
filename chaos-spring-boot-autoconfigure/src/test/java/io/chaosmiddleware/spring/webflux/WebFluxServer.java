package io.chaosmiddleware.spring.webflux;

import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.chaosmiddleware.engine.AttackEngine;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application on a real port, of Reactor Netty if not said otherwise, and a client of
 * it.
 */
final class WebFluxServer implements AutoCloseable {

	// they win over Reactor Netty if they are on the class path
	private static final String OTHER_SERVERS = "org.springframework.boot.jetty.autoconfigure.reactive.JettyReactiveWebServerAutoConfiguration,"
			+ "org.springframework.boot.jetty.autoconfigure.actuate.web.server.JettyReactiveManagementContextAutoConfiguration,"
			+ "org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatReactiveManagementContextAutoConfiguration,"
			+ "org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration";

	private final HttpClient client = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext context;

	private final int port;

	private WebFluxServer(ConfigurableApplicationContext context) {
		this.context = context;
		this.port = webServer().getPort();
	}

	static WebFluxServer start(Class<?> application, String... properties) {
		Map<String, String> arguments = new LinkedHashMap<>(
				Map.of("spring.main.web-application-type", "reactive", "server.port", "0", "server.shutdown",
						"immediate", "spring.main.banner-mode", "off", "spring.threads.virtual.enabled", "false",
						"chaos.middleware.enabled", "true", "spring.autoconfigure.exclude", OTHER_SERVERS));
		for (String property : properties) {
			arguments.put(property.substring(0, property.indexOf('=')), property.substring(property.indexOf('=') + 1));
		}
		SpringApplication spring = new SpringApplication(application);
		spring.addInitializers(WebFluxServer::ownEventLoops);
		return new WebFluxServer(spring.run(arguments.entrySet()
			.stream()
			.map((argument) -> "--" + argument.getKey() + "=" + argument.getValue())
			.toArray(String[]::new)));
	}

	// else the end of one server is the end of all
	private static void ownEventLoops(ConfigurableApplicationContext context) {
		ReactorResourceFactory resources = new ReactorResourceFactory();
		resources.setUseGlobalResources(false);
		resources.setShutdownQuietPeriod(Duration.ZERO);
		((GenericApplicationContext) context).registerBean(ReactorResourceFactory.class, () -> resources);
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	WebServer webServer() {
		WebServer server = ((WebServerApplicationContext) this.context).getWebServer();
		assertThat(server).isNotNull();
		return server;
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
			// the client's own timeout ends with the headers
			return this.client.sendAsync(request(port, method, path, headers), HttpResponse.BodyHandlers.ofString())
				.get(10, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new AssertionError(method + " " + path + " " + List.of(headers) + " " + BlockingCalls.found(), ex);
		}
	}

	CompletableFuture<HttpResponse<String>> sendAsync(String path, String... headers) {
		return this.client.sendAsync(request(this.port, "GET", path, headers), HttpResponse.BodyHandlers.ofString());
	}

	private static HttpRequest request(int port, String method, String path, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
			.version(HttpClient.Version.HTTP_1_1)
			.timeout(Duration.ofSeconds(5))
			.method(method, HttpRequest.BodyPublishers.noBody());
		return ((headers.length > 0) ? request.headers(headers) : request).build();
	}

	/** Wait until something is so. */
	static void await(BooleanSupplier condition) throws InterruptedException {
		long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
			Thread.sleep(5);
		}
	}

	/** Read from a connection up to a text. */
	static String readUntil(Socket socket, String end) throws Exception {
		InputStream in = socket.getInputStream();
		StringBuilder text = new StringBuilder();
		while (text.indexOf(end) < 0) {
			int next = in.read();
			assertThat(next).as(text.toString()).isNotNegative();
			text.append((char) next);
		}
		return text.toString();
	}

	/** Return a document with some actions. */
	static String actions(String... actions) {
		return "{\"actions\":[" + String.join(",", actions) + "]}";
	}

	static String delay(int seconds) {
		return "delay " + seconds;
	}

	static String fault(String exception) {
		return "fault " + exception;
	}

	static String result(HttpResponse<?> response) {
		return response.headers().firstValue(AttackEngine.RESULT_HEADER).orElse("none");
	}

	@Override
	public void close() {
		this.context.close();
	}

}
