package io.chaosmiddleware.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.engine.TestAttacks.Dice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.chaosmiddleware.engine.TestAttacks.attack;
import static io.chaosmiddleware.engine.TestAttacks.attacked;
import static io.chaosmiddleware.engine.TestAttacks.delay;
import static io.chaosmiddleware.engine.TestAttacks.fault;
import static io.chaosmiddleware.engine.TestAttacks.plain;
import static org.assertj.core.api.Assertions.assertThat;

class ExplainTests {

	private final AttackEngine engine = AttackEngine.builder().build();

	private static List<String> verdicts(Explanation explanation) {
		return explanation.decision().verdicts().stream().map(Verdict::toString).toList();
	}

	@Test
	void givesTheVerdictOfEveryActionMissesIncluded() {
		this.engine.control()
			.replace(AttackSource.LOADER, List
				.of(attack(delay(1, "route", "/x"), delay(2, "probability", "0.5"), fault("NoSuch"), delay(3))));

		assertThat(verdicts(this.engine.explain(plain("/users")))).containsExactly("delay;verdict=missed;reason=route",
				"delay;verdict=would-hit;seconds=2;probability=0.5", "fault;verdict=injected;reason=fault-not-located",
				"delay;verdict=skipped;reason=after-outcome");
	}

	@Test
	void performsNothing() {
		Dice dice = new Dice();
		List<AttackEvent> events = new ArrayList<>();
		AttackEngine explained = AttackEngine.builder()
			.random(dice)
			.recorder(events::add)
			.allowedFaults(List.of(CountedException.class.getName()))
			.build();
		int before = CountedException.made;

		Explanation explanation = explained
			.explain(attacked(delay(1, "probability", "50"), fault(CountedException.class.getName())));

		assertThat(verdicts(explanation)).containsExactly("delay;verdict=would-hit;seconds=1;probability=50",
				"fault;verdict=injected");
		assertThat(dice.rolls).hasValue(0);
		assertThat(events).isEmpty();
		assertThat(explained.totals()).isEqualTo(TestAttacks.totals());
		assertThat(CountedException.made).isEqualTo(before);
	}

	@ParameterizedTest
	@CsvSource({ "100,injected;seconds=1", "100.0,injected;seconds=1",
			"99.9999,would-hit;seconds=1;probability=99.9999", "50.0,would-hit;seconds=1;probability=50",
			"0.0001,would-hit;seconds=1;probability=0.0001" })
	void onlyWhatChanceMayPreventWouldHit(String probability, String verdict) {
		assertThat(verdicts(this.engine.explain(attacked(delay(1, "probability", probability)))))
			.containsExactly("delay;verdict=" + verdict);
	}

	@Test
	void whatMissesForAnotherReasonWouldNotHit() {
		assertThat(verdicts(this.engine.explain(attacked(delay(1, "probability", "50\",\"route\":\"/x")))))
			.containsExactly("delay;verdict=missed;reason=route");
	}

	@Test
	void tellsWhyTheHeaderIsRefusedAndWhatTheConfiguredAttacksWouldDo() {
		this.engine.control().replace(AttackSource.LOADER, List.of(attack(delay(1))));

		Explanation explanation = this.engine.explain(RequestView.of("GET", "/", "{}"));

		assertThat(explanation.headerAttack()).isNull();
		assertThat(explanation.decision().headerRefusal()).isEqualTo(Reason.SCHEMA);
		assertThat(verdicts(explanation)).containsExactly("delay;verdict=injected;seconds=1");
	}

	@Test
	void readsAndAuthorisesTheHeaderOnce() {
		AtomicInteger asked = new AtomicInteger();
		AttackEngine asking = AttackEngine.builder().authorizer((request) -> asked.incrementAndGet() > 0).build();

		Explanation explanation = asking.explain(attacked(delay(1, "route", "/x")));

		assertThat(explanation.headerAttack()).isEqualTo(attack(delay(1, "route", "/x")));
		assertThat(asked).hasValue(1);
	}

	@Test
	void tellsWhatStandsInTheWay() {
		this.engine.control().replace(AttackSource.LOADER, List.of(attack(delay(1))));
		this.engine.control().halt(null);

		assertThat(verdicts(this.engine.explain(plain("/")))).containsExactly("delay;verdict=skipped;reason=halted");
	}

	@SuppressWarnings("serial")
	static class CountedException extends Exception {

		static int made;

		CountedException() {
			made++;
		}

	}

}
