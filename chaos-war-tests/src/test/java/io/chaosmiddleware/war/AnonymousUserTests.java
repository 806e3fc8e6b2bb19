package io.chaosmiddleware.war;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whom Spring Security calls anonymous is nobody, on both web stacks.
 */
class AnonymousUserTests {

	private static final String ATTACK = "{\"actions\":[{\"name\":\"delay\",\"value\":\"1ms\",\"user\":\"*\"},"
			+ "{\"name\":\"delay\",\"value\":\"1ms\",\"probability\":\"99.9999\",\"sticky\":\"user\"}]}";

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void nobodyIsNoUser(WebApplicationType type) throws Exception {
		Class<?> security = (type == WebApplicationType.SERVLET) ? OnServlets.class : OnWebFlux.class;
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(security,
				SecuredEndpointTests.Defaults.class)
			.web(type)
			.run("--server.port=0", "--server.shutdown=immediate", "--management.endpoints.web.exposure.include=chaos",
					"--management.endpoint.chaos.access=unrestricted")) {
			assertThat(attack(context, null))
				.isEqualTo("delay;verdict=missed;reason=user, delay;verdict=missed;reason=sticky");
			assertThat(start(context, null)).contains("\"address\"").doesNotContain("principal");

			assertThat(attack(context, "user"))
				.isEqualTo("delay;verdict=injected;seconds=0.001, delay;verdict=injected;seconds=0.001");
			assertThat(start(context, "user")).contains("\"principal\":\"user\"");
		}
	}

	private static String attack(ConfigurableApplicationContext context, String user) throws Exception {
		return send(request(context, "/orders", user).header("x-proofdock-attack", ATTACK)).headers()
			.firstValue("x-proofdock-attack-result")
			.orElse("none");
	}

	private static String start(ConfigurableApplicationContext context, String user) throws Exception {
		HttpRequest.Builder start = request(context, "/actuator/chaos", user)
			.POST(HttpRequest.BodyPublishers.ofString("{\"actions\":[{\"name\":\"delay\",\"value\":\"1\"}]}"))
			.header("Content-Type", "application/json");
		assertThat(send(start).statusCode()).isEqualTo(201);
		String status = send(request(context, "/actuator/chaos", user)).body();
		send(request(context, "/actuator/chaos", user).DELETE());
		return status;
	}

	private static HttpRequest.Builder request(ConfigurableApplicationContext context, String path, String user) {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
			.timeout(Duration.ofSeconds(20));
		return (user == null) ? request : request.header("Authorization",
				"Basic " + Base64.getEncoder().encodeToString((user + ":secret").getBytes(StandardCharsets.UTF_8)));
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	static class OnServlets {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.httpBasic(Customizer.withDefaults())
				.csrf((csrf) -> csrf.disable())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OnWebFlux {

		@Bean
		SecurityWebFilterChain security(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.anonymous(Customizer.withDefaults())
				.httpBasic(Customizer.withDefaults())
				.csrf((csrf) -> csrf.disable())
				.build();
		}

	}

}
