package io.chaosmiddleware.engine;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;

import io.chaosmiddleware.effect.Pause;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.chaosmiddleware.engine.TestAttacks.attacked;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A delay is reported as long as the request has really waited.
 */
class ReportedDelayTests {

	private final AttackEngine engine = AttackEngine.builder().build();

	@AfterEach
	void close() {
		this.engine.close();
	}

	@Test
	void aFloorReportsWhatItAdds() throws InterruptedException {
		Performance performance = begin("{\"name\":\"delay\",\"value\":\"5\",\"floor\":true}");
		performance.perform();
		Thread.sleep(20);
		performance.afterHandler(null);
		Duration remaining = performance.remaining((Pause) performance.next());
		assertThat(remaining).isBetween(Duration.ofMillis(1), Duration.ofMillis(4980));
		performance.next();

		Decision done = performance.finish().decision();

		assertThat(seconds(done)).isBetween(remaining.toMillis() / 1000.0 - 0.001, 4.98);
		assertThat(done.delay()).isBetween(remaining, Duration.ofMillis(4980));
		assertThat(done.verdicts().get(0).injected().describe(done.verdicts().get(0).details())).as("in the log")
			.matches("delay of [0-4](\\.\\d+)? s \\(floor 5\\)");
		assertThat(done.verdicts().get(0).injected().fields()).as("what the document says")
			.isEqualTo(Map.of("value", "5", "floor", true));
	}

	@Test
	void aFloorThatIsReachedAddsNothing() throws InterruptedException {
		Performance performance = begin("{\"name\":\"delay\",\"value\":\"1ms\",\"floor\":true}");
		performance.perform();
		Thread.sleep(2);
		performance.afterHandler(null);
		performance.perform();

		Decision done = performance.finish().decision();

		assertThat(done.resultHeader()).isEqualTo("delay;verdict=injected;seconds=0");
		assertThat(done.delay()).isZero();
	}

	@Test
	void aDelayThatNobodyWaitsForReportsHowLongItWas() throws InterruptedException {
		Performance performance = begin("{\"name\":\"delay\",\"value\":\"60\"}");
		performance.next();
		long begin = System.nanoTime();
		Thread.sleep(20);

		Decision done = performance.abandon().decision();

		assertThat(seconds(done)).isBetween(0.02, (System.nanoTime() - begin) / 1e9 + 0.1);
		assertThat(done.delay()).isLessThan(Duration.ofSeconds(60));
	}

	@Test
	void aWholeDelayReportsWhatTheDocumentSays() {
		Performance performance = begin("{\"name\":\"delay\",\"value\":\"2ms\"}",
				"{\"name\":\"delay\",\"value\":\"50\",\"type\":\"after\"}");
		performance.perform();
		performance.afterHandler(null);
		performance.next();

		assertThat(performance.abandon().resultHeader())
			.matches("delay;verdict=injected;seconds=0\\.002, delay;verdict=injected;seconds=\\d(\\.\\d+)?");
	}

	private static double seconds(Decision done) {
		return new BigDecimal(done.verdicts().get(0).details().get("seconds").toString()).doubleValue();
	}

	private Performance begin(String... actions) {
		return this.engine.begin(this.engine.decide(attacked(actions)));
	}

}
