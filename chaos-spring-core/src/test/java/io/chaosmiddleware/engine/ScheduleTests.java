package io.chaosmiddleware.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.attack.AttackRefusedException;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.AttackLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * When attacks are active, as docs/attack-language.md describes it (decision D25).
 */
class ScheduleTests {

	private final AttackParser parser = new AttackParser(AttackLimits.OPERATOR);

	private final List<AttackEvent> events = new ArrayList<>();

	private final TestClock clock = new TestClock(Instant.parse("2026-11-25T10:00:00Z"));

	private final AttackEngine engine = AttackEngine.builder().clock(this.clock).recorder(this.events::add).build();

	@AfterEach
	void close() {
		this.engine.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			"start":"2026-11-25T10:00:00Z"                               | injected
			"start":"2026-11-25T11:00:00+01:00"                          | injected
			"start":"2026-11-25T10:00:00.001Z"                           | missed;reason=start
			"until":"2026-11-25T10:00:00.001Z"                           | injected
			"until":"2026-11-25T10:00:00Z"                               | missed;reason=until
			"start":"2026-11-25T09:00:00Z","duration":"1h"               | missed;reason=until
			"start":"2026-11-25T09:00:00Z","duration":"61m"              | injected
			"duration":"1ms"                                             | injected
			"id":"a.B-1_2","name":"Größe"                                | injected
			""")
	void aHeader(String fields, String verdict) {
		Decision decision = this.engine.decide(RequestView.of("GET", "/users", document(fields)));

		assertThat(decision.resultHeader()).startsWith("delay;verdict=" + verdict);
		assertThat(this.engine.explain(RequestView.of("GET", "/users", document(fields))).decision().resultHeader())
			.startsWith("delay;verdict=" + verdict);
	}

	@Test
	void anAttackOfALoaderIsOverAtItsUntilEvenBetweenTwoCalls() {
		List<Attack> loaded = List.of(attack("\"id\":\"a\",\"until\":\"2026-11-25T11:00:00Z\""));
		this.engine.control().replace(AttackSource.LOADER, loaded);
		assertThat(hits()).isTrue();

		this.clock.pass(Duration.ofHours(1));

		assertThat(hits()).isFalse();
		this.engine.control().replace(AttackSource.LOADER, loaded);
		assertThat(this.engine.activeAttacks()).isEmpty();
	}

	@Test
	void anAttackThatHasNotBegunIsExplained() {
		this.engine.control().replace(AttackSource.PROPERTIES, List.of(attack("\"start\":\"2026-11-25T11:00:00Z\"")));

		assertThat(hits()).isFalse();
		assertThat(this.engine.explain(RequestView.of("GET", "/users", null)).decision().verdicts()).singleElement()
			.hasToString("delay;verdict=missed;reason=start");
		this.clock.pass(Duration.ofHours(1));
		assertThat(hits()).isTrue();
	}

	@Test
	@DisplayName("A duration counts from the first time that a source provides the attack, and never begins again")
	void aDurationBeginsOnce() {
		List<Attack> loaded = List.of(attack("\"id\":\"a\",\"duration\":\"10m\""));
		this.engine.control().replace(AttackSource.LOADER, loaded);
		this.clock.pass(Duration.ofMinutes(9));
		this.engine.control().replace(AttackSource.LOADER, loaded);
		assertThat(hits()).isTrue();

		for (int i = 0; i < 3; i++) {
			this.clock.pass(Duration.ofMinutes(1));
			this.engine.control().replace(AttackSource.LOADER, loaded);
			assertThat(hits()).isFalse();
		}

		this.engine.control().replace(AttackSource.LOADER, List.of());
		this.engine.control().replace(AttackSource.LOADER, loaded);
		assertThat(hits()).as("the source had stopped to provide it").isTrue();
	}

	@Test
	@DisplayName("A source that fails for a while neither prolongs its attacks nor begins them again")
	void aSourceThatFailsForAWhile() {
		List<Attack> loaded = List.of(attack("\"id\":\"a\",\"duration\":\"10m\""),
				attack("\"id\":\"b\",\"duration\":\"2m\""));
		this.engine.control().replace(AttackSource.LOADER, loaded);
		ActiveAttack first = this.engine.activeAttacks().get(0);
		this.clock.pass(Duration.ofMinutes(3));
		this.engine.control().replace(AttackSource.LOADER, loaded);
		this.events.clear();

		this.engine.control().suspend(AttackSource.LOADER);
		this.engine.control().suspend(AttackSource.LOADER);
		assertThat(hits()).as("while the source fails").isFalse();
		assertThat(this.engine.activeAttacks()).isEmpty();
		this.engine.control().replace(AttackSource.LOADER, loaded);

		assertThat(hits()).isTrue();
		assertThat(this.engine.activeAttacks()).as("b is still over").containsExactly(first);
		assertThat(this.events.subList(0, 2)).hasExactlyElementsOfTypes(AttackEvent.Ended.class,
				AttackEvent.Started.class);
		this.engine.control().suspend(AttackSource.LOADER);
		this.clock.pass(Duration.ofMinutes(7));
		this.engine.control().replace(AttackSource.LOADER, loaded);
		assertThat(this.engine.activeAttacks()).as("over while the source failed").isEmpty();
	}

	@Test
	void idsThatAreMadeAvoidThoseThatAreGiven() {
		this.engine.control()
			.replace(AttackSource.LOADER, List.of(attack("\"name\":\"Without an id\""), attack("\"id\":\"loader-1\"")));

		assertThat(this.engine.activeAttacks()).extracting(ActiveAttack::id).containsExactly("loader-1-", "loader-1");
	}

	@Test
	void theYearOfATimeCountsInUtc() {
		assertThatExceptionOfType(AttackRefusedException.class)
			.isThrownBy(() -> attack("\"until\":\"9999-12-31T23:59:59-18:00\""));
	}

	@Test
	void aTimerEndsAnAttackOfALoaderAndTellsSo() throws InterruptedException {
		try (AttackEngine real = AttackEngine.builder().recorder(this.events::add).build()) {
			List<Attack> loaded = List.of(attack("\"id\":\"a\",\"duration\":\"50ms\""));
			real.control().replace(AttackSource.LOADER, loaded);
			while (!real.activeAttacks().isEmpty()) {
				Thread.onSpinWait();
			}
			real.control().replace(AttackSource.LOADER, loaded);
			assertThat(real.activeAttacks()).as("still over").isEmpty();
		}
		assertThat(this.events).hasExactlyElementsOfTypes(AttackEvent.Started.class, AttackEvent.Ended.class);
		assertThat(((AttackEvent.Ended) this.events.get(1)).cause()).isEqualTo(AttackEvent.Cause.EXPIRED);
	}

	@Test
	void anAttackIsKnownByItsIdWhereverItStands() {
		Attack a = attack("\"id\":\"a\"");
		Attack b = attack("\"id\":\"b\",\"name\":\"Slow\"");
		this.engine.control().replace(AttackSource.LOADER, List.of(a, b));
		List<ActiveAttack> before = this.engine.activeAttacks();

		this.engine.control().replace(AttackSource.LOADER, List.of(b, a));

		assertThat(this.engine.activeAttacks()).containsExactly(before.get(1), before.get(0));
		assertThat(before.get(1)).hasToString("loader attack b 'Slow'");
	}

	@Test
	void twoStartedAttacksHaveDifferentIds() {
		this.engine.control().start(attack("\"id\":\"a\""), Duration.ofMinutes(1), null);

		assertThatIllegalStateException()
			.isThrownBy(() -> this.engine.control().start(attack("\"id\":\"a\""), Duration.ofMinutes(1), null))
			.withMessage("An attack with the id 'a' is active; cancel it, or use another id");
		assertThat(this.engine.control().cancel("a", null)).isTrue();
		assertThat(this.engine.control().start(attack("\"id\":\"a\""), Duration.ofMinutes(1), null).id())
			.isEqualTo("a");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					"duration":"61m"                                                      | $.duration: 'duration' may be at most 1h; see 'limits.max-duration' (schema)
					"until":"2026-11-25T11:00:01Z"                                        | $.until: 'until' may be at most 1h after the start; see 'limits.max-duration' (schema)
					"until":"2026-11-25T10:00:00Z"                                        | $.until: 'until' is over; it is 2026-11-25T10:00:00Z now (schema)
					"start":"2026-11-25T11:00:01Z"                                        | $.start: 'start' may be at most 1h from now; see 'limits.max-duration' (schema)
					"start":"2026-11-25T10:30:00Z","until":"2026-11-25T11:30:01Z"         | $.until: 'until' may be at most 1h after the start; see 'limits.max-duration' (schema)
					""")
	void anAttackThatCannotBeStarted(String fields, String message) {
		assertThatExceptionOfType(AttackRefusedException.class)
			.isThrownBy(() -> this.engine.control().start(attack(fields), Duration.ofHours(1), null))
			.withMessage(message);
		assertThat(this.events).singleElement().isInstanceOf(AttackEvent.StartRefused.class);
	}

