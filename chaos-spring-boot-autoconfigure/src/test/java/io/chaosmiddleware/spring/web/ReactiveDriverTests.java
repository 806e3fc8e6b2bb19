package io.chaosmiddleware.spring.web;

import java.util.List;

import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.Decision;
import io.chaosmiddleware.engine.Performance;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

class ReactiveDriverTests {

	@Test
	void aPlaceIsGivenBackWhateverFails() {
		try (AttackEngine engine = AttackEngine.builder().allowedFaults(List.of("io.chaosmiddleware.**")).build()) {
			Decision decision = engine
				.decide(RequestView.of("GET", "/", document("delay 60", "fault " + OwnException.class.getName())));

			StepVerifier.create(Mono.using(() -> engine.begin(decision),
					(performance) -> ReactiveDriver.perform(performance, (task, delay) -> {
						throw new IllegalStateException("a broken timer");
					}, () -> false), Performance::abandon))
				.verifyError(IllegalStateException.class);

			assertThat(engine.runningDelays()).isZero();
			assertThat(engine.recent()).hasSize(1);
		}
	}

	static class OwnException extends RuntimeException {

	}

}
