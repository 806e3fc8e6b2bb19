package io.chaosmiddleware.attack;

import java.time.Duration;
import java.util.List;

import io.chaosmiddleware.condition.Probability;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.effect.Delay;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.chaosmiddleware.engine.TestAttacks.delay;
import static io.chaosmiddleware.engine.TestAttacks.document;
import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("An action is refused alone")
class AttackParserActionTests {

	private final AttackParser parser = new AttackParser(AttackLimits.HEADER);

	private Problem refusedAlone(String document) {
		Action action = this.parser.parse(document).actions().get(0);
		assertThat(action).isInstanceOf(Action.Refused.class);
		List<Problem> problems = ((Action.Refused) action).problems();
		assertThat(problems).hasSize(1);
		return problems.get(0);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"name":"abort","value":"1"}|$.actions[0].name: unknown action 'abort'; use 'delay', 'fault', 'status', 'disconnect', 'throttle', 'truncate' or 'corrupt' (unknown-action)
					{"name":"Delay","value":"1"}|$.actions[0].name: unknown action 'Delay'; use 'delay', 'fault', 'status', 'disconnect', 'throttle', 'truncate' or 'corrupt' (unknown-action)
					{"name":"","value":"1"}|$.actions[0].name: unknown action ''; use 'delay', 'fault', 'status', 'disconnect', 'throttle', 'truncate' or 'corrupt' (unknown-action)
					{"name":"delay","value":"soon"}|$.actions[0].value: 'soon' is not a delay; use whole seconds such as '2', a duration such as '250ms', a range such as '100ms..900ms' or a distribution such as 'normal(mean=200ms, stddev=50ms)' (delay-invalid)
					{"name":"delay","value":""}|$.actions[0].value: '' is not a delay; use whole seconds such as '2', a duration such as '250ms', a range such as '100ms..900ms' or a distribution such as 'normal(mean=200ms, stddev=50ms)' (delay-invalid)
					{"name":"delay","value":"0"}|$.actions[0].value: a delay must be at least 1 ms (delay-not-positive)
					{"name":"delay","value":"-3"}|$.actions[0].value: a delay must be at least 1 ms (delay-not-positive)
					{"name":"delay","value":"61"}|$.actions[0].value: a delay may last at most 60s; see 'limits.max-delay' (delay-too-long)
					{"name":"delay","value":"1","probability":"x"}|$.actions[0].probability: 'x' is not a number of per cent with at most four decimals, such as '50' or '0.5' (probability-invalid)
					{"name":"delay","value":"1","probability":" "}|$.actions[0].probability: ' ' is not a number of per cent with at most four decimals, such as '50' or '0.5' (probability-invalid)
					{"name":"delay","value":"1","probability":"0"}|$.actions[0].probability: a probability must be between 0.0001 and 100 per cent (probability-out-of-range)
					{"name":"delay","value":"1","probability":"101"}|$.actions[0].probability: a probability must be between 0.0001 and 100 per cent (probability-out-of-range)
					{"name":"delay","value":"1","route":"("}|$.actions[0].route: '(' is not a valid route: not a valid RE2 expression: missing closing ) (route-invalid)
					{"name":"delay","value":"1","floor":true,"type":"after"}|$.actions[0].type: this action always acts after the handler; leave 'type' out (type-unknown)
					{"name":"delay","value":"1","type":""}|$.actions[0].type: unknown type ''; use 'before' or 'after', or leave it out (type-unknown)
					{"name":"fault","value":"x","type":"Before"}|$.actions[0].type: unknown type 'Before'; use 'before' or 'after', or leave it out (type-unknown)
					""")
	@DisplayName("D7, D10, D11, D16, D21: if its content is not valid")
	void content(String action, String problem) {
		assertThat(refusedAlone(document(action))).hasToString(problem);
	}

	@Test
	void andItsNeighboursStay() {
		Attack attack = this.parser.parse(document("{\"name\":\"delay\",\"value\":\"x\"}",
				"{\"name\":\"abort\",\"value\":\"x\"}", "{\"name\":\"fault\",\"value\":\"\"}"));

		assertThat(attack.actions()).extracting(Action::name).containsExactly("delay", "unknown", "fault");
		assertThat(attack.actions().get(2)).isInstanceOf(Action.Valid.class);
	}

	@Test
	@DisplayName("D7: and if all routes together repeat more than one route may")
	void routesThatTogetherCostTooMuch() {
		String costly = "{\"name\":\"delay\",\"value\":\"1\",\"route\":\"(abc){18}\"}";
		String ordinary = "{\"name\":\"delay\",\"value\":\"1\",\"route\":\"/v[0-9]{1,3}/.*\"}";

		List<Action> actions = this.parser.parse(document(ordinary, costly, costly, ordinary)).actions();

		assertThat(actions.get(1)).isInstanceOf(Action.Valid.class);
		assertThat(actions.get(2)).isInstanceOfSatisfying(Action.Refused.class,
				(refused) -> assertThat(refused.problems()).singleElement()
					.hasToString("$.actions[2].route: '(abc){18}' is too heavy a route: with this one the routes of"
							+ " the document weigh more than 20000; make them simpler, or leave some out"
							+ " (route-too-heavy)"));
		assertThat(actions.get(3)).isInstanceOf(Action.Valid.class);
		assertThat(this.parser.parse(document(costly)).actions().get(0)).as("each document by itself")
			.isInstanceOf(Action.Valid.class);
	}

	@Test
	void withTheReasonThatTheOriginalWouldSeeFirst() {
		Action action = this.parser
			.parse(document(
					"{\"type\":\"x\",\"value\":\"x\",\"name\":\"delay\",\"probability\":\"x\",\"route\":\"(\"}"))
			.actions()
			.get(0);

		assertThat(((Action.Refused) action).reason()).isEqualTo(Reason.ROUTE_INVALID);
		assertThat(((Action.Refused) action).problems()).extracting(Problem::reason)
			.containsExactly(Reason.ROUTE_INVALID, Reason.PROBABILITY_INVALID, Reason.DELAY_INVALID,
					Reason.TYPE_UNKNOWN);
	}

	@ParameterizedTest
	@CsvSource({ "1,1", "59,59", "60,60", "+2,2", "007,7", "' 2 ',2" })
	@DisplayName("D10, D11: not at or below the limit, and not for a sign, zeros or blanks")
	void delays(String value, long seconds) {
		assertThat(this.parser.parse(document("{\"name\":\"delay\",\"value\":\"" + value + "\"}")))
			.isEqualTo(new Attack(List.of(new Action.Valid(new Delay(Duration.ofSeconds(seconds)), List.of()))));
	}

	@Test
	void blanksAreSpaceTabAndLineEnds() {
		assertThat(this.parser.parse(document("{\"name\":\"delay\",\"value\":\"\\t\\r\\n 2 \\t\\r\\n\"}"))
			.actions()
			.get(0)).isInstanceOf(Action.Valid.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1_0", "٣", "３", "1.", "1e1", "0x1", "1 0", "+-1", "\u00a01", "1\u2003", "1\u000b", "--1",
			"+", "-", "2 s", "½" })
	@DisplayName("D11: but for everything else that Python's int may read")
	void numbersOfOtherLanguages(String value) {
		String json = value.replace("\u000b", "\\u000b");

		assertThat(refusedAlone(document("{\"name\":\"delay\",\"value\":\"" + json + "\"}")).reason())
			.isEqualTo(Reason.DELAY_INVALID);
		assertThat(refusedAlone(document("{\"name\":\"delay\",\"value\":\"1\",\"probability\":\"" + json + "\"}"))
			.reason()).isEqualTo(Reason.PROBABILITY_INVALID);
	}

	@Test
	void forNumbersOfAnyLength() {
		assertThat(refusedAlone(document("{\"name\":\"delay\",\"value\":\"" + "9".repeat(4300) + "\"}")).reason())
			.isEqualTo(Reason.DELAY_TOO_LONG);
		assertThat(refusedAlone(document("{\"name\":\"delay\",\"value\":\"-" + "9".repeat(4300) + "\"}")).reason())
			.isEqualTo(Reason.DELAY_NOT_POSITIVE);
		assertThat(refusedAlone(document("{\"name\":\"delay\",\"value\":\"" + "9".repeat(4301) + "\"}")).reason())
			.isEqualTo(Reason.DELAY_INVALID);
	}

	@ParameterizedTest
	@CsvSource({ "1,10000", "99,990000", "100,1000000", "'',1000000", "+050,500000", "0.0001,1", "50.0,500000",
			"100.0000,1000000", "' 12.34 ',123400", "007.5,75000", "+0.5,5000", "99.9999,999999" })
	@DisplayName("D11, D27: not for a probability in range")
	void notForAProbabilityInRange(String text, int probability) {
		assertThat(((Action.Valid) this.parser.parse(document(delay(2, "probability", text))).actions().get(0)).aim())
			.isEqualTo(text.isEmpty() ? List.of() : List.of(new Probability(probability)));
	}

	@ParameterizedTest
	@CsvSource({ "0.00001,invalid", "1.00000,invalid", "5e-1,invalid", "5E-1,invalid", "1.5e1,invalid", ".5,invalid",
			"5.,invalid", "'0,5',invalid", "1.-5,invalid", "1_0.5,invalid", "٣.5,invalid", "'0. 5',invalid",
			"0.0000,out-of-range", "-0.5,out-of-range", "-0.0001,out-of-range", "100.0001,out-of-range",
			"999999999999999999999.5,out-of-range" })
	@DisplayName("D27: but for a probability with too many decimals, with an exponent or out of range")
	void decimals(String text, String reason) {
		assertThat(refusedAlone(document(delay(1, "probability", text))).reason()).hasToString("probability-" + reason);
	}

	@ParameterizedTest
	@CsvSource({ "0.0001,1", "0.5,5000", "50.0,500000", "3.5,35000", "100.0,1000000" })
	@DisplayName("D3, D27: not for a fraction as a JSON number, but for one with an exponent")
	void jsonDecimals(String number, int probability) {
		String other = "{\"name\":\"fault\",\"value\":\"x\",\"probability\":";
		String document = document(delay(2), other + number + "}", other + number + "e0}");

		List<Action> actions = this.parser.parse(document).actions();

		assertThat(((Action.Valid) actions.get(1)).aim()).isEqualTo(List.of(new Probability(probability)));
		assertThat(actions.get(2)).isInstanceOfSatisfying(Action.Refused.class,
				(refused) -> assertThat(refused.problems()).singleElement()
					.hasToString("$.actions[2].probability: '" + number + "e0' is not a number of per cent with at"
							+ " most four decimals, such as '50' or '0.5' (probability-invalid)"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "3" })
	@DisplayName("D3: a number counts as the text that stands in the document")
	void jsonNumbers(String number) {
		String document = document("{\"name\":\"delay\",\"value\":" + number + ",\"probability\":50}");
		assertThat(this.parser.parse(document).actions())
			.containsExactly(new Action.Valid(new Delay(Duration.ofSeconds(3)), List.of(new Probability(500_000))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "3.0", "1e1", "3.5", "1e999", "1E-3", "1.5e1", "20e-1" })
	@DisplayName("D3: so that fractions and exponents are not whole numbers")
	void jsonFractions(String number) {
		assertThat(refusedAlone(document("{\"name\":\"delay\",\"value\":" + number + "}")).reason())
			.isEqualTo(Reason.DELAY_INVALID);
	}

}
