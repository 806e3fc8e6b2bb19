package io.chaosmiddleware.war;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint {@code chaos} in an application with the real Spring Security: what its
 * defaults do to operators with the right credentials, and what
 * {@code docs/endpoint-access.md} tells them to do.
 */
class SecuredEndpointTests {

	private static final String DELAY = "{\"actions\":[{\"name\":\"delay\",\"value\":\"1\"}]}";

	private static final Path ROOT = Path.of("..");

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private static ConfigurableApplicationContext run(WebApplicationType type, Class<?>... security) {
		List<Class<?>> sources = new ArrayList<>(List.of(security));
		sources.add(Defaults.class);
		return new SpringApplicationBuilder(sources.toArray(Class<?>[]::new)).web(type)
			.run("--server.port=0", "--server.shutdown=immediate", "--management.endpoints.web.exposure.include=chaos",
					"--management.endpoint.chaos.access=unrestricted", "--spring.security.user.roles=OPERATOR");
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void withItsDefaultsOnlyTheStatusAnswers(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = run(type)) {
			assertThat(send(context, "GET", "", null, "user").statusCode()).isEqualTo(200);
			List<HttpResponse<String>> refused = List.of(send(context, "POST", "", DELAY, "user"),
					send(context, "POST", "/explain", "{\"path\":\"/\"}", "user"),
					send(context, "POST", "/halt", null, "user"), send(context, "DELETE", "", null, "user"));

			String seen = "`" + refused.get(0).statusCode() + "`";
			assertThat(refused).allSatisfy((answer) -> {
				assertThat("`" + answer.statusCode() + "`").isEqualTo(seen);
				assertThat(answer.headers().firstValue("Content-Type").orElse("")).doesNotContain("json");
			});
			assertThat(send(context, "GET", "", null, "user").body()).contains("\"state\":\"ACTIVE\"");
			for (String page : new String[] { "docs/troubleshooting.md", "docs/endpoint.md" }) {
				assertThat(Files.readString(ROOT.resolve(page)).lines()).as(page)
					.anyMatch((line) -> line.startsWith("| ") && line.contains(seen) && line.contains("CSRF")
							&& line.contains("(endpoint-access.md#with-spring-security)"));
			}
		}
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void asThePageSaysItAnswersOperatorsAndNobodyElse(WebApplicationType type) throws Exception {
		Class<?> security = (type == WebApplicationType.SERVLET) ? ServletSecurity.class : ReactiveSecurity.class;
		try (ConfigurableApplicationContext context = run(type, security)) {
			assertThat(send(context, "POST", "", DELAY, "user").statusCode()).isEqualTo(201);
			assertThat(send(context, "POST", "/explain", "{\"path\":\"/\"}", "user").statusCode()).isEqualTo(200);
			assertThat(send(context, "POST", "/halt", null, "user").body()).contains("HALTED");
			assertThat(send(context, "POST", "/resume", null, "user").body()).contains("ACTIVE");
			assertThat(send(context, "DELETE", "", null, "user").statusCode()).isEqualTo(200);

			assertThat(send(context, "POST", "/halt", null, null).statusCode()).isEqualTo(401);
			HttpResponse<String> page = send(context, "POST", "/halt", null, "user", "Origin", "https://evil.example");
			assertThat(page.statusCode()).isEqualTo(403);
			assertThat(send(context, "GET", "", null, "user").body()).contains("\"state\":\"ACTIVE\"");
			HttpResponse<String> elsewhere = send(context, "POST", "/../../orders", DELAY, "user");
			assertThat(elsewhere.statusCode()).as("protected against CSRF as before").isIn(401, 403);
		}
	}

	@Test
	void thePageHasTheConfigurationThatIsTestedHere() throws IOException {
		List<String> blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(ROOT.resolve("docs/endpoint-access.md")))
			.results()
			.map((MatchResult block) -> withoutIndent(block.group(1)))
			.toList();
		String sources = "";
		for (Class<?> source : new Class<?>[] { ServletSecurity.class, ReactiveSecurity.class }) {
			sources += withoutIndent(
					Files.readString(Path.of("src/test/java", source.getName().replace('.', '/') + ".java")));
		}

		assertThat(blocks).hasSize(2);
		assertThat(sources).contains(blocks);
	}

	private static String withoutIndent(String text) {
		return text.lines().map(String::strip).collect(Collectors.joining("\n"));
	}

	private static HttpResponse<String> send(ConfigurableApplicationContext context, String method, String call,
			String body, String user, String... headers) throws Exception {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		URI uri = URI.create("http://localhost:" + port + "/actuator/chaos" + call).normalize();
		HttpRequest.Builder request = HttpRequest.newBuilder(uri)
			.timeout(Duration.ofSeconds(20))
			.method(method,
					(body != null) ? HttpRequest.BodyPublishers.ofString(body) : HttpRequest.BodyPublishers.noBody());
		if (body != null) {
			request.header("Content-Type", "application/json");
		}
		if (user != null) {
			request.header("Authorization",
					"Basic " + Base64.getEncoder().encodeToString((user + ":secret").getBytes(StandardCharsets.UTF_8)));
		}
		if (headers.length > 0) {
			request.headers(headers);
		}
		return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Defaults {

		// else whoever stops a Netty waits for two seconds
		@Bean
		ReactorResourceFactory reactorResourceFactory() {
			ReactorResourceFactory factory = new ReactorResourceFactory();
			factory.setUseGlobalResources(false);
			factory.setShutdownQuietPeriod(Duration.ZERO);
			return factory;
		}

	}

}
