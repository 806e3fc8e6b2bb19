package io.chaosmiddleware.attack;

import java.nio.charset.StandardCharsets;

import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.document.Reason;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@DisplayName("The answer of a Chaos API")
class AttackParserAnswerTests {

	private final AttackParser parser = new AttackParser(AttackLimits.HEADER);

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "null", "{}", "false" })
	@DisplayName("L7: loads nothing if it is empty")
	void empty(String document) {
		assertThat(this.parser.parseActions(bytes(document))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "1", "0", "\"\"", "\"x\"", "{\"actions\":[]}", "[1]", "[{}]", "[[]]",
			"[{\"name\":\"delay\",\"value\":\"1\",\"id\":1}]" })
	@DisplayName("L11: is refused whole if it breaks the schema")
	void schema(String document) {
		assertThatExceptionOfType(AttackRefusedException.class)
			.isThrownBy(() -> this.parser.parseActions(bytes(document)))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.SCHEMA));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[", "[],", "x" })
	void isRefusedWholeIfItIsNotJson(String document) {
		assertThatExceptionOfType(AttackRefusedException.class)
			.isThrownBy(() -> this.parser.parseActions(bytes(document)))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.NOT_JSON));
	}

	@Test
	@DisplayName("L11: keeps the neighbours of an action that is not valid")
	void content() {
		assertThat(this.parser
			.parseActions(bytes("[{\"name\":\"abort\",\"value\":\"1\"},{\"name\":\"delay\",\"value\":\"1\"}]")))
			.hasExactlyElementsOfTypes(Action.Refused.class, Action.Valid.class);
	}

	@Test
	void isReadWithAByteOrderMark() {
		assertThat(this.parser.parseActions(bytes("\uFEFF[]"))).isEmpty();
	}

	@Test
	void mayHaveTenThousandActionsAndNotOneMore() {
		AttackParser operator = new AttackParser(AttackLimits.OPERATOR);
		String action = "{\"name\":\"delay\",\"value\":\"1\"}";
		String list = "[" + (action + ",").repeat(9_999) + action + "]";

		assertThat(operator.parseActions(bytes(list))).hasSize(10_000);
		assertThatExceptionOfType(AttackRefusedException.class)
			.isThrownBy(() -> operator.parseActions(bytes("[" + action + "," + list.substring(1))))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.TOO_MANY_ACTIONS));
	}

	@Test
	void wholeAttacks() {
		assertThat(this.parser.parseAttacks(bytes("{\"attacks\":[]}"))).isEmpty();
		assertThat(this.parser.parseAttacks(bytes("""
				{"attacks":[{"id":"a","target":{"application":"shop"},"actions":[{"name":"delay","value":"2"}]},
				{"id":"b","actions":[{"name":"delay","value":"soon"}]}]}"""))).extracting(Attack::id)
			.containsExactly("a", "b");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					[]                                   | $: the document must be a JSON object with a list of 'attacks' (schema)
					{}                                   | $: the document must be a JSON object with a list of 'attacks' (schema)
					{"attacks":{}}                       | $: the document must be a JSON object with a list of 'attacks' (schema)
					{"attacks":[],"x":1}                 | $.x: unknown field 'x'; known are attacks (schema)
					{"attacks":[1]}                      | $.attacks[0]: the document must be a JSON object with 'actions' (schema)
					{"attacks":[{"actions":[]}]}         | $.attacks[0].id: 'id' is missing or not valid; each attack needs one of its own (schema)
					{"attacks":[{"id":"a","actions":[]},{"id":"a","actions":[]}]} | $.attacks[1].id: two attacks have the id 'a' (schema)
					{"attacks":[{"id":"a","actions":[{"name":"delay"}]}]} | $.attacks[0].actions[0].value: 'value' is missing; give a text or a number (schema)
					{"attacks":[{"id":"a","actions":[],"target":{"application":""}}]} | $.attacks[0].target.application: 'application' must not be blank; leave it out to mean any (blank-target)
					""")
	void wholeAttacksThatAreNotValid(String document, String problem) {
		assertThatExceptionOfType(AttackRefusedException.class)
			.isThrownBy(() -> this.parser.parseAttacks(bytes(document)))
			.withMessageContaining(problem);
	}

	@Test
	void theActionsOfAllAttacksAreLimitedTogether() {
		AttackParser two = new AttackParser(new AttackLimits(1000, 2, AttackLimits.DEFAULT_MAX_DELAY));
		String attack = "{\"id\":\"%s\",\"actions\":[{\"name\":\"delay\",\"value\":\"2\"},{\"name\":\"delay\",\"value\":\"2\"}]}";

		assertThatExceptionOfType(AttackRefusedException.class)
			.isThrownBy(() -> two
				.parseAttacks(bytes("{\"attacks\":[" + attack.formatted("a") + "," + attack.formatted("b") + "]}")))
			.withMessageContaining("$.attacks[1].actions: at most 2 actions are accepted (too-many-actions)");
	}

}
