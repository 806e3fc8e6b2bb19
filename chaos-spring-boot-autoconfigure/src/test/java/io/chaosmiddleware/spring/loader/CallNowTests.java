package io.chaosmiddleware.spring.loader;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackLoader;
import io.chaosmiddleware.engine.LoaderStatus.State;
import io.chaosmiddleware.spring.loader.ChaosApiException.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An operator who resumes has the loader called at once (decision L7 in
 * docs/differences.md).
 */
class CallNowTests {

	private static final Duration INTERVAL = Duration.ofSeconds(30);

	private final AttackEngine engine = AttackEngine.builder().build();

	private final SteppedPause pause = new SteppedPause();

	private final AtomicInteger calls = new AtomicInteger();

	private volatile AttackLoader loader = List::of;

	private final AttackSynchronizer synchronizer = new AttackSynchronizer(this.engine, "mine", () -> {
		this.calls.incrementAndGet();
		return this.loader.load();
	}, Timing.of(INTERVAL), () -> 0, Clock.systemUTC(), this.pause);

	@AfterEach
	void stop() {
		this.synchronizer.stop();
	}

	private static AttackLoader failing(Exception failure) {
		return () -> {
			throw failure;
		};
	}

	@Test
	void endsThePauseOfTheOpenBreaker() {
		this.loader = failing(new IOException());
		this.synchronizer.start();
		this.pause.untilCalled();
		for (int i = 2; i <= 6; i++) {
			this.pause.step();
		}
		assertThat(this.synchronizer.loaderStatus().state()).isEqualTo(State.OPEN);

		this.loader = List::of;
		this.synchronizer.callNow();

		assertThat(this.pause.untilCalled()).isEqualTo(INTERVAL);
		assertThat(this.synchronizer.loaderStatus().state()).isEqualTo(State.OK);
		assertThat(this.calls).hasValue(7);
	}

	@Test
	void endsThePauseThatTheServerAskedFor() {
		this.loader = failing(new ChaosApiException(Kind.STATUS, "status 429", 429, Duration.ofMinutes(50)));
		this.synchronizer.start();
		assertThat(this.pause.untilCalled()).isEqualTo(Duration.ofMinutes(50));

		this.synchronizer.callNow();

		assertThat(this.pause.untilCalled()).isEqualTo(Duration.ofMinutes(50));
		assertThat(this.calls).hasValue(2);
	}

	@Test
	void endsThePauseAfterASuccess() {
		this.synchronizer.start();
		this.pause.untilCalled();

		this.synchronizer.callNow();

		assertThat(this.pause.untilCalled()).isEqualTo(INTERVAL);
		assertThat(this.calls).hasValue(2);
	}

	@Test
	void aCallThatFailsCountsAsEveryOther() {
		this.loader = failing(new IOException());
		this.synchronizer.start();
		this.pause.untilCalled();
		for (int i = 2; i <= 5; i++) {
			this.synchronizer.callNow();
			assertThat(this.pause.untilCalled()).isEqualTo(INTERVAL);
		}

		this.synchronizer.callNow();

		assertThat(this.pause.untilCalled()).isEqualTo(Duration.ofSeconds(60));
		assertThat(this.synchronizer.loaderStatus().state()).isEqualTo(State.OPEN);
	}

	@Test
	void whatComesDuringACallLeadsToOneMore() throws Exception {
		CountDownLatch called = new CountDownLatch(1);
		CountDownLatch answer = new CountDownLatch(1);
		this.loader = () -> {
			called.countDown();
			answer.await();
			return List.of();
		};
		this.synchronizer.start();
		assertThat(called.await(5, TimeUnit.SECONDS)).isTrue();

		for (int i = 0; i < 100; i++) {
			this.synchronizer.callNow();
		}
		answer.countDown();
		this.pause.untilCalled();
		this.pause.untilCalled();

		assertThat(this.calls).hasValue(2);
		this.pause.step();
		assertThat(this.calls).hasValue(3);
	}

	@Test
	void nothingIsCalledUnlessItIsRunning() {
		this.synchronizer.callNow();
		this.synchronizer.start();
		this.pause.untilCalled();
		this.synchronizer.stop();
		this.synchronizer.callNow();
		AttackSynchronizer.disabled(this.engine, "none").callNow();

		assertThat(this.calls).hasValue(1);
		assertThat(this.synchronizer.loaderStatus().state()).isEqualTo(State.STOPPED);
	}

	@Test
	void whoeverAsksAgainAndAgainGetsOneCallASecond() throws Exception {
		BlockingQueue<Long> times = new LinkedBlockingQueue<>();
		AttackSynchronizer synchronizer = new AttackSynchronizer(this.engine, "mine", () -> {
			times.add(System.nanoTime());
			return List.of();
		}, INTERVAL);
		synchronizer.start();
		try {
			Long first = times.poll(5, TimeUnit.SECONDS);
			Long second = null;
			for (int i = 0; i < 10_000 && second == null; i++) {
				synchronizer.callNow();
				second = times.poll(1, TimeUnit.MILLISECONDS);
			}

			assertThat(first).isNotNull();
			assertThat(second).isNotNull();
			assertThat(Duration.ofNanos(second - first)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(9));
		}
		finally {
			synchronizer.stop();
		}
	}

}
