package io.chaosmiddleware.spring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.LoaderStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The health contributor {@code chaosMiddleware}.
 */
class ChaosHealthTests {

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void showsWhatIsGoingOn(String type) {
		try (EndpointApplication application = new EndpointApplication(type,
				List.of("management.endpoint.health.show-details=always"))) {
			application.engine().control().start(new Attack(List.of()), Duration.ofHours(1), null);
			application.engine().control().halt(null);

			JsonNode health = application.main("GET", "/actuator/health").json().at("/components/chaosMiddleware");

			assertThat(health.at("/status").asString()).isEqualTo("UP");
			assertThat(health.at("/details/state").asString()).isEqualTo("HALTED");
			assertThat(health.at("/details/activeAttacks").asInt()).isOne();
			assertThat(health.at("/details/runningDelays").asInt()).isZero();
			assertThat(health.at("/details/loader/state").asString()).isNotEmpty();
		}
	}

	@Test
	void showsTheNameWithoutDetails() {
		try (EndpointApplication application = new EndpointApplication("servlet",
				List.of("management.endpoint.health.show-components=always"))) {
			assertThat(application.main("GET", "/actuator/health").json().at("/components/chaosMiddleware").toString())
				.isEqualTo("{\"status\":\"UP\"}");
		}
	}

	@Test
	void canBeSwitchedOff() {
		try (EndpointApplication application = new EndpointApplication("servlet",
				List.of("management.endpoint.health.show-components=always",
						"management.health.chaosmiddleware.enabled=false"))) {
			JsonNode health = application.main("GET", "/actuator/health").json();
			assertThat(health.at("/components/ping/status").asString()).isEqualTo("UP");
			assertThat(health.at("/components").has("chaosMiddleware")).isFalse();
		}
	}

	@Test
	void isUpAndSaysWhyItIsGuarded() {
		Health health = new ChaosHealthIndicator(
				AttackEngine.builder().guarded("the profile 'prod' is guarded").build(), () -> null)
			.health();

		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("state", "GUARDED")
			.containsEntry("guardedReason", "the profile 'prod' is guarded");
	}

	@Test
	void isUpWhileTheLoaderFails() {
		Instant failure = Instant.parse("2026-11-22T10:00:00Z");
		Health health = new ChaosHealthIndicator(AttackEngine.builder().build(),
				() -> new LoaderStatus("proofdock", LoaderStatus.State.OPEN, List.of(), null, failure,
						"the Chaos API answered 503", failure.plusSeconds(120)))
			.health();

		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails().get("loader"))
			.hasToString("{state=OPEN, loader=proofdock, lastFailure=2026-11-22T10:00:00Z, "
					+ "lastError=the Chaos API answered 503, nextCall=2026-11-22T10:02:00Z}");
	}

	@Test
	void isUpThoughTheLoaderDoesNotEvenAnswer() {
		Health health = new ChaosHealthIndicator(AttackEngine.builder().build(), () -> {
			throw new IllegalStateException("no");
		}).health();

		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails().get("loader"))
			.hasToString("{state=UNKNOWN, lastError=java.lang.IllegalStateException}");
	}

}
