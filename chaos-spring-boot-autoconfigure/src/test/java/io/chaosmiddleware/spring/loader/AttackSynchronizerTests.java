package io.chaosmiddleware.spring.loader;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackEvent;
import io.chaosmiddleware.engine.AttackLoader;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.engine.LoaderStatus;
import io.chaosmiddleware.engine.LoaderStatus.State;
import io.chaosmiddleware.spring.loader.ChaosApiException.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The schedule of any loader, without waiting for it.
 */
@ExtendWith(OutputCaptureExtension.class)
class AttackSynchronizerTests {

	private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

	private static final Duration INTERVAL = Duration.ofSeconds(30);

	private static final List<Attack> ATTACKS = List
		.of(new AttackParser(AttackLimits.OPERATOR).parse("{\"actions\": [{\"name\": \"delay\", \"value\": \"1\"}]}"));

	private final List<AttackEvent> events = Collections.synchronizedList(new ArrayList<>());

	private final AttackEngine engine = AttackEngine.builder().recorder(this.events::add).build();

	private final SteppedPause pause = new SteppedPause();

	private volatile AttackLoader loader = () -> ATTACKS;

	private volatile double random = 0;

	private @Nullable AttackSynchronizer synchronizer;

	private AttackSynchronizer start() {
		RandomGenerator random = new RandomGenerator() {

			@Override
			public long nextLong() {
				throw new UnsupportedOperationException();
			}

			@Override
			public double nextDouble() {
				return AttackSynchronizerTests.this.random;
			}

		};
		this.synchronizer = new AttackSynchronizer(this.engine, "mine", () -> this.loader.load(), Timing.of(INTERVAL),
				random, Clock.fixed(NOW, ZoneOffset.UTC), this.pause);
		this.synchronizer.start();
		return this.synchronizer;
	}

	@AfterEach
	void stop() {
		if (this.synchronizer != null) {
			this.synchronizer.stop();
		}
	}

	private static AttackLoader failing(Throwable failure) {
		return () -> {
			AttackSynchronizerTests.<RuntimeException>sneakyThrow(failure);
			return List.of();
		};
	}

	@SuppressWarnings("unchecked")
	private static <E extends Throwable> void sneakyThrow(Throwable failure) throws E {
		throw (E) failure;
	}

	private static ChaosApiException status(int status, @Nullable Duration retryAfter) {
		return new ChaosApiException(Kind.STATUS, "status " + status, status, retryAfter);
	}

	@Test
	void l1CallsAtOnceAndThenAfterTheInterval() {
		AttackSynchronizer synchronizer = start();

		assertThat(this.pause.untilCalled()).isEqualTo(INTERVAL);

		assertThat(this.engine.activeAttacks()).hasSize(1);
		assertThat(synchronizer.loaderStatus()).isEqualTo(
				new LoaderStatus("mine", State.OK, List.of(), NOW, null, null, NOW.plus(Duration.ofSeconds(30))));
	}

	@Test
	void reportsEachCallAndEachChangeOfItsState() {
		AttackSynchronizer synchronizer = start();
		this.pause.untilCalled();
		this.pause.step();
		this.loader = () -> {
			throw status(500, null);
		};
		this.pause.step();
		synchronizer.stop();
		synchronizer.start();
		this.pause.untilCalled();

		assertThat(calls()).containsExactly(State.OK, State.OK, State.FAILING, State.FAILING);
		assertThat(changes()).containsExactly("STARTING OK", "OK FAILING", "FAILING STOPPED", "STOPPED STARTING",
				"STARTING FAILING");
	}

	private List<State> calls() {
		return this.events.stream()
			.filter(AttackEvent.LoaderCalled.class::isInstance)
			.map(AttackEvent.LoaderCalled.class::cast)
			.peek((call) -> assertThat(call.duration()).isBetween(Duration.ZERO, Duration.ofSeconds(60)))
			.map((call) -> call.status().state())
			.toList();
	}

	private List<String> changes() {
		return this.events.stream()
			.filter(AttackEvent.LoaderChanged.class::isInstance)
			.map(AttackEvent.LoaderChanged.class::cast)
			.map((change) -> change.before() + " " + change.status().state())
			.toList();
	}

	@Test
	void l1TheJitterOnlyShortensByUpToATenth() {
		start();
		this.pause.untilCalled();
		List<Duration> pauses = new ArrayList<>();

		for (double random : new double[] { 0, 0.5, 1 - 0x1p-53 }) {
			this.random = random;
			pauses.add(this.pause.step());
		}

		assertThat(pauses).satisfiesExactly((first) -> assertThat(first).isEqualTo(INTERVAL),
				(second) -> assertThat(second).isEqualTo(Duration.ofMillis(28_500)),
				(third) -> assertThat(third).isBetween(Duration.ofMillis(27_000), Duration.ofMillis(27_001)));
	}

	@Test
	void l1StartIsNotDelayedByALoaderThatHangs() throws Exception {
		CountDownLatch called = new CountDownLatch(1);
		this.loader = () -> {
			called.countDown();
			new CountDownLatch(1).await();
			return List.of();
		};

		AttackSynchronizer synchronizer = start();

		assertThat(called.await(5, TimeUnit.SECONDS)).isTrue();
		assertThat(synchronizer.loaderStatus().state()).isEqualTo(State.STARTING);
		assertThat(synchronizer.isRunning()).isTrue();
	}

