package io.chaosmiddleware.spring.actuate;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.chaosmiddleware.engine.AttackEngine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The kill switch, with a request that is really being delayed.
 */
class HaltOnTheWireTests {

	private static final String DELAY = document("delay 30", "fault java.lang.IllegalStateException");

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void haltLetsADelayedRequestGoAtOnce(String type) throws Exception {
		try (EndpointApplication application = new EndpointApplication(type, List
			.of("management.endpoints.web.exposure.include=chaos", "management.endpoint.chaos.access=unrestricted"))) {
			CompletableFuture<HttpResponse<String>> delayed = application.mainLater("/orders",
					AttackEngine.ATTACK_HEADER, DELAY);
			for (int i = 0; i < 200 && application.engine().runningDelays() == 0; i++) {
				Thread.sleep(25);
			}
			assertThat(application.engine().runningDelays()).isOne();

			long before = System.nanoTime();
			assertThat(application.main("POST", "/actuator/chaos/halt").status()).isEqualTo(200);
			HttpResponse<String> answer = delayed.get(20, TimeUnit.SECONDS);

			// The limit is far below the 30 s of the delay, with room for a busy machine.
			assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
			assertThat(answer.statusCode()).isEqualTo(200);
			assertThat(answer.body()).isEqualTo("orders");
			assertThat(answer.headers().firstValue(AttackEngine.RESULT_HEADER))
				.hasValue("delay;verdict=skipped;reason=halted, fault;verdict=skipped;reason=halted");
		}
	}

}
