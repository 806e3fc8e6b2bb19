package io.chaosmiddleware.spring.actuate;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose class path has nothing of the actuator starts and works.
 */
class WithoutActuatorTests {

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void startsAndWorks(String type) throws Exception {
		URL[] urls = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.matches(
					".*[/\\\\](spring-boot-(starter-)?(actuator|health|micrometer)|micrometer-(core|jakarta9|tracing)).*"))
			.map(WithoutActuatorTests::url)
			.toArray(URL[]::new);
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader without = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
			Thread.currentThread().setContextClassLoader(without);
			Object answer = without.loadClass(Probe.class.getName())
				.getDeclaredMethod("run", String.class)
				.invoke(null, type);
			assertThat(answer).isEqualTo("orders, no org.springframework.boot.actuate.endpoint.annotation.Endpoint,"
					+ " no org.springframework.boot.health.contributor.Health");
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

	private static URL url(String entry) {
		try {
			return Path.of(entry).toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	/**
	 * Runs where nothing of the actuator can be seen.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	public static class Probe {

		public static String run(String type) throws Exception {
			try (ConfigurableApplicationContext context = SpringApplication.run(Probe.class, "--server.port=0",
					"--spring.main.web-application-type=" + type, "--chaos.middleware.enabled=true",
					"--chaos.middleware.attack-loader=none")) {
				String port = context.getEnvironment().getRequiredProperty("local.server.port");
				HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/orders"))
					.header("x-proofdock-attack", "{\"actions\":[{\"name\":\"delay\",\"value\":\"1\"}]}")
					.build();
				String body = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
				return body + missing("org.springframework.boot.actuate.endpoint.annotation.Endpoint")
						+ missing("org.springframework.boot.health.contributor.Health");
			}
		}

		private static String missing(String name) {
			try {
				Class.forName(name);
				return ", " + name;
			}
			catch (ClassNotFoundException ex) {
				return ", no " + name;
			}
		}

		@GetMapping("/orders")
		String orders() {
			return "orders";
		}

	}

}
