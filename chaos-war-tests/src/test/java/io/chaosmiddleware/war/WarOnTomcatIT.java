package io.chaosmiddleware.war;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A secured application as a WAR in an external Tomcat, where errors are forwarded to the
 * error page. The application attacks its own error pages, see its properties.
 */
class WarOnTomcatIT {

	private static final String LONG_DELAY = "{\"actions\":[{\"name\":\"delay\",\"value\":\"30\"}]}";

	private static final String DELAY = "{\"actions\":[{\"name\":\"delay\",\"value\":\"2\"}]}";

	private static final String FAULT = "{\"actions\":[{\"name\":\"fault\",\"value\":\"java.io.IOException\"}]}";

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private static ExternalTomcat tomcat;

	@BeforeAll
	static void start() throws Exception {
		tomcat = ExternalTomcat.start(Path.of(System.getProperty("tomcat.home")),
				Path.of(System.getProperty("application.war")), "/shop");
		for (String path : new String[] { "/orders/1", "/nowhere", "/broken" }) {
			// what takes long the first time is no delay
			send(authenticated(path, null));
		}
	}

	@AfterAll
	static void stop() {
		if (tomcat != null) {
			tomcat.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { LONG_DELAY, FAULT })
	void whoIsNotAuthenticatedGetsTheAnswerAtOnce(String attack) throws Exception {
		HttpResponse<String> response = send(request("/orders/1", attack));

		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(response.headers().map()).doesNotContainKey("x-proofdock-attack-result");
		assertThat(response.body()).contains("\"status\":401", "\"path\":\"/shop/orders/1\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { LONG_DELAY, FAULT })
	void whoMayNotGetsTheAnswerAtOnce(String attack) throws Exception {
		HttpResponse<String> response = send(authenticated("/reports", attack));

		assertThat(response.statusCode()).isEqualTo(403);
		assertThat(response.headers().map()).doesNotContainKey("x-proofdock-attack-result");
		assertThat(response.body()).isEqualTo("not for you");
	}

	@ParameterizedTest
	@CsvSource({ "/orders/1,200", "/nowhere,404", "/broken,500" })
	void whoIsAuthenticatedIsAttackedOnce(String path, int status) throws Exception {
		long begin = System.nanoTime();

		HttpResponse<String> response = send(authenticated(path, DELAY));

		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofMillis(1995),
				Duration.ofMillis(3900));
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().allValues("x-proofdock-attack-result"))
			.containsExactly("delay;verdict=injected;seconds=2");
		assertThat(response.body()).contains((status == 200) ? "order 1" : "\"path\":\"/shop" + path + "\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/orders/1", "/nowhere", "/broken" })
	void anInjectedFaultIsAnsweredByTheErrorPage(String path) throws Exception {
		HttpResponse<String> response = send(authenticated(path, FAULT));

		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(response.headers().allValues("x-proofdock-attack-result")).containsExactly("fault;verdict=injected");
		assertThat(response.body()).contains("\"status\":500", "\"path\":\"/shop" + path + "\"");
	}

	@Test
	void withoutAttackErrorsAreAnsweredByTheErrorPage() throws Exception {
		assertThat(send(request("/orders/1", null)).body()).contains("\"status\":401");
		assertThat(send(authenticated("/nowhere", null)).body()).contains("\"status\":404");
		assertThat(send(authenticated("/broken", null)).body()).contains("\"status\":500");
		assertThat(send(authenticated("/reports", null)).body()).isEqualTo("not for you");
	}

	@Test
	void aRequestThatTheApplicationForwardsIsAttackedWhereItArrives() throws Exception {
		HttpResponse<String> response = send(authenticated("/old",
				"{\"actions\":[{\"name\":\"fault\",\"value\":\"IllegalStateException\",\"route\":\"^/orders/1$\"}]}"));

		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(response.headers().allValues("x-proofdock-attack-result")).containsExactly("fault;verdict=injected");
	}

	private static HttpRequest.Builder authenticated(String path, String attack) {
		return request(path, attack).header("Authorization",
				"Basic " + Base64.getEncoder().encodeToString("user:secret".getBytes(StandardCharsets.UTF_8)));
	}

	private static HttpRequest.Builder request(String path, String attack) {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + tomcat.port() + "/shop" + path))
			.timeout(Duration.ofSeconds(20));
		return (attack != null) ? request.header("x-proofdock-attack", attack) : request;
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

}
