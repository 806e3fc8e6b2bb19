package io.chaosmiddleware.spring.contract;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;

import io.chaosmiddleware.engine.AttackEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whom the conditions of docs/aim.md hit, whatever the server.
 */
abstract class AimContractTests extends AfterHandlerContractTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-",
			textBlock = """
					"method":"GET"                        | GET  /orders                            | -                      | -
					"method":["HEAD","PUT"]               | GET  /orders                            | -                      | method
					"method":["HEAD","PUT"]               | HEAD /orders                            | -                      | -
					"headers":{"X-User-Id":["41","42"]}   | GET  /orders                            | x-user-id: 42          | -
					"headers":{"x-user-id":"42"}          | GET  /orders                            | X-USER-ID: 41, X-User-Id: 42 | -
					"headers":{"x-user-id":"42"}          | GET  /orders                            | x-user-id: 421         | headers
					"headers":{"x-user-id":"*"}           | GET  /orders                            | -                      | headers
					"requestHeaders":{"x-user-id":"*"}    | GET  /orders                            | x-user-id: 1           | -
					"query":{"q":"green tea","n":"*"}     | GET  /orders?n&q=green+tea              | -                      | -
					"query":{"q":"green tea"}             | GET  /orders?q=1&q=green%20tea          | -                      | -
					"query":{"stra\\u00dfe":"k\\u00f6ln"} | GET  /orders?stra%C3%9Fe=k%c3%b6ln      | -                      | -
					"query":{"q":"green tea"}             | GET  /orders?q=green+teas               | -                      | query
					"query":{"q":"*"}                     | GET  /orders                            | -                      | query
					"query":{"page":"2"},"route":"/orders$" | GET  /orders?page=2                   | -                      | -
					"cookies":{"variant":"b"}             | GET  /orders                            | cookie: sid=7; variant=b | -
					"cookies":{"variant":"b"}             | GET  /orders                            | cookie: variant=a      | cookies
					"cookies":{"variant":"*"}             | GET  /orders                            | -                      | cookies
					"user":["bob","alice"]                | GET  /orders                            | test-user: alice       | -
					"user":"alice"                        | GET  /orders                            | test-user: eve         | user
					"user":"*"                            | GET  /orders                            | -                      | user
					""")
	void whomAnAttackByHeaderHits(String aim, String target, @Nullable String headers, @Nullable String missed) {
		String action = "{\"name\":\"delay\",\"value\":\"1ms\"," + aim + "}";
		HttpRequest.Builder request = request(target.substring(5).strip());
		request.method(target.substring(0, 4).strip(), HttpRequest.BodyPublishers.noBody());
		if (headers != null) {
			Arrays.stream(headers.split(", "))
				.map((header) -> header.split(": "))
				.forEach((header) -> request.header(header[0], header[1]));
		}

		HttpResponse<String> response = send(
				request.header(AttackEngine.ATTACK_HEADER, "{\"actions\":[" + action + "]}"));

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(result(response))
			.isEqualTo("delay;verdict=" + ((missed != null) ? "missed;reason=" + missed : "injected;seconds=0.001"));
	}

	@Test
	void aConfiguredAttackHitsCertainUsers() {
		configure("{\"actions\":[{\"name\":\"status\",\"value\":\"503\",\"body\":\"busy\",\"user\":\"alice\"}]}");

		assertThat(send(request("/orders").header(TestUsers.HEADER, "alice")).statusCode()).isEqualTo(503);
		assertThat(send(request("/orders").header(TestUsers.HEADER, "bob")).statusCode()).isEqualTo(200);
		assertThat(get("/orders", null).statusCode()).isEqualTo(200);
	}

	@Test
	void aStatusIsAimedByRequestHeaders() {
		configure("{\"actions\":[{\"name\":\"status\",\"value\":\"503\",\"body\":\"busy\","
				+ "\"headers\":{\"Retry-After\":\"5\"},\"requestHeaders\":{\"x-user-id\":\"42\"}}]}");

		HttpResponse<String> hit = send(request("/orders").header("x-user-id", "42"));

		assertThat(hit.statusCode()).isEqualTo(503);
		assertThat(hit.headers().allValues("Retry-After")).containsExactly("5");
		assertThat(send(request("/orders").header("Retry-After", "5")).statusCode()).isEqualTo(200);
	}

	@Test
	void theUserIsOnlyAskedForIfAnAttackNeedsIt() {
		configure("{\"actions\":[{\"name\":\"status\",\"value\":\"503\",\"method\":\"PUT\"}]}");
		assertThat(askedForTheUser()).isZero();
		engine().control().cancelAll(null);
		configure("{\"actions\":[{\"name\":\"status\",\"value\":\"503\",\"user\":\"bob\"}]}");

		assertThat(askedForTheUser()).isOne();
	}

	private int askedForTheUser() {
		TestUsers.asked.set(0);
		assertThat(send(request("/orders").header(TestUsers.HEADER, "alice")).body()).isEqualTo("orders");
		return TestUsers.asked.get();
	}

}
