package io.chaosmiddleware.engine;

import java.time.Duration;
import java.util.List;

import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.chaosmiddleware.engine.TestAttacks.attacked;
import static io.chaosmiddleware.engine.TestAttacks.plain;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What stands behind an action that replaces the answer of the handler (decision D26 in
 * docs/differences.md).
 */
class AfterOutcomeTests {

	private static final String STATUS = "{\"name\":\"status\",\"value\":\"503\",\"type\":\"after\"}";

	private static final String DELAY = "{\"name\":\"delay\",\"value\":\"2ms\",\"type\":\"after\"}";

	private static final String FLOOR = "{\"name\":\"delay\",\"value\":\"1ms\",\"floor\":true}";

	private final AttackEngine engine = AttackEngine.builder().maxConcurrentDelays(1).build();

	@AfterEach
	void close() {
		this.engine.close();
	}

	@Test
	void aDelayBehindAnOutcomeAppliesIfTheHandlerFailed() {
		assertThat(perform(Reason.HANDLER_FAILED, STATUS, DELAY, STATUS).resultHeader())
			.isEqualTo("status;verdict=skipped;reason=handler-failed, delay;verdict=injected;seconds=0.002,"
					+ " status;verdict=skipped;reason=after-outcome");
		assertThat(perform(Reason.HANDLER_FAILED, STATUS, FLOOR).resultHeader())
			.startsWith("status;verdict=skipped;reason=handler-failed, delay;verdict=injected;");
	}

	@Test
	void itIsSkippedIfTheOutcomeReplacesTheAnswer() {
		Outcome done = perform(null, DELAY, STATUS, DELAY, FLOOR, STATUS);

		assertThat(done.resultHeader())
			.isEqualTo("delay;verdict=injected;seconds=0.002, status;verdict=injected;status=503,"
					+ " delay;verdict=skipped;reason=after-outcome, delay;verdict=skipped;reason=after-outcome,"
					+ " status;verdict=skipped;reason=after-outcome");
		assertThat(done.decision().delay()).isEqualTo(Duration.ofMillis(2));
	}

	@Test
	void itTakesNoPlaceThen() {
		Performance performance = begin(STATUS, "{\"name\":\"delay\",\"value\":\"60\",\"type\":\"after\"}");
		performance.perform();
		performance.afterHandler(null);

		assertThat(this.engine.runningDelays()).isZero();
		assertThat(performance.next()).isNotNull();
		performance.abandon();
	}

	@Test
	void itAppliesIfTheAttackWithTheOutcomeHasEnded() {
		this.engine.control().replace(AttackSource.PROPERTIES, List.of(TestAttacks.attack(STATUS)));
		this.engine.control().replace(AttackSource.LOADER, List.of(TestAttacks.attack(DELAY)));
		Performance performance = this.engine.begin(this.engine.decide(plain("/orders")));
		performance.perform();
		this.engine.control().replace(AttackSource.PROPERTIES, List.of());
		performance.afterHandler(null);
		performance.perform();

		assertThat(performance.finish().decision().verdicts()).extracting(Object::toString)
			.containsExactly("status;verdict=skipped;reason=ended", "delay;verdict=injected;seconds=0.002");
	}

	@Test
	void anOutcomeBeforeTheHandlerStillSkipsIt() {
		assertThat(this.engine
			.decide(attacked(STATUS, DELAY, "{\"name\":\"status\",\"value\":\"418\"}",
					"{\"name\":\"delay\",\"value\":\"60\"}"))
			.resultHeader())
			.isEqualTo("status;verdict=skipped;reason=after-outcome, delay;verdict=skipped;reason=after-outcome,"
					+ " status;verdict=injected;status=418, delay;verdict=skipped;reason=after-outcome");
	}

	@Test
	void explainSupposesThatTheHandlerSucceeds() {
		assertThat(this.engine.explain(attacked(STATUS, DELAY)).decision().resultHeader())
			.isEqualTo("status;verdict=injected;status=503, delay;verdict=skipped;reason=after-outcome");
	}

	private Outcome perform(@Nullable Reason withoutOutcomes, String... actions) {
		Performance performance = begin(actions);
		performance.perform();
		performance.afterHandler(withoutOutcomes);
		performance.perform();
		return performance.finish();
	}

	private Performance begin(String... actions) {
		return this.engine.begin(this.engine.decide(attacked(actions)));
	}

}
