package io.chaosmiddleware.spring.loader;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackEvent;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.engine.LoaderStatus;
import io.chaosmiddleware.engine.LoaderStatus.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The schedule of any loader, without waiting for it.
 */
@ExtendWith(OutputCaptureExtension.class)
class AttackSynchronizerTests extends SteppedSynchronizer {

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
	void l11RefusedActionsAreNamedOnceInTheLog(CapturedOutput output) {
		List<Attack> senseless = List.of(new AttackParser(AttackLimits.OPERATOR).parse(document("delay 1.5")));
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
