package io.chaosmiddleware.spring.contract;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

import io.chaosmiddleware.engine.AttackEngine;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the effects and fields of docs/attack-language.md do on the wire, whatever the
 * server.
 */
abstract class LanguageContractTests extends AfterHandlerContractTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			250ms           | 250 | 0.25
			PT0.3S          | 300 | 0.3
			200ms..200.001ms| 200 | 0.2
			""")
	@DisplayName("D24: a delay is also a duration or drawn from a range")
	void aDelayOfMilliseconds(String value, long millis, String seconds) {
		long begin = System.nanoTime();

		HttpResponse<String> response = get("/orders", document("delay " + value));

		assertThat(elapsed(begin)).isBetween(Duration.ofMillis(millis - 5), Duration.ofSeconds(4));
		assertThat(response.body()).isEqualTo("orders");
		assertThat(result(response)).isEqualTo("delay;verdict=injected;seconds=" + seconds);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/orders", "/functional", "/static.txt", "/stream" })
	void anErrorWithoutBodyIsRenderedByTheApplication(String path) {
		HttpResponse<String> response = get(path, status("\"503\",\"headers\":{\"Retry-After\":5}"));

		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.body()).contains("\"path\":").contains(path).contains("503");
		assertThat(response.headers().allValues("Retry-After")).containsExactly("5");
		assertNotCached(response);
		assertThat(result(response)).isEqualTo("status;verdict=injected;status=503");
		assertThat(ContractApplication.handled).as("the handler is not reached").hasValue(0);
	}

	@Test
	void anAnswerWithABodyIsSentAsItIs() {
		HttpResponse<String> response = get("/orders",
				status("\"429\",\"headers\":{\"Retry-After\":\"1\",\"X-Why\":\"many\"},"
						+ "\"body\":\"{\\\"error\\\":\\\"zu schnell \\u00fc\\\"}\",\"contentType\":\"application/json\""));

		assertThat(response.statusCode()).isEqualTo(429);
		assertThat(response.body()).isEqualTo("{\"error\":\"zu schnell \u00fc\"}");
		assertThat(response.headers().allValues("Content-Type")).containsExactly("application/json");
		assertThat(response.headers().firstValueAsLong("Content-Length"))
			.hasValue(response.body().getBytes(StandardCharsets.UTF_8).length);
		assertThat(response.headers().allValues("Retry-After")).containsExactly("1");
		assertThat(response.headers().allValues("X-Why")).containsExactly("many");
		assertNotCached(response);
		assertThat(ContractApplication.handled).hasValue(0);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			"200","body":"ok"                                       | 200 | ok
			"503","body":""                                         | 503 | ``
			"200"                                                   | 200 | ``
			"204"                                                   | 204 | ``
			"302","headers":{"Location":"/elsewhere"}               | 302 | ``
			"599","body":"x"                                        | 599 | x
			""")
	void otherStatusesAreSentAsTheyAre(String fields, int status, String body) {
		HttpResponse<String> response = get("/orders", status(fields));

		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.body()).isEqualTo((body != null) ? body : "");
		assertThat(result(response)).isEqualTo("status;verdict=injected;status=" + status);
		assertNotCached(response);
		assertThat(get("/orders", null).body()).as("the next request on the connection").isEqualTo("orders");
	}

	@Test
	void anAnswerToHeadHasNoBody() {
		HttpResponse<String> response = send(request("/orders").method("HEAD", HttpRequest.BodyPublishers.noBody())
			.header(AttackEngine.ATTACK_HEADER, status("\"503\",\"body\":\"busy\"")));

		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.body()).isEmpty();
		assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(4);
	}

	@Test
	void aStatusEndsTheWalkAfterItsDelays() {
		long begin = System.nanoTime();

		HttpResponse<String> response = get("/orders",
				document("delay 200ms", "status 503", "fault IllegalStateException"));

		assertThat(elapsed(begin)).isGreaterThan(Duration.ofMillis(195));
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(result(response)).isEqualTo("delay;verdict=injected;seconds=0.2, status;verdict=injected;status=503,"
				+ " fault;verdict=skipped;reason=after-outcome");
	}

	@Test
	void aConfiguredStatusHasNoResultHeader() {
		configure(document("status 503 /orders"));

		HttpResponse<String> response = get("/orders", null);

		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.headers().map()).doesNotContainKey(AttackEngine.RESULT_HEADER);
		assertNotCached(response);
	}

	@Test
	@DisplayName("An answer that an attack makes is never cached; one that it only delays is as ever")
	void anInjectedAnswerIsNotCached() {
		assertNotCached(get("/orders", document("fault IllegalStateException")));
		assertThat(get("/orders", document("delay 1ms")).headers().map()).doesNotContainKey("cache-control");
	}

	@Test
	@DisplayName("D25: an attack by header that is over, or that has not begun, misses")
	void anAttackByHeaderHasItsTime() {
		String attack = document("fault IllegalStateException");
		String over = attack.replaceFirst("\\{", "{\"until\":\"" + Instant.now().minusSeconds(1) + "\",");
		String later = attack.replaceFirst("\\{", "{\"start\":\"" + Instant.now().plusSeconds(600) + "\",");
		String now = attack.replaceFirst("\\{",
				"{\"id\":\"a\",\"name\":\"A\",\"until\":\"" + Instant.now().plusSeconds(600) + "\",");

		assertThat(result(get("/orders", over))).isEqualTo("fault;verdict=missed;reason=until");
		assertThat(result(get("/orders", later))).isEqualTo("fault;verdict=missed;reason=start");
		assertThat(result(get("/orders", now))).isEqualTo("fault;verdict=injected");
	}

	// The error page of a server may say more than that.
	private static void assertNotCached(HttpResponse<String> response) {
		assertThat(response.headers().allValues("Cache-Control")).singleElement().asString().contains("no-store");
		assertThat(response.headers().map()).doesNotContainKeys("etag", "last-modified", "expires");
	}

	private static String status(String fields) {
		return "{\"actions\":[{\"name\":\"status\",\"value\":" + fields + "}]}";
	}

}
