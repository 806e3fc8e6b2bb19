package io.chaosmiddleware.effect;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.attack.AttackWriter;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.document.Problem;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.chaosmiddleware.engine.TestAttacks.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What documents say about effects on the connection and on the body of the answer.
 */
class ConnectionAndBodyEffectsTests {

	private final AttackParser parser = new AttackParser(AttackLimits.HEADER);

	@ParameterizedTest
	@CsvSource({ "disconnect,reset,reset", "disconnect,hang,hang", "throttle,16KB/s,16KB/s", "throttle,1024B/s,1KB/s",
			"throttle,1500B/s,1500B/s", "throttle,99999GB/s,99999GB/s", "truncate,50%,50%", "truncate,' 0.50 %',0.5%",
			"truncate,99.9999%,99.9999%", "truncate,0%,0%", "truncate,0B,0B", "truncate,2048KB,2MB", "corrupt,1%,1%",
			"corrupt,100.0%,100%", "corrupt,0.0001%,0.0001%" })
	@DisplayName("A value is written as it would be read again")
	void value(String name, String value, String written) {
		Attack attack = this.parser.parse(document(action(name, value)));

		Action.Valid action = (Action.Valid) attack.actions().get(0);
		assertThat(AttackWriter.write(action)).containsExactly(Map.entry("name", name), Map.entry("value", written));
		assertThat(this.parser.parse(document(action(name, written)))).isEqualTo(attack);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					disconnect|""|'' is not a way to disconnect; use 'reset', 'close' or 'hang' (disconnect-invalid)
					disconnect|"Reset"|'Reset' is not a way to disconnect; use 'reset', 'close' or 'hang' (disconnect-invalid)
					disconnect|1|'1' is not a way to disconnect; use 'reset', 'close' or 'hang' (disconnect-invalid)
					throttle|"16KB"|'16KB' is not a bandwidth such as '16KB/s' or '1MB/s' (throttle-invalid)
					throttle|16|'16' is not a bandwidth such as '16KB/s' or '1MB/s' (throttle-invalid)
					throttle|"16kb/s"|'16kb/s' is not a bandwidth such as '16KB/s' or '1MB/s' (throttle-invalid)
					throttle|"1.5KB/s"|'1.5KB/s' is not a bandwidth such as '16KB/s' or '1MB/s' (throttle-invalid)
					throttle|"-1KB/s"|'-1KB/s' is not a bandwidth such as '16KB/s' or '1MB/s' (throttle-invalid)
					throttle|"100000GB/s"|'100000GB/s' is not a bandwidth such as '16KB/s' or '1MB/s' (throttle-invalid)
					throttle|"1023B/s"|a bandwidth is at least 1KB/s; see 'limits.min-throttle' (throttle-too-low)
					throttle|"0B/s"|a bandwidth is at least 1KB/s; see 'limits.min-throttle' (throttle-too-low)
					truncate|50|'50' is not a part of the body from 0 to less than 100 per cent, such as '50%', or a size, such as '1KB' (truncate-invalid)
					truncate|"100%"|'100%' is not a part of the body from 0 to less than 100 per cent, such as '50%', or a size, such as '1KB' (truncate-invalid)
					truncate|"-1%"|'-1%' is not a part of the body from 0 to less than 100 per cent, such as '50%', or a size, such as '1KB' (truncate-invalid)
					truncate|"0.00001%"|'0.00001%' is not a part of the body from 0 to less than 100 per cent, such as '50%', or a size, such as '1KB' (truncate-invalid)
					corrupt|"0%"|'0%' is not a part of the body from 0.0001 to 100 per cent, such as '1%' (corrupt-invalid)
					corrupt|"101%"|'101%' is not a part of the body from 0.0001 to 100 per cent, such as '1%' (corrupt-invalid)
					corrupt|"1KB"|'1KB' is not a part of the body from 0.0001 to 100 per cent, such as '1%' (corrupt-invalid)
					""")
	@DisplayName("An invalid value is refused with its action, and the message names the remedy")
	void invalid(String name, String value, String problem) {
		assertThat(refused("{\"name\":\"" + name + "\",\"value\":" + value + "}", this.parser))
			.hasToString("$.actions[0].value: " + problem);
	}

	@ParameterizedTest
	@ValueSource(strings = { "throttle", "truncate", "corrupt" })
	@DisplayName("Effects on the body act while the answer is sent, whatever the type")
	void type(String name) {
		String value = name.equals("throttle") ? "16KB/s" : "1%";
		Attack attack = this.parser.parse(document(action(name, value)));

		for (String type : List.of("before", "after")) {
			assertThat(this.parser.parse(document(action(name, value).replace("}", ",\"type\":\"" + type + "\"}"))))
				.isEqualTo(attack);
		}
		assertThat(((Action.Valid) attack.actions().get(0)).phase()).isEqualTo(Phase.ANSWER);
		assertThat(refused(action(name, value).replace("}", ",\"type\":\"answer\"}"), this.parser))
			.hasToString("$.actions[0].type: unknown type 'answer'; use 'before' or 'after', or leave it out "
					+ "(type-unknown)");
	}

	@Test
	@DisplayName("Limits may allow only some effects")
	void allowed() {
		AttackParser limited = new AttackParser(AttackLimits.HEADER.withEffects(Set.of("delay")));

		assertThat(refused(action("disconnect", "reset"), limited)).hasToString(
				"$.actions[0].name: the effect 'disconnect' is not allowed here; see 'chaos.middleware.effects' "
						+ "and 'chaos.middleware.header.effects' (effect-not-allowed)");
		assertThat(limited.parseStrictly(document("{\"name\":\"delay\",\"value\":\"1\"}")).actions()).hasSize(1);
		assertThat(AttackLimits.HEADER.withEffects(Set.of()).allows("delay")).isFalse();
	}

	@Test
	@DisplayName("They apply to attacks that were not read within them, too")
	void within() {
		Attack attack = this.parser
			.parse(document(action("disconnect", "reset"), "{\"name\":\"delay\",\"value\":\"1\"}"));

		Attack limited = attack.within(AttackLimits.HEADER.withEffects(Set.of("delay")));

		assertThat(limited.actions().get(1)).isEqualTo(attack.actions().get(1));
		assertThat(((Action.Refused) limited.actions().get(0)).problems()).singleElement()
			.hasToString(
					"$.actions[0].name: the effect 'disconnect' is not allowed here; see 'chaos.middleware.effects' "
							+ "and 'chaos.middleware.header.effects' (effect-not-allowed)");
		assertThat(attack.within(AttackLimits.HEADER)).isEqualTo(attack);
	}

	private static Problem refused(String action, AttackParser parser) {
		Action.Refused refused = (Action.Refused) parser.parse(document(action)).actions().get(0);
		assertThat(refused.problems()).hasSize(1);
		return refused.problems().get(0);
	}

	private static String action(String name, String value) {
		return "{\"name\":\"" + name + "\",\"value\":\"" + value + "\"}";
	}

}
