package io.chaosmiddleware.spring.loader;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.chaosmiddleware.engine.LoaderStatus;
import io.chaosmiddleware.engine.LoaderStatus.State;
import io.chaosmiddleware.spring.loader.ChaosApiException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of the attacks and of the schedule while a loader fails.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailingLoaderTests extends SteppedSynchronizer {

	@Test
	void l6AFailureUnloadsAtOnce(CapturedOutput output) {
		AttackSynchronizer synchronizer = start();
		this.pause.untilCalled();

		this.loader = failing(new IOException("gone\nforged line"));
		assertThat(this.pause.step()).isEqualTo(INTERVAL);

		assertThat(this.engine.activeAttacks()).isEmpty();
		assertThat(synchronizer.loaderStatus()).isEqualTo(new LoaderStatus("mine", State.FAILING, List.of(), NOW, NOW,
				"java.io.IOException: gone?forged line", NOW.plus(INTERVAL)));
		assertThat(output).contains("'mine' failed, so nothing is loaded from it: java.io.IOException: gone?forged");

		this.loader = () -> ATTACKS;
		this.pause.step();

		assertThat(this.engine.activeAttacks()).hasSize(1);
		assertThat(synchronizer.loaderStatus().state()).isEqualTo(State.OK);
		assertThat(output).contains("'mine' works again, after 1 failure(s) in a row: 1 action(s) loaded");
	}

	@Test
	void l6WhateverALoaderThrowsIsAFailureAndTheThreadLives() {
		start();
		this.pause.untilCalled();
		List<Throwable> failures = List.of(new IllegalStateException(), new NoClassDefFoundError("a/B"),
				new StackOverflowError(), new AssertionError("no"), new InterruptedException(), new RuntimeException() {

					@Override
					public String getMessage() {
						throw new IllegalStateException("no message");
					}

				});

		for (Throwable failure : failures) {
			this.loader = () -> ATTACKS;
			this.pause.step();
			assertThat(this.engine.activeAttacks()).hasSize(1);
			this.loader = failing(failure);
			this.pause.step();
			assertThat(this.engine.activeAttacks()).isEmpty();
		}
	}

	@Test
	@SuppressWarnings("NullAway")
	void l6ALoaderThatReturnsNullFails() {
		AttackSynchronizer synchronizer = start();
		this.pause.untilCalled();

		this.loader = () -> null;
		this.pause.step();

		assertThat(this.engine.activeAttacks()).isEmpty();
		assertThat(synchronizer.loaderStatus().lastError()).contains("the loader returned null");
	}

	@Test
	void l7OpensOnTheFifthFailureInARowOfAnyKindThenTriesOnce() {
		AttackSynchronizer synchronizer = start();
		this.pause.untilCalled();
		List<Throwable> failures = List.of(status(500, null), status(404, null), new IOException(),
				new ChaosApiException(Kind.REFUSED, "schema", null));
		for (Throwable failure : failures) {
			this.loader = failing(failure);
			assertThat(this.pause.step()).isEqualTo(INTERVAL);
			assertThat(synchronizer.loaderStatus().state()).isEqualTo(State.FAILING);
		}

		this.loader = failing(new ChaosApiException(Kind.TIMEOUT, "timeout", null));
		assertThat(this.pause.step()).isEqualTo(INTERVAL);
		assertThat(synchronizer.loaderStatus().state()).isEqualTo(State.OPEN);

		// a trial that fails opens it again, for twice as long
		assertThat(this.pause.step()).isEqualTo(Duration.ofSeconds(60));
		assertThat(synchronizer.loaderStatus().state()).isEqualTo(State.OPEN);
		assertThat(synchronizer.loaderStatus().nextCall()).isEqualTo(NOW.plusSeconds(60));

		// one that succeeds closes it, and the count starts anew
		this.loader = () -> ATTACKS;
		assertThat(this.pause.step()).isEqualTo(INTERVAL);
		assertThat(synchronizer.loaderStatus().state()).isEqualTo(State.OK);
		this.loader = failing(new IOException());
		for (int i = 1; i <= 5; i++) {
			assertThat(this.pause.step()).isEqualTo(INTERVAL);
		}
		assertThat(this.pause.step()).isEqualTo(Duration.ofSeconds(60));
	}

	@Test
	void l7ASuccessBetweenFailuresKeepsTheBreakerClosed() {
		start();
		this.pause.untilCalled();

		for (int i = 1; i <= 12; i++) {
			this.loader = (i % 5 == 0) ? () -> List.of() : failing(new IOException());
			assertThat(this.pause.step()).isEqualTo(INTERVAL);
		}
	}

	@Test
	void l7RetryAfterIsRespected() {
		start();
		this.pause.untilCalled();
		this.random = 0.5;

		this.loader = failing(status(429, Duration.ofSeconds(90)));
		assertThat(this.pause.step()).isEqualTo(Duration.ofSeconds(90));

		// shorter than the interval: nothing to wait longer for
		this.loader = failing(status(503, Duration.ofSeconds(7)));
		assertThat(this.pause.step()).isEqualTo(Duration.ofMillis(28_500));

		// at most an hour
		this.loader = failing(status(429, Duration.ofDays(300)));
		assertThat(this.pause.step()).isEqualTo(Duration.ofHours(1));

		// the breaker does not shorten it
		this.pause.step();
		assertThat(this.pause.step()).isEqualTo(Duration.ofHours(1));
		this.loader = failing(status(429, Duration.ofSeconds(7)));
		assertThat(this.pause.step()).isEqualTo(Duration.ofSeconds(57));
	}

	@Test
	void l7TheSameFailureIsLoggedOnceUntilSomethingChanges(CapturedOutput output) {
		start();
		this.pause.untilCalled();

		this.loader = failing(status(401, null));
		for (int i = 0; i < 8; i++) {
			this.pause.step();
		}
		assertThat(occurrences(output, "failed, so nothing is loaded from it")).isEqualTo(1);
		assertThat(occurrences(output, "failed 5 times in a row and is left alone for up to 120.0 s at a time"))
			.isEqualTo(1);

		this.loader = failing(status(500, null));
		this.pause.step();
		this.loader = failing(status(401, null));
		this.pause.step();
		this.pause.step();
		assertThat(occurrences(output, "status 500")).isEqualTo(1);
		assertThat(occurrences(output, "status 401")).isEqualTo(3);
		assertThat(occurrences(output, "left alone")).isEqualTo(1);
	}

}