	@Test
	void aStartedAttackBeginsLaterIfItSaysSo() {
		ActiveAttack started = this.engine.control()
			.start(attack("\"start\":\"2026-11-25T10:30:00Z\",\"duration\":\"5m\""), Duration.ofHours(1), null);

		assertThat(started.start()).isEqualTo("2026-11-25T10:30:00Z");
		assertThat(started.expiry()).isEqualTo("2026-11-25T10:35:00Z");
		assertThat(hits()).isFalse();
		this.clock.pass(Duration.ofMinutes(30));
		assertThat(hits()).isTrue();
		this.clock.pass(Duration.ofMinutes(5));
		assertThat(hits()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					"id":""                         | $.id: 'id' must have 1 to 64 letters, digits, '.', '_' and '-' (schema)
					"id":"a/b"                      | $.id: 'id' must have 1 to 64 letters, digits, '.', '_' and '-' (schema)
					"id":1                          | $.id: 'id' must be a text: 1 to 64 letters, digits, '.', '_' and '-' (schema)
					"name":"a\\nb"                  | $.name: 'name' must have 1 to 100 characters without line breaks and control characters (schema)
					"start":"tomorrow"              | $.start: 'start' must be a time with an offset, such as '2026-11-25T10:00:00Z' or '2026-11-25T11:00:00+01:00' (schema)
					"until":"2026-11-25T10:00:00"   | $.until: 'until' must be a time with an offset, such as '2026-11-25T10:00:00Z' or '2026-11-25T11:00:00+01:00' (schema)
					"until":"+999999999-12-31T23:59:59Z" | $.until: 'until' must be a time with an offset, such as '2026-11-25T10:00:00Z' or '2026-11-25T11:00:00+01:00' (schema)
					"start":5                       | $.start: 'start' must be a text: a time such as '2026-11-25T10:00:00Z' (schema)
					"duration":"36501d"             | $.duration: 'duration' may be at most 36500d (schema)
					"start":"2026-11-25T10:00:00Z","until":"2026-11-25T10:00:00Z" | $.until: 'until' must be after 'start' (schema)
					""")
	void fieldsThatAreNotValid(String fields, String problem) {
		assertThatExceptionOfType(AttackRefusedException.class).isThrownBy(() -> this.parser.parse(document(fields)))
			.withMessage(problem);
	}

	private boolean hits() {
		return !this.engine.decide(RequestView.of("GET", "/users", null)).verdicts().isEmpty();
	}

	private Attack attack(String fields) {
		return this.parser.parseStrictly(document(fields));
	}

	private static String document(String fields) {
		return "{" + fields + ",\"actions\":[{\"name\":\"delay\",\"value\":\"1\"}]}";
	}

}
