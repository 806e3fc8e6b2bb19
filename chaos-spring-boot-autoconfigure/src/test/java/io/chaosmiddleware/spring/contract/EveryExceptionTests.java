package io.chaosmiddleware.spring.contract;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.mappings.FaultLint;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Decisions D14 and D15 in docs/differences.md: throws every exception of the JDK and of
 * Spring on the class path that a fault may name by default, and looks whether the
 * application is as healthy as before. An exception that outlives its request belongs on
 * the list of those that are never thrown. One that is answered as a success is warned
 * of.
 */
class EveryExceptionTests {

	// by which the servers say that the client has gone
	private static final List<String> OF_SERVERS = List.of("org.apache.catalina.connector.ClientAbortException",
			"org.eclipse.jetty.io.EofException", "reactor.netty.channel.AbortedException");

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	@ParameterizedTest
	@EnumSource
	@DisplayName("D14, D15: no exception outlives its request, nor does an invented name")
	void noExceptionOutlivesItsRequest(TestServer server) throws Exception {
		SpringApplication application = new SpringApplication(ContractApplication.class, server.configuration());
		application.setWebApplicationType(server.type());
		try (ConfigurableApplicationContext context = application.run("--server.port=0",
				"--spring.main.banner-mode=off", "--logging.level.root=off",
				// Reactor Netty 1.3.7 may stop reading kept-alive connections, see its
				// issue 4361
				"--server.netty.max-keep-alive-requests=1", "--chaos.middleware.enabled=true",
				"--chaos.middleware.attack-loader=none",
				"--chaos.middleware.fault.allowed=java.**,javax.**,org.springframework.**,jakarta.**,"
						+ String.join(",", OF_SERVERS))) {
			URI uri = URI.create("http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port")
					+ "/orders");
			FaultLint lint = context.getBean(FaultLint.class);
			List<String> unhealthy = new ArrayList<>();
			List<String> answeredAsSuccess = new ArrayList<>();
			List<String> warnedOf = new ArrayList<>();
			int thrown = 0;
			for (int i = 0; i < 1001; i++) {
				assertThat(attack(uri, "java.x" + i + ".Nope"))
					.isEqualTo("500 fault;verdict=injected;reason=fault-not-located");
			}
			for (String name : exceptions()) {
				String result = attack(uri, name);
				if (result.endsWith("fault;verdict=injected")) {
					thrown++;
					if (result.startsWith("2")) {
						answeredAsSuccess.add(name);
					}
					if (!lint.warnings(List.of(name)).isEmpty()) {
						warnedOf.add(name);
					}
				}
				if (!isHealthy(uri)) {
					unhealthy.add(name + " " + result);
				}
			}
			assertThat(unhealthy).isEmpty();
			assertThat(thrown).as("exceptions that were really thrown").isGreaterThan(300);
			assertThat(answeredAsSuccess).as("exceptions that are answered as a success").isEqualTo(warnedOf);
			assertThat(answeredAsSuccess).hasSize((server.type() == WebApplicationType.SERVLET) ? 5 : 0);
		}
	}

	private String attack(URI uri, String name) throws InterruptedException {
		try {
			HttpResponse<String> response = this.client.send(
					request(uri).header(AttackEngine.ATTACK_HEADER, document("fault " + name)).build(),
					HttpResponse.BodyHandlers.ofString());
			return response.statusCode() + " "
					+ response.headers().firstValue(AttackEngine.RESULT_HEADER).orElse("fault;verdict=injected");
		}
		catch (IOException ex) {
			// some containers close the connection, as they do for the real exception
			return "closed fault;verdict=injected";
		}
	}

	private boolean isHealthy(URI uri) throws InterruptedException {
		try {
			HttpResponse<String> response = this.client.send(request(uri).build(),
					HttpResponse.BodyHandlers.ofString());
			return response.statusCode() == 200 && response.body().equals("orders");
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static HttpRequest.Builder request(URI uri) {
		return HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20));
	}

	private static List<String> exceptions() throws IOException {
		List<String> names = new ArrayList<>();
		FileSystem jrt = FileSystems.getFileSystem(URI.create("jrt:/"));
		for (Path module : Files.newDirectoryStream(jrt.getPath("/modules"), "java.*")) {
			collect(module, names);
		}
		for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
			if (entry.matches(".*(spring|jakarta|servlet)[^/]*\\.jar")) {
				try (FileSystem jar = FileSystems.newFileSystem(Path.of(entry), Map.of())) {
					collect(jar.getPath("/"), names);
				}
			}
		}
		names.addAll(OF_SERVERS);
		Collections.sort(names);
		return names;
	}

	private static void collect(Path root, List<String> names) throws IOException {
		try (Stream<Path> files = Files.walk(root)) {
			files.map((file) -> root.relativize(file).toString())
				.filter((file) -> file.matches("(java|javax|jakarta|org/springframework)/.*(Exception|Error)\\.class"))
				.map((file) -> file.substring(0, file.length() - 6).replace('/', '.'))
				.filter(EveryExceptionTests::isConcreteException)
				.forEach(names::add);
		}
	}

	private static boolean isConcreteException(String name) {
		try {
			Class<?> type = Class.forName(name, false, EveryExceptionTests.class.getClassLoader());
			return Throwable.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers());
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return false;
		}
	}

}
