package io.chaosmiddleware.spring.loader;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackEvent;
import io.chaosmiddleware.engine.LoaderStatus.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long it takes until the loader notices that a Chaos API has gone or is back, by the
 * clock.
 */
class RecoveryOnTheWireTests {

	private final BlockingQueue<AttackEvent.LoaderCalled> calls = new LinkedBlockingQueue<>();

	private final AttackEngine engine = AttackEngine.builder().recorder((event) -> {
		if (event instanceof AttackEvent.LoaderCalled call) {
			this.calls.add(call);
		}
	}).build();

	private AttackSynchronizer synchronizer(URI url, Duration interval, Duration timeout) {
		ProofdockAttackLoader loader = new ProofdockAttackLoader(new ChaosApi(url, "token", timeout),
				new ApplicationIdentity("shop", null, "id-1"), AttackLimits.OPERATOR, null);
		return new AttackSynchronizer(this.engine, "proofdock", loader, Timing.of(interval), () -> 0, Clock.systemUTC(),
				Interval.REAL);
	}

	private AttackEvent.LoaderCalled nextCall() throws InterruptedException {
		AttackEvent.LoaderCalled call = this.calls.poll(20, TimeUnit.SECONDS);
		assertThat(call).as("call").isNotNull();
		return call;
	}

	@Test
	void anApiThatIsBackIsNoticedAsFastAsTheIntervalSays() throws Exception {
		TestApi before = TestApi.start();
		int port = before.port();
		AttackSynchronizer synchronizer = synchronizer(before.url(), Duration.ofMillis(50), Duration.ofSeconds(20));
		before.close();
		synchronizer.start();
		while (nextCall().status().state() != State.OPEN) {
			// not yet five failures
		}

		try (TestApi after = TestApi.start(port)) {
			long start = System.nanoTime();
			while (nextCall().status().state() != State.OK) {
				// the trials before it was back
			}

			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
			assertThat(this.engine.activeAttacks()).hasSize(1);
			assertThat(after.requests()).isNotEmpty();
		}
		finally {
			synchronizer.stop();
		}
	}

	@Test
	void anAttackOutlivesAnApiThatHangsByIntervalAndTimeoutInSum() throws Exception {
		Duration interval = Duration.ofMillis(700);
		Duration timeout = Duration.ofMillis(600);
		CountDownLatch end = new CountDownLatch(1);
		try (TestApi api = TestApi.start()) {
			// the first exchange of a JVM takes its time
			AttackSynchronizer synchronizer = synchronizer(api.url(), interval, Duration.ofSeconds(20));
			synchronizer.start();
			nextCall();
			synchronizer.stop();
			synchronizer = synchronizer(api.url(), interval, timeout);
			synchronizer.start();
			AttackEvent.LoaderCalled last = nextCall();
			assertThat(last.status().state()).isEqualTo(State.OK);

			api.answers((exchange) -> {
				try {
					end.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			});
			AttackEvent.LoaderCalled unloaded = nextCall();

			assertThat(unloaded.status().lastError()).contains("within 0.6s");
			assertThat(this.engine.activeAttacks()).isEmpty();
			// and a margin for a busy machine, shorter than either
			assertThat(Duration.between(last.time(), unloaded.time())).isBetween(interval.plus(timeout),
					interval.plus(timeout).plusMillis(500));
			synchronizer.stop();
		}
		finally {
			end.countDown();
		}
	}

}
