package io.chaosmiddleware.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.attack.AttackWriter;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.effect.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static io.chaosmiddleware.engine.TestAttacks.attacked;
import static io.chaosmiddleware.engine.TestAttacks.plain;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is done after the handler of a request (decision D26 in docs/differences.md).
 */
class AfterHandlerTests {

	private static final String DELAY = "{\"name\":\"delay\",\"value\":\"1ms\"}";

	private static final String DELAY_AFTER = "{\"name\":\"delay\",\"value\":\"2ms\",\"type\":\"after\"}";

	private static final String STATUS = "{\"name\":\"status\",\"value\":\"503\"}";

	private static final String STATUS_AFTER = "{\"name\":\"status\",\"value\":\"500\",\"type\":\"after\"}";

	private final List<AttackEvent> events = new ArrayList<>();

	private final AttackEngine engine = AttackEngine.builder()
		.maxConcurrentDelays(1)
		.recorder(this.events::add)
		.build();

	@AfterEach
	void close() {
		this.engine.close();
	}

	@Test
	void eachPhaseHasItsSteps() {
		Performance performance = begin(DELAY_AFTER, DELAY, STATUS_AFTER);
		performance.perform();

		assertThat(performance.actsAfterHandler()).isTrue();
		assertThat(performance.reply()).isNull();
		assertThat(this.events).isEmpty();
		performance.afterHandler(null);
		performance.perform();

		assertThat(performance.reply()).isNotNull().extracting((reply) -> reply.status()).isEqualTo(500);
		assertThat(performance.finish().resultHeader()).isEqualTo("delay;verdict=injected;seconds=0.002,"
				+ " delay;verdict=injected;seconds=0.001, status;verdict=injected;status=500");
		assertThat(this.events).hasSize(1);
	}

	@Test
	@DisplayName("An outcome ends the walk for its phase and the phases after it, wherever they stand")
	void anOutcomeEndsItsPhaseAndTheNext() {
		assertThat(this.engine.decide(attacked(STATUS_AFTER, DELAY_AFTER, DELAY, STATUS, DELAY)).resultHeader())
			.isEqualTo("status;verdict=skipped;reason=after-outcome, delay;verdict=skipped;reason=after-outcome,"
					+ " delay;verdict=injected;seconds=0.001, status;verdict=injected;status=503,"
					+ " delay;verdict=skipped;reason=after-outcome");
	}

	@Test
	void aHandlerThatFailedIsDelayedButNotReplaced() {
		Performance performance = begin(DELAY_AFTER, STATUS_AFTER);
		performance.perform();
		performance.afterHandler(Reason.HANDLER_FAILED);
		performance.perform();

		assertThat(performance.finish().resultHeader())
			.isEqualTo("delay;verdict=injected;seconds=0.002, status;verdict=skipped;reason=handler-failed");
	}

	@Test
	void anAnswerThatIsSentAlreadyIsLeftAlone() {
		Performance performance = begin(DELAY, DELAY_AFTER, STATUS_AFTER);
		performance.perform();

		assertThat(performance.finishWithout(Reason.COMMITTED).resultHeader())
			.isEqualTo("delay;verdict=injected;seconds=0.001, delay;verdict=skipped;reason=committed,"
					+ " status;verdict=skipped;reason=committed");
	}

	@Test
	void aHostThatKnowsNothingOfItSkipsIt() {
		assertThat(begin(DELAY, DELAY_AFTER).await().resultHeader())
			.isEqualTo("delay;verdict=injected;seconds=0.001, delay;verdict=skipped;reason=unsupported");
	}

	@Test
	void aPlaceIsHeldOnlyWhileTheRequestWaits() {
		Performance performance = begin(DELAY, DELAY_AFTER);
		assertThat(this.engine.runningDelays()).isOne();
		performance.perform();
		assertThat(this.engine.runningDelays()).as("while the handler runs").isZero();

		Performance other = begin(DELAY);
		performance.afterHandler(null);
		performance.perform();

		assertThat(performance.finish().resultHeader())
			.isEqualTo("delay;verdict=injected;seconds=0.001, delay;verdict=skipped;reason=limit-concurrent");
		other.abandon();
		assertThat(this.engine.runningDelays()).isZero();
	}

	@Test
	void aHaltBetweenThePhasesSendsTheAnswer() {
		Performance performance = begin(DELAY_AFTER, STATUS_AFTER);
		performance.perform();
		this.engine.control().halt(null);
		performance.afterHandler(null);
		performance.perform();

		assertThat(performance.reply()).isNull();
		assertThat(performance.finish().resultHeader())
			.isEqualTo("delay;verdict=skipped;reason=halted, status;verdict=skipped;reason=halted");
		assertThat(this.engine.runningDelays()).isZero();
	}

	@Test
	void aHaltBetweenThePhasesAlsoSkipsWhatDoesNotWait() {
		Performance performance = begin(STATUS_AFTER);
		performance.perform();
		this.engine.control().halt(null);
		performance.afterHandler(null);
		performance.perform();

		assertThat(performance.reply()).isNull();
		assertThat(performance.finish().resultHeader()).isEqualTo("status;verdict=skipped;reason=halted");
	}

	@Test
	void anAttackThatEndsWhileTheHandlerWorksDoesNothingMore() {
		ActiveAttack attack = this.engine.control()
			.start(new AttackParser(AttackLimits.OPERATOR)
				.parseStrictly("{\"actions\":[" + DELAY + "," + STATUS_AFTER + "]}"), Duration.ofMinutes(1), null);
		Performance performance = this.engine.begin(this.engine.decide(plain("/orders")));
		performance.perform();
		this.engine.control().cancel(attack.id(), null);
		performance.afterHandler(null);
		performance.perform();

		assertThat(performance.reply()).isNull();
		assertThat(performance.finish().decision().verdicts()).extracting(Verdict::reason)
			.containsExactly(null, Reason.ENDED);
	}

	@Test
	void theEngineKnowsWhetherAnAnswerMayHaveToBeHeld() {
		assertThat(this.engine.mayActOnAnswer()).isFalse();
		this.engine.control().replace(AttackSource.LOADER, List.of(TestAttacks.attack(DELAY)));
		assertThat(this.engine.mayActOnAnswer()).isFalse();
		this.engine.control().replace(AttackSource.LOADER, List.of(TestAttacks.attack(DELAY, DELAY_AFTER)));
		assertThat(this.engine.mayActOnAnswer()).isTrue();
		assertThat(this.engine.decide(plain("/")).delay(Phase.AFTER)).isEqualTo(Duration.ofMillis(2));
		this.engine.control().halt(null);
		assertThat(this.engine.mayActOnAnswer()).isFalse();
	}

	@Test
	void theTypeIsWrittenAndRead() {
		AttackParser parser = new AttackParser(AttackLimits.HEADER);
		for (String action : List.of(DELAY_AFTER, STATUS_AFTER,
				"{\"name\":\"delay\",\"value\":\"2\",\"floor\":true}")) {
			String document = TestAttacks.document(action);
			assertThat(JsonMapper.shared().writeValueAsString(AttackWriter.write(parser.parseStrictly(document))))
				.isEqualTo(document);
		}
	}

	private Performance begin(String... actions) {
		return this.engine.begin(this.engine.decide(attacked(actions)));
	}

}
