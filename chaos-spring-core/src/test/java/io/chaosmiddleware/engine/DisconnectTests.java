package io.chaosmiddleware.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.document.Reason;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests whose connection ends without an answer.
 */
@DisplayName("A disconnect")
class DisconnectTests {

	private final AttackEngine engine = AttackEngine.builder()
		.headerLimits(new AttackLimits(8192, 32, Duration.ofMillis(40)))
		.build();

	@ParameterizedTest
	@CsvSource({ "reset,true", "close,false" })
	void endsTheConnection(String how, boolean reset) {
		Performance performance = begin(disconnect(how));

		performance.perform();

		assertThat(performance.end()).isNotNull();
		assertThat(performance.end().reset()).isEqualTo(reset);
		assertThat(performance.finish().resultHeader()).isEqualTo("disconnect;verdict=injected");
		assertThat(performance.finish().end()).isEqualTo(performance.end());
	}

	@Test
	void hangsUntilTheLongestDelayInTotal() {
		Performance performance = begin("{\"name\":\"delay\",\"value\":\"20ms\"}", disconnect("hang"));
		long begin = System.nanoTime();

		performance.perform();

		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofMillis(40), Duration.ofSeconds(5));
		assertThat(performance.end()).isNotNull();
		assertThat(performance.finish().resultHeader())
			.isEqualTo("delay;verdict=injected;seconds=0.02, disconnect;verdict=injected");
	}

	@Test
	void holdsAPlaceWhileItHangs() {
		Performance performance = begin(disconnect("hang"));

		performance.next();

		assertThat(this.engine.runningDelays()).isOne();
		performance.abandon();
		assertThat(this.engine.runningDelays()).isZero();
	}

	@Test
	void thatHungWhenTheClientWentAwayWasInjected() {
		Performance performance = begin(disconnect("hang"));
		performance.next();

		assertThat(performance.abandon().resultHeader()).isEqualTo("disconnect;verdict=injected");
		assertThat(performance.abandon().end()).isNull();
	}

	@Test
	void thatIsHaltedWhileItHangsLetsTheRequestGoOn() {
		Performance performance = begin(disconnect("hang"));
		performance.next();

		this.engine.control().halt(null);

		assertThat(performance.next()).isNull();
		assertThat(performance.end()).isNull();
		assertThat(performance.finish().resultHeader()).isEqualTo("disconnect;verdict=skipped;reason=halted");
	}

	@Test
	void isSkippedWhereTheConnectionIsOutOfReach() {
		Decision decision = decide(disconnect("reset"));
		assertThat(decision.breaksConnection()).isTrue();

		Outcome outcome = this.engine.begin(decision.withoutConnection()).await();

		assertThat(outcome.end()).isNull();
		assertThat(outcome.resultHeader()).isEqualTo("disconnect;verdict=skipped;reason=no-connection");
	}

	@Test
	void isSkippedIfTheConnectionCannotBeEndedAfterAll() {
		Performance performance = begin(disconnect("hang"));
		performance.perform();
		assertThat(performance.end()).isNotNull();

		Outcome outcome = performance.abandon(Reason.NO_CONNECTION);

		assertThat(outcome.resultHeader()).isEqualTo("disconnect;verdict=skipped;reason=no-connection");
		assertThat(outcome.isDecided()).isFalse();
	}

	@Test
	void endsTheWalkForAllThatComesLater() {
		Decision decision = decide("{\"name\":\"corrupt\",\"value\":\"1%\"}",
				"{\"name\":\"delay\",\"value\":\"10ms\",\"type\":\"after\"}", disconnect("close"),
				"{\"name\":\"throttle\",\"value\":\"16KB/s\"}", "{\"name\":\"fault\",\"value\":\"x\"}");

		assertThat(verdicts(decision)).containsExactly("corrupt;verdict=skipped;reason=after-outcome",
				"delay;verdict=skipped;reason=after-outcome", "disconnect;verdict=injected",
				"throttle;verdict=skipped;reason=after-outcome", "fault;verdict=skipped;reason=after-outcome");
	}

	@Test
	void afterTheHandlerLeavesTheDelaysBeforeIt() {
		Decision decision = decide("{\"name\":\"disconnect\",\"value\":\"close\",\"type\":\"after\"}",
				"{\"name\":\"delay\",\"value\":\"10ms\"}", "{\"name\":\"truncate\",\"value\":\"1KB\"}");

		assertThat(verdicts(decision)).containsExactly("disconnect;verdict=injected",
				"delay;verdict=injected;seconds=0.01", "truncate;verdict=skipped;reason=after-outcome");
	}

	private static String disconnect(String how) {
		return "{\"name\":\"disconnect\",\"value\":\"" + how + "\"}";
	}

	private static List<String> verdicts(Decision decision) {
		List<String> verdicts = new ArrayList<>();
		decision.verdicts().forEach((verdict) -> verdicts.add(verdict.toString()));
		return verdicts;
	}

	private Decision decide(String... actions) {
		return this.engine.decide(RequestView.of("GET", "/users", TestAttacks.document(actions)));
	}

	private Performance begin(String... actions) {
		return this.engine.begin(decide(actions));
	}

}
