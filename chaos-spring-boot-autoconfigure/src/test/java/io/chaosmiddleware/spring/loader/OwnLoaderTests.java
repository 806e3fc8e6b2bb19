package io.chaosmiddleware.spring.loader;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackLoader;
import io.chaosmiddleware.engine.AttackLoaderException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a loader of the application can tell the one who calls it.
 */
class OwnLoaderTests {

	private final BlockingQueue<Duration> waits = new LinkedBlockingQueue<>();

	private AttackSynchronizer start(AttackLoader loader) {
		AttackSynchronizer synchronizer = new AttackSynchronizer(AttackEngine.builder().build(), "mine", loader,
				Timing.of(Duration.ofSeconds(30)), () -> 0, Clock.systemUTC(), (end, hurry, wait) -> {
					this.waits.add(wait);
					end.await();
				});
		synchronizer.start();
		return synchronizer;
	}

	@Test
	@DisplayName("L7: when it is worth to call again")
	void aFailureSaysWhenToRetry() throws InterruptedException {
		AttackSynchronizer synchronizer = start(() -> {
			throw new AttackLoaderException("busy", null, Duration.ofSeconds(77));
		});

		assertThat(this.waits.poll(10, TimeUnit.SECONDS)).isEqualTo(Duration.ofSeconds(77));
		synchronizer.stop();
	}

	@Test
	void itLetsGoOfItsConnectionsWhenNobodyCallsAnyMore() throws InterruptedException {
		AtomicInteger disconnected = new AtomicInteger();
		AttackSynchronizer synchronizer = start(new AttackLoader() {

			@Override
			public List<Attack> load() {
				return List.of();
			}

			@Override
			public void disconnect() {
				disconnected.incrementAndGet();
				throw new IllegalStateException("nobody minds");
			}

		});
		assertThat(this.waits.poll(10, TimeUnit.SECONDS)).isNotNull();
		assertThat(disconnected).hasValue(0);

		synchronizer.stop();

		assertThat(disconnected).hasValue(1);
	}

}
