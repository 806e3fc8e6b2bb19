package io.chaosmiddleware.attack;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.chaosmiddleware.condition.Probability;
import io.chaosmiddleware.condition.Route;
import io.chaosmiddleware.condition.Target;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.effect.Delay;
import io.chaosmiddleware.effect.Fault;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.chaosmiddleware.engine.TestAttacks.delay;
import static io.chaosmiddleware.engine.TestAttacks.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class AttackParserTests {

	private final AttackParser parser = new AttackParser(AttackLimits.HEADER);

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private List<Problem> refusedWhole(String document) {
		AttackRefusedException refusal = catchThrowableOfType(AttackRefusedException.class,
				() -> this.parser.parse(document));
		assertThat(refusal).as("refusal").isNotNull();
		return refusal.problems();
	}

	@Test
	void readsActionsAndTarget() {
		Attack attack = this.parser.parse("""
				{
				  "actions": [
				    { "name": "delay", "value": "2", "route": "/users", "probability": "50", "type": "before" },
				    { "name": "fault", "value": "IllegalStateException" }
				  ],
				  "target": { "application": "shop", "environment": "test" }
				}
				""");

		assertThat(attack)
			.isEqualTo(
					new Attack(
							List.of(new Action.Valid(new Delay(Duration.ofSeconds(2)),
									List.of(Route.parse("/users"), new Probability(500_000))),
									new Action.Valid(new Fault("IllegalStateException"), List.of())),
							new Target("shop", "test")));
	}

	@Test
	void readsAnAttackWithoutActions() {
		assertThat(this.parser.parse("{\"actions\":[]}")).isEqualTo(new Attack(List.of()));
	}

	@Nested
	@DisplayName("A document is refused whole")
	class Documents {

		@ParameterizedTest
		@ValueSource(strings = { "", " ", "delay", "{", "{\"actions\":[]", "{\"actions\":[]}x",
				"{\"actions\":[]},{\"actions\":[]}", "{\"actions\":[]} {\"actions\":[]}", "{'actions':[]}",
				"{\"actions\":[],}", "{\"actions\":01}", "/* */{\"actions\":[]}", "{\"actions\":\"\t\"}", "\uFEFF{}" })
		@DisplayName("D1: if it is not readable JSON")
		void notJson(String document) {
			assertThat(refusedWhole(document)).extracting(Problem::reason).containsExactly(Reason.NOT_JSON);
		}

		@ParameterizedTest
		@ValueSource(strings = { "{\"actions\":NaN}", "{\"actions\":Infinity}", "{\"actions\":[],\"actions\":[]}",
				"{\"actions\":[{\"name\":\"delay\",\"value\":\"1\",\"value\":\"2\"}]}" })
		@DisplayName("D19: if it has NaN or duplicate keys")
		void dialect(String document) {
			assertThat(refusedWhole(document)).extracting(Problem::reason).containsExactly(Reason.NOT_JSON);
		}

		@ParameterizedTest
		@ValueSource(strings = { "{}", "{\"application\":\" \"}", "{\"application\":5}", "{\"x\":1}" })
		@DisplayName("also if it has more faults than are named")
		void withMoreFaultsThanAreNamed(String target) {
			StringBuilder unknown = new StringBuilder();
			for (int i = 0; i < 150; i++) {
				unknown.append("\"x").append(i).append("\":1,");
			}

			assertThat(refusedWhole(
					"{\"actions\":[{" + unknown + "\"name\":\"delay\",\"value\":\"1\"}],\"target\":" + target + "}"))
				.hasSize(100);
		}

		@Test
		@DisplayName("D1: if it is nested too deep or has endless numbers")
		void deep() {
			assertThat(refusedWhole("[".repeat(4000) + "]".repeat(4000))).extracting(Problem::reason)
				.containsExactly(Reason.NOT_JSON);
			assertThat(refusedWhole("{\"actions\":" + "1".repeat(4301) + "}")).extracting(Problem::reason)
				.containsExactly(Reason.NOT_JSON);
			assertThat(refusedWhole("{\"actions\":" + "1".repeat(4300) + "}")).extracting(Problem::reason)
				.containsExactly(Reason.SCHEMA);
		}

		@Test
		void sayingWhereItCannotBeReadWithoutQuotingIt() {
			assertThat(refusedWhole("{\n  \"secret\": nonsense\r\n")).singleElement()
				.satisfies((problem) -> assertThat(problem.message())
					.matches("the document is not readable JSON; look at line 2, column \\d+"));
			assertThat(refusedWhole("")).singleElement()
				.hasToString("$: the document is empty; send a JSON object (not-json)");
		}

		@ParameterizedTest
		@ValueSource(strings = { "null", "[]", "0", "false", "\"\"", "1", "\"delay\"", "[{}]" })
		@DisplayName("D2: if it is not an object")
		void notAnObject(String document) {
			assertThat(refusedWhole(document)).singleElement()
				.hasToString("$: the document must be a JSON object with 'actions' (schema)");
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '`',
				textBlock = """
						{}|$.actions: 'actions' is missing; give a list of actions (schema)
						{"actions":null}|$.actions: a list of actions is expected (schema)
						{"actions":{}}|$.actions: a list of actions is expected (schema)
						{"actions":[],"x":1}|$.x: unknown field 'x'; known are actions, duration, id, name, start, target, until (schema)
						{"actions":[1]}|$.actions[0]: an action must be a JSON object with 'name' and 'value' (schema)
						{"actions":[{"value":"2"}]}|$.actions[0].name: 'name' is missing; give the name of the action, 'delay', 'fault', 'status', 'disconnect', 'throttle', 'truncate' or 'corrupt' (schema)
						{"actions":[{"name":"delay"}]}|$.actions[0].value: 'value' is missing; give a text or a number (schema)
						{"actions":[{"name":1,"value":"2"}]}|$.actions[0].name: 'name' must be a text: the name of the action, 'delay', 'fault', 'status', 'disconnect', 'throttle', 'truncate' or 'corrupt' (schema)
						{"actions":[{"name":"delay","value":true}]}|$.actions[0].value: 'value' must be a text or a number (schema)
						{"actions":[{"name":"delay","value":null}]}|$.actions[0].value: 'value' must be a text or a number (schema)
						{"actions":[{"name":"delay","value":"2","route":null}]}|$.actions[0].route: 'route' must be a text: a route (schema)
						{"actions":[{"name":"delay","value":"2","route":3}]}|$.actions[0].route: 'route' must be a text: a route (schema)
						{"actions":[{"name":"delay","value":"2","probability":[]}]}|$.actions[0].probability: 'probability' must be a text or a number (schema)
						{"actions":[{"name":"delay","value":"2","type":null}]}|$.actions[0].type: 'type' must be a text: 'before' or 'after' (schema)
						{"actions":[{"name":"delay","value":"2","x":1}]}|$.actions[0].x: unknown field 'x'; known are above, cookies, every, floor, headers, method, name, probability, query, ramp, requestHeaders, route, skip, sticky, times, type, user, value (schema)
						{"actions":[],"target":null}|$.target: a target must be a JSON object with 'application', 'environment' or 'instances' (schema)
						{"actions":[],"target":{}}|$.target: a target must name an 'application', an 'environment' or 'instances' (schema)
						{"actions":[],"target":{"application":"a","x":1}}|$.target.x: unknown field 'x'; known are application, environment, instances (schema)
						{"actions":[],"target":{"application":1}}|$.target.application: 'application' must be a text: the name to compare with (schema)
						{"actions":[],"target":{"application":"a","environment":null}}|$.target.environment: 'environment' must be a text: the name to compare with (schema)
						{"actions":[],"target":{"application":""}}|$.target.application: 'application' must not be blank; leave it out to mean any (blank-target)
						{"actions":[],"target":{"application":"a","environment":" "}}|$.target.environment: 'environment' must not be blank; leave it out to mean any (blank-target)
						""")
		@DisplayName("D2, D5: if it breaks the schema, with a message that names the field and the remedy")
		void schema(String document, String problem) {
			assertThat(refusedWhole(document)).singleElement().hasToString(problem);
		}

		@Test
		void namingEveryFaultInIt() {
			assertThat(refusedWhole("""
					{ "x": 1, "actions": [ { "name": "delay" }, { "name": "dalay", "value": "1" } ],
					  "target": { "application": "" } }
					""")).extracting(Problem::path)
				.containsExactly("$.actions[0].value", "$.target.application", "$.x", "$.actions[1].name");
		}

		@Test
		@DisplayName("D22: if it is above a limit")
		void limits() {
			String two = document("{\"name\":\"delay\",\"value\":\"1\"}", "{\"name\":\"delay\",\"value\":\"1\"}");
			for (int more : new int[] { 1, 0 }) {
				assertThat(new AttackParser(new AttackLimits(two.length() + more, 2 + more, Duration.ofSeconds(1)))
					.parse(two)
					.actions()).hasSize(2);
			}
			assertThatExceptionOfType(AttackRefusedException.class)
				.isThrownBy(
						() -> new AttackParser(new AttackLimits(two.length() - 1, 2, Duration.ofSeconds(1))).parse(two))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.TOO_LARGE))
				.withMessage("$: the document must have at most " + (two.length() - 1) + " characters (too-large)");
			assertThatExceptionOfType(AttackRefusedException.class)
				.isThrownBy(() -> new AttackParser(new AttackLimits(two.length(), 1, Duration.ofSeconds(1))).parse(two))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.TOO_MANY_ACTIONS))
				.withMessage("$.actions: at most 1 actions are accepted (too-many-actions)");
			assertThatExceptionOfType(AttackRefusedException.class)
				.isThrownBy(() -> new AttackParser(new AttackLimits(3, 1, Duration.ofSeconds(1)))
					.parseStrictly(bytes("éé"), (schedule) -> null))
				.withMessage("$: the document must have at most 3 bytes (too-large)");
		}

		@Test
		@DisplayName("D22: by default a header has 8192 characters and 32 actions")
		void headerLimits() {
			String action = "{\"name\":\"delay\",\"value\":\"1\"}";
			String[] actions = new String[32];
			Arrays.fill(actions, action);
			String document = document(actions);
			assertThat(AttackParserTests.this.parser.parse(document).actions()).hasSize(32);
			assertThat(AttackParserTests.this.parser.parse(document + " ".repeat(8192 - document.length())).actions())
				.hasSize(32);
			assertThat(refusedWhole(document + " ".repeat(8193 - document.length()))).extracting(Problem::reason)
				.containsExactly(Reason.TOO_LARGE);
			actions = Arrays.copyOf(actions, 33);
			actions[32] = action;
			assertThat(refusedWhole(document(actions))).extracting(Problem::reason)
				.containsExactly(Reason.TOO_MANY_ACTIONS);
		}

		@Test
		void namingAtMost100Faults() {
			String document = "[" + "1,".repeat(149) + "1]";
			AttackRefusedException refusal = catchThrowableOfType(AttackRefusedException.class,
					() -> new AttackParser(AttackLimits.OPERATOR).parseActions(bytes(document)));

			assertThat(refusal.problems()).hasSize(100);
			assertThat(refusal.getStackTrace()).isEmpty();
		}

		@Test
		void quotingNothingRaw() {
			String evil = "x\\r\\nInjected: yes\\u001b[31m" + "y".repeat(300);
			String document = "{\"" + evil + "\":1,\"actions\":[{\"name\":\"" + evil + "\",\"value\":\"1\",\"type\":\""
					+ evil + "\",\"route\":\"(" + evil + "\",\"probability\":\"" + evil
					+ "\"},{\"name\":\"delay\",\"value\":\"" + evil + "\"}]}";

			List<Problem> problems = refusedWhole(document);

			assertThat(problems).hasSize(6);
			assertThat(problems)
				.allSatisfy((problem) -> assertThat(problem.toString()).hasSizeLessThan(600).matches("[ -~]*"));
		}

	}

	@Nested
	class Targets {

		@Test
		@DisplayName("D4: may be an environment alone")
		void environmentAlone() {
			assertThat(AttackParserTests.this.parser.parse("{\"actions\":[],\"target\":{\"environment\":\"test\"}}")
				.target()).isEqualTo(new Target(null, "test"));
		}

		@Test
		@DisplayName("D5: are never blank, however they are made")
		void blank() {
			assertThatIllegalArgumentException().isThrownBy(() -> new Target(null, null));
			assertThatIllegalArgumentException().isThrownBy(() -> new Target("", "test"));
			assertThatIllegalArgumentException().isThrownBy(() -> new Target("shop", "\u2003"));
		}

	}

	@Nested
	@DisplayName("The strict methods refuse a document for any fault")
	class Strictly {

		@Test
		void inProperties() {
			assertThat(AttackParserTests.this.parser.parseStrictly(document(delay(2))).actions()).hasSize(1);
			assertThatExceptionOfType(AttackRefusedException.class)
				.isThrownBy(() -> AttackParserTests.this.parser
					.parseStrictly(document("{\"name\":\"abort\",\"value\":\"1\",\"route\":\"(\"}",
							"{\"name\":\"delay\",\"value\":\"0\"}")))
				.satisfies((ex) -> assertThat(ex.problems()).extracting(Problem::path)
					.containsExactly("$.actions[0].route", "$.actions[0].name", "$.actions[1].value"));
		}

		@ParameterizedTest
		@CsvSource({ "90s,PT90S", "10m,PT10M", "1h,PT1H", "2d,PT48H", "PT10M,PT10M", "PT0.5S,PT0.5S",
				"36500d,P36500D" })
		void atTheEndpointWhereADurationMayStand(String text, Duration duration) {
			Attack attack = AttackParserTests.this.parser
				.parseStrictly(bytes("{\"actions\":[],\"duration\":\"" + text + "\"}"), (schedule) -> null);

			assertThat(attack).isEqualTo(new Attack(null, null, new Schedule(null, null, duration), List.of(), null));
		}

		@Test
		void withoutADurationIfThereIsNone() {
			assertThat(AttackParserTests.this.parser.parseStrictly(bytes("{\"actions\":[]}"), (schedule) -> null)
				.schedule()).isSameAs(Schedule.ALWAYS);
		}

		@ParameterizedTest
		@ValueSource(strings = { "\"\"", "\"0s\"", "\"-1s\"", "\"PT-1S\"", "\"10\"", "\"1w\"", "\" 1s\"", "\"1 s\"",
				"\"٣s\"", "\"9999999999s\"", "10", "null", "{}", "\"PT99999999999999999999S\"" })
		void andForADurationThatIsNotPositive(String duration) {
			assertThatExceptionOfType(AttackRefusedException.class)
				.isThrownBy(() -> AttackParserTests.this.parser
					.parseStrictly(bytes("{\"actions\":[],\"duration\":" + duration + "}"), (schedule) -> null))
				.withMessage(
						"$.duration: 'duration' must be a positive text such as '90s', '10m', '1h' or 'PT10M' (schema)");
		}

		@ParameterizedTest
		@ValueSource(strings = { "1", "\"x\"", "[]", "null" })
		void andADocumentThatIsNotAnObject(String document) {
			assertThatExceptionOfType(AttackRefusedException.class)
				.isThrownBy(() -> AttackParserTests.this.parser.parseStrictly(bytes(document), (schedule) -> null))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.SCHEMA));
		}

	}

	@Test
	void limitsArePositive() {
		assertThatIllegalArgumentException().isThrownBy(() -> new AttackLimits(0, 1, Duration.ofSeconds(1)));
		assertThatIllegalArgumentException().isThrownBy(() -> new AttackLimits(1, 0, Duration.ofSeconds(1)));
		assertThatIllegalArgumentException().isThrownBy(() -> new AttackLimits(1, 1, Duration.ZERO));
		assertThat(AttackLimits.HEADER.withMaxDelay(Duration.ofSeconds(5)))
			.isEqualTo(new AttackLimits(8192, 32, Duration.ofSeconds(5)));
	}

}
