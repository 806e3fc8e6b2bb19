package io.chaosmiddleware.spring.servlet;

import java.net.http.HttpResponse;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An answer that is held ends as it would end without an attack.
 */
abstract class HeldAnswersContractTests extends ServletAfterHandlerContractTests {

	@ParameterizedTest
	@ValueSource(strings = { "flushed-and-closed", "flushed-empty", "closed-by-writer", "flushed-and-closed-by-writer",
			"changed-after-flush", "changed-after-close" })
	void framingStatusAndHeadersAreThoseOfTheHandler(String path) {
		HttpResponse<String> calm = get("/held/" + path, null);

		HttpResponse<String> response = get("/held/" + path, after("delay", "\"10ms\""));

		assertThat(response.statusCode()).isEqualTo(200).isEqualTo(calm.statusCode());
		assertThat(response.body()).isEqualTo(calm.body());
		assertThat(headers(response)).isEqualTo(headers(calm));
		assertThat(response.headers().map()).doesNotContainKeys("x-late", "set-cookie");
		assertThat(result(response)).isEqualTo("delay;verdict=injected;seconds=0.01");
	}

	@ParameterizedTest
	@ValueSource(strings = { "flushed-and-closed", "changed-after-flush", "changed-after-close" })
	void itIsReplacedAllTheSame(String path) {
		HttpResponse<String> response = get("/held/" + path,
				after("status", "\"429\",\"body\":\"lost\",\"headers\":{\"X-Why\":\"many\"}"));

		assertThat(response.statusCode()).isEqualTo(429);
		assertThat(response.body()).isEqualTo("lost");
		assertThat(response.headers().firstValue("X-Why")).hasValue("many");
		assertThat(response.headers().map()).doesNotContainKeys("x-early", "x-late", "set-cookie");
		assertThat(result(response)).isEqualTo("status;verdict=injected;status=429");
	}

	@ParameterizedTest
	@CsvSource({ "written-after-error, 404", "printed-after-redirect, 302" })
	void whatIsWrittenAfterTheEndIsNotKept(String path, int status) {
		HttpResponse<String> response = get("/held/" + path, after("delay", "\"10ms\""));

		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(result(response)).isEqualTo("delay;verdict=injected;seconds=0.01");
		assertThat(HeldAnswersController.allocated).as("bytes for 12 MB that nobody sees").isLessThan(1024 * 1024);
	}

}
