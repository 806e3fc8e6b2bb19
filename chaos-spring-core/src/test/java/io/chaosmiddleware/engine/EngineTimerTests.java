package io.chaosmiddleware.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class EngineTimerTests {

	private final EngineTimer timer = new EngineTimer();

	@AfterEach
	void close() {
		this.timer.close();
	}

	@Test
	void runsTasksOnADaemonThread() {
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		this.timer.schedule(() -> thread.complete(Thread.currentThread()), Duration.ofMillis(1));

		assertThat(thread.join().isDaemon()).isTrue();
		assertThat(thread.join().getName()).isEqualTo("chaos-timer");
	}

	@Test
	void runsATaskAfterOneThatFailed() {
		this.timer.schedule(() -> {
			throw new AssertionError("x");
		}, Duration.ZERO);
		CompletableFuture<Void> ran = new CompletableFuture<>();
		this.timer.schedule(() -> ran.complete(null), Duration.ofMillis(1));

		ran.join();
	}

	@Test
	void takesNothingAfterTheClose() {
		Future<?> before = this.timer.schedule(() -> {
		}, Duration.ofHours(1));
		this.timer.close();
		this.timer.close();

		assertThat(before).isNotNull().isNotDone();
		assertThat(this.timer.schedule(() -> {
		}, Duration.ZERO)).isNull();
	}

}
