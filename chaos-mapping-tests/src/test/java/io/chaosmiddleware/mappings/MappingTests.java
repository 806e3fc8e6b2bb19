package io.chaosmiddleware.mappings;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletionException;

import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.engine.AttackEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Attacks hit what the mappings of other libraries serve, and never the actuator on the
 * same port.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "chaos.middleware.enabled=true", "chaos.middleware.attack-loader=none",
				"management.endpoints.web.exposure.include=*", "management.endpoint.chaos.access=unrestricted",
				"spring.web.resources.add-mappings=false", "spring.boot.admin.context-path=/admin" })
@ExtendWith(OutputCaptureExtension.class)
class MappingTests {

	private static final String FAULT = "{\"actions\":[{\"name\":\"fault\",\"value\":\"java.lang.IllegalStateException\"}]}";

	private static final String STATUS_AFTER = "{\"actions\":[{\"name\":\"status\",\"value\":\"503\",\"type\":\"after\",\"body\":\"lost\"}]}";

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	@LocalServerPort
	private int port;

	@Autowired
	private AttackEngine engine;

	@AfterEach
	void calmDown() {
		this.engine.control().cancelAll(null);
		MappedApplication.SEEN.clear();
	}

	@ParameterizedTest
	@CsvSource({ "/people", "/profile", "/admin/applications", "/admin", "/admin/login", "/sockjs/info" })
	void whatOtherLibrariesServeIsAttacked(String path) throws Exception {
		assertThat(get(path).statusCode()).isEqualTo(200);

		HttpResponse<String> attacked = get(path, AttackEngine.ATTACK_HEADER, FAULT);

		assertThat(attacked.statusCode()).isEqualTo(500);
		assertThat(result(attacked)).isEqualTo("fault;verdict=injected");
		assertThat(get(path, AttackEngine.ATTACK_HEADER, STATUS_AFTER).body()).isEqualTo("lost");
		configure();
		assertThat(get(path).statusCode()).isEqualTo(500);
		assertThat(explain(path).at("/verdicts/0/verdict").asString()).isEqualTo("injected");
	}

	@Test
	void theHandshakeOfAWebSocketIsAttacked() throws Exception {
		connect().abort();

		CompletionException refused = catchThrowableOfType(CompletionException.class,
				() -> connect(AttackEngine.ATTACK_HEADER, FAULT));

		HttpResponse<?> answer = ((WebSocketHandshakeException) refused.getCause()).getResponse();
		assertThat(answer.statusCode()).isEqualTo(500);
		assertThat(result(answer)).isEqualTo("fault;verdict=injected");
		configure();
		assertThat(explain("/socket").at("/verdicts/0/verdict").asString()).isEqualTo("injected");
	}

	@Test
	void aHandshakeThatIsDoneIsLeftAlone() {
		connect(AttackEngine.ATTACK_HEADER, STATUS_AFTER).abort();

		assertThat(this.engine.recent().get(0).outcome().resultHeader())
			.isEqualTo("status;verdict=skipped;reason=committed");
	}

	@Test
	void theInterceptorsOfTheApplicationSeeTheFailureOfARepositoryAsARealOne() throws Exception {
		get("/people", AttackEngine.ATTACK_HEADER, FAULT);

		assertThat(MappedApplication.SEEN).containsExactly("preHandle",
				"afterCompletion java.lang.IllegalStateException");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/health", "/chaos", "/info", "/mappings" })
	void theActuatorOnTheSamePortIsNot(String path) throws Exception {
		configure();

		HttpResponse<String> answer = get("/actuator" + path, AttackEngine.ATTACK_HEADER, FAULT);

		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(result(answer)).isNull();
	}

	@Test
	void routesAreComparedWithTheirMappings() throws Exception {
		HttpResponse<String> started = send("/actuator/chaos",
				"{\"actions\":[{\"name\":\"delay\",\"value\":\"1\",\"route\":\"/people\"},"
						+ "{\"name\":\"delay\",\"value\":\"1\",\"route\":\"/socket\"}]}");

		assertThat(started.statusCode()).isEqualTo(201);
		assertThat(started.body()).doesNotContain("warnings");
	}

	@Test
	void whatNobodyServesIsNotSaidToBeInjected(CapturedOutput output) throws Exception {
		configure();
		assertThat(get("/nowhere/at/all/of/them").statusCode()).isEqualTo(404);

		JsonNode explained = explain("/nowhere/at/all/of/them");

		assertThat(explained.at("/verdicts/0/reason").asString()).isEqualTo("unreachable");
		assertThat(output).doesNotContain("cannot be attacked");
	}

	private void configure() {
		this.engine.control()
			.start(new AttackParser(AttackLimits.OPERATOR).parseStrictly(FAULT), Duration.ofMinutes(1), null);
	}

	private WebSocket connect(String... headers) {
		WebSocket.Builder builder = this.client.newWebSocketBuilder();
		for (int i = 0; i < headers.length; i += 2) {
			builder.header(headers[i], headers[i + 1]);
		}
		return builder.buildAsync(URI.create("ws://127.0.0.1:" + this.port + "/socket"), new WebSocket.Listener() {
		}).join();
	}

	private JsonNode explain(String path) throws Exception {
		return JsonMapper.shared().readTree(send("/actuator/chaos/explain", "{\"path\":\"" + path + "\"}").body());
	}

	private HttpResponse<String> get(String path, String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path));
		for (int i = 0; i < headers.length; i += 2) {
			request.header(headers[i], headers[i + 1]);
		}
		return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private HttpResponse<String> send(String path, String json) throws Exception {
		return this.client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(json))
			.build(), HttpResponse.BodyHandlers.ofString());
	}

	private static String result(HttpResponse<?> answer) {
		return answer.headers().firstValue(AttackEngine.RESULT_HEADER).orElse(null);
	}

}
