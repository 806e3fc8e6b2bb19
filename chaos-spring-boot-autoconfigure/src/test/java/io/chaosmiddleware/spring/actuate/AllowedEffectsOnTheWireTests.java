package io.chaosmiddleware.spring.actuate;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.spring.actuate.EndpointApplication.Answer;
import io.chaosmiddleware.spring.loader.TestApi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Effects that are not allowed, by header, at the endpoint and from a Chaos API.
 */
class AllowedEffectsOnTheWireTests {

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void anEffectThatIsNotAllowedIsRefusedWhereverItComesFrom(String type) {
		try (TestApi api = TestApi.start()) {
			api.answers(200, "[{\"name\": \"disconnect\", \"value\": \"reset\"},"
					+ " {\"name\": \"status\", \"value\": \"503\", \"route\": \"/loaded\", \"body\": \"\"}]");
			try (EndpointApplication application = new EndpointApplication(type,
					List.of("management.endpoints.web.exposure.include=chaos",
							"management.endpoint.chaos.access=unrestricted", "chaos.middleware.effects=status,throttle",
							"chaos.middleware.header.effects=status", "chaos.middleware.limits.min-throttle=2KB",
							"chaos.middleware.proofdock.api-url=" + api.url(),
							"chaos.middleware.proofdock.api-token=secret"))) {
				assertThat(attack(application, document("throttle 2KB/s", "disconnect reset", "status 418")))
					.as("only one of them is allowed by header")
					.isEqualTo("throttle;verdict=refused;reason=effect-not-allowed, "
							+ "disconnect;verdict=refused;reason=effect-not-allowed, status;verdict=injected;status=418");
				assertThat(start(application, document("throttle 1KB/s", "disconnect reset")).problems())
					.containsExactly(
							"$.actions[0].value throttle-too-low a bandwidth is at least 2KB/s; see 'limits.min-throttle'",
							"$.actions[1].name effect-not-allowed the effect 'disconnect' is not allowed here;"
									+ " see 'chaos.middleware.effects' and 'chaos.middleware.header.effects'");
				assertThat(start(application, document("throttle 2KB/s /elsewhere")).status()).isEqualTo(201);
				awaitLoaded(application.engine());
				assertThat(application.main("GET", "/loaded").status()).isEqualTo(503);
			}
		}
	}

	private static String attack(EndpointApplication application, String attack) {
		return application.main("GET", "/orders", AttackEngine.ATTACK_HEADER, attack)
			.header(AttackEngine.RESULT_HEADER);
	}

	private static Answer start(EndpointApplication application, String document) {
		return application.management("POST", "/actuator/chaos", document.getBytes(StandardCharsets.UTF_8),
				"Content-Type", "application/json");
	}

	private static void awaitLoaded(AttackEngine engine) {
		long begin = System.nanoTime();
		while (engine.activeAttacks(AttackSource.LOADER) == 0) {
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
			Thread.onSpinWait();
		}
	}

}
