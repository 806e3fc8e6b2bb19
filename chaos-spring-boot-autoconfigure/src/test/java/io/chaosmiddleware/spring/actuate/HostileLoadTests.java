package io.chaosmiddleware.spring.actuate;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many of the most expensive headers at once, sent to applications with a small heap in
 * processes of their own.
 */
@DisplayName("D7: strangers with attack headers do not take an application down")
class HostileLoadTests {

	private static final String READY = "port ";

	private static final String LAST = "{\"name\":\"delay\",\"value\":\"40\"}";

	private static final String LAST_MISSES = "{\"name\":\"delay\",\"value\":\"4\",\"route\":\"/none\"}";

	private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	// These routes are accepted, and routes of their kind once filled the memory.
	private static final List<String> HEADERS = List.of(header("\\\\pL*".repeat(40) + "!"),
			header("(?:" + ".?".repeat(90) + "!)"), header("/" + "a".repeat(100) + "b"));

	private static String header(String route) {
		String action = "{\"name\":\"delay\",\"value\":\"1\",\"route\":\"" + route + "\"},";
		return "{\"actions\":[" + action.repeat(Math.min(31, 7600 / action.length())) + LAST + "]}";
	}

	static Stream<Load> loads() {
		Load tomcat = new Load("tomcat", "512m", 130);
		Load netty = new Load("netty", "512m", 200);
		String virtual = "--spring.threads.virtual.enabled=true";
		return (Runtime.version().feature() >= 21)
				? Stream.of(tomcat, netty, new Load("tomcat", "768m", 260, virtual),
						new Load("jetty", "768m", 260, virtual))
				: Stream.of(tomcat, netty, new Load("jetty", "512m", 130));
	}

	@ParameterizedTest
	@MethodSource("loads")
	void othersHealthAndTheKillSwitchAnswerWithinASecond(Load load) throws Exception {
		Process application = load.start();
		try {
			String base = "http://localhost:" + port(application);
			String path = "/orders/" + "a".repeat(1500);
			assertThat(send(request(base + "/orders"))).isEqualTo(200);
			assertThat(send(request(base + "/actuator/health"))).isEqualTo(200);
			for (int i = 0; i < 60; i++) {
				// The code is compiled first, since a cold start is not the subject.
				send(request(base + path).header("x-proofdock-attack",
						HEADERS.get(i % HEADERS.size()).replace(LAST, LAST_MISSES)));
			}

			List<CompletableFuture<HttpResponse<String>>> attacked = IntStream.range(0, load.requests())
				.mapToObj((i) -> CLIENT.sendAsync(
						request(base + path).header("x-proofdock-attack", HEADERS.get(i % HEADERS.size())).build(),
						HttpResponse.BodyHandlers.ofString()))
				.toList();
			// A request among the attacked ones waits until those are decided.
			assertThat(send(request(base + "/orders"))).isEqualTo(200);
			for (int i = 0; i < 5; i++) {
				assertThat(send(request(base + "/orders").timeout(Duration.ofSeconds(1)))).isEqualTo(200);
				assertThat(send(request(base + "/actuator/health").timeout(Duration.ofSeconds(1)))).isEqualTo(200);
			}
			assertThat(send(request(base + "/actuator/chaos/halt").timeout(Duration.ofSeconds(1))
				.POST(HttpRequest.BodyPublishers.noBody()))).isEqualTo(200);

			CompletableFuture.allOf(attacked.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
			assertThat(attacked).allSatisfy((answer) -> assertThat(answer.join().statusCode()).isEqualTo(404));
		}
		finally {
			application.destroyForcibly().waitFor();
		}
	}

	private static HttpRequest.Builder request(String url) {
		return HttpRequest.newBuilder(URI.create(url));
	}

	private static int send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode();
	}

	private static String port(Process application) throws IOException {
		BufferedReader output = application.inputReader(StandardCharsets.UTF_8);
		StringBuilder all = new StringBuilder();
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			if (line.startsWith(READY)) {
				return line.substring(READY.length());
			}
			all.append(line).append('\n');
		}
		throw new IllegalStateException("The application has not started:\n" + all);
	}

	private record Load(String server, String heap, int requests, String... arguments) {

		Process start() throws IOException {
			Stream<String> java = Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-Xmx" + this.heap, "-cp",
					System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
					Application.class.getName(), this.server);
			return new ProcessBuilder(Stream.concat(java, Stream.of(this.arguments)).toList()).redirectErrorStream(true)
				.start();
		}

		@Override
		public String toString() {
			return this.requests + " at once on " + this.server + " with " + this.heap
					+ String.join(" ", this.arguments);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Tomcat {

		@Bean
		TomcatServletWebServerFactory webServerFactory() {
			return new TomcatServletWebServerFactory();
		}

	}

	/**
	 * The attacked application, in a process of its own.
	 */
	static final class Application {

		private Application() {
		}

		public static void main(String[] arguments) {
			// Spring Boot chooses Jetty if Tomcat is not configured explicitly.
			Class<?>[] server = arguments[0].equals("tomcat") ? new Class<?>[] { Tomcat.class } : new Class<?>[0];
			EndpointApplication application = new EndpointApplication(
					arguments[0].equals("netty") ? "reactive" : "servlet",
					Stream.concat(Stream.of("management.endpoints.web.exposure.include=health,chaos",
							"management.endpoint.chaos.access=unrestricted", "logging.level.root=warn",
							"server.max-http-request-header-size=16KB", "server.error.include-stacktrace=never"),
							Stream.of(arguments).skip(1).map((argument) -> argument.substring(2)))
						.toList(),
					server);
			System.out.println(READY + application.context.getEnvironment().getProperty("local.server.port"));
		}

	}

}