	@Test
	void whatIsLoadedReplacesWhatWasLoaded() {
		start();
		this.pause.untilCalled();

		this.loader = List::of;
		this.pause.step();

		assertThat(this.engine.activeAttacks()).isEmpty();
	}

	@Test
	void anAttackThatStaysKeepsItsStartAndHits() {
		start();
		this.pause.untilCalled();
		Object before = this.engine.activeAttacks().get(0);

		this.pause.step();

		assertThat(this.engine.activeAttacks().get(0)).isSameAs(before);
	}

	@Test
	void attacksOfOtherSourcesAreLeftAlone() {
		this.engine.control().replace(AttackSource.PROPERTIES, ATTACKS);
		start();
		this.pause.untilCalled();

		this.loader = failing(new IOException("gone"));
		this.pause.step();

		assertThat(this.engine.activeAttacks()).singleElement()
			.satisfies((attack) -> assertThat(attack.source()).isEqualTo(AttackSource.PROPERTIES));
	}

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
	void aLoaderThatInterruptsItsOwnThreadIsNotCalledInAHotLoop() {
		AtomicInteger calls = new AtomicInteger();
		this.loader = () -> {
			calls.incrementAndGet();
			Thread.currentThread().interrupt();
			return ATTACKS;
		};
		start();
		this.pause.untilCalled();

		this.pause.step();

		assertThat(calls).hasValue(2);
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

	private static int occurrences(CapturedOutput output, String text) {
		return output.getAll().split(Pattern.quote(text), -1).length - 1;
	}

	@Test
	void l11RefusedActionsAreNamedOnceInTheLog(CapturedOutput output) {
		List<Attack> senseless = List.of(new AttackParser(AttackLimits.OPERATOR)
			.parse("{\"actions\": [{\"name\": \"delay\", \"value\": \"1.5\"}]}"));
		this.loader = () -> senseless;
		start();
		this.pause.untilCalled();

		this.pause.step();

		assertThat(this.engine.activeAttacks()).hasSize(1);
		assertThat(occurrences(output, "loaded actions that are refused and do nothing: [$.actions[0].value"))
			.isEqualTo(1);
	}

	@Test
	void l10OneDaemonThreadThatStopsAndUnloads() throws Exception {
		AttackSynchronizer synchronizer = start();
		this.pause.untilCalled();
		Thread thread = threads().get(0);
		assertThat(threads()).hasSize(1);
		assertThat(thread.isDaemon()).isTrue();

		synchronizer.stop();

		assertThat(this.engine.activeAttacks()).isEmpty();
		assertThat(thread.isAlive()).isFalse();
		assertThat(synchronizer.isRunning()).isFalse();
	}

	@Test
	void l10StopInterruptsARunningCall() throws Exception {
		CountDownLatch called = new CountDownLatch(1);
		this.loader = () -> {
			called.countDown();
			new CountDownLatch(1).await();
			return ATTACKS;
		};
		AttackSynchronizer synchronizer = start();
		assertThat(called.await(5, TimeUnit.SECONDS)).isTrue();

		synchronizer.stop();

		assertThat(threads()).isEmpty();
		assertThat(synchronizer.loaderStatus().lastError()).isNull();
	}

	@Test
	void l10WhatArrivesAfterTheEndDoesNotCount(CapturedOutput output) throws Exception {
		CountDownLatch called = new CountDownLatch(1);
		CountDownLatch answer = new CountDownLatch(1);
		this.loader = () -> {
			called.countDown();
			boolean answered = false;
			while (!answered) {
				try {
					answer.await();
					answered = true;
				}
				catch (InterruptedException ex) {
					// deaf
				}
			}
			return ATTACKS;
		};
		AttackSynchronizer synchronizer = start();
		assertThat(called.await(5, TimeUnit.SECONDS)).isTrue();
		Thread thread = threads().get(0);

		synchronizer.stop();
		answer.countDown();
		thread.join(5000);

		assertThat(thread.isAlive()).isFalse();
		assertThat(this.engine.activeAttacks()).isEmpty();
		assertThat(output).contains("does not react to being interrupted");
	}

	@Test
	void canBeStartedAgain() {
		AttackSynchronizer synchronizer = start();
		this.pause.untilCalled();
		synchronizer.start();
		synchronizer.stop();
		synchronizer.stop();

		synchronizer.start();
		this.pause.untilCalled();

		assertThat(this.engine.activeAttacks()).hasSize(1);
		assertThat(threads()).hasSize(1);
	}

	@Test
	void aGuardedEngineIsLeftAlone() {
		AttackEngine guarded = AttackEngine.builder().guarded("test").build();
		AttackSynchronizer synchronizer = new AttackSynchronizer(guarded, "mine", failing(new IOException()), INTERVAL);

		synchronizer.start();

		assertThat(threads()).isEmpty();
		assertThat(synchronizer.loaderStatus().state()).isEqualTo(State.GUARDED);
	}

	@Test
	void thePauseEndsByItselfForReal() throws Exception {
		CountDownLatch calls = new CountDownLatch(3);
		AttackSynchronizer synchronizer = new AttackSynchronizer(this.engine, "mine", () -> {
			calls.countDown();
			return List.of();
		}, Duration.ofMillis(10));

		synchronizer.start();

		assertThat(calls.await(5, TimeUnit.SECONDS)).isTrue();
		synchronizer.stop();
		assertThat(threads()).isEmpty();
	}

	private static List<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("chaos-loader"))
			.toList();
	}

}
