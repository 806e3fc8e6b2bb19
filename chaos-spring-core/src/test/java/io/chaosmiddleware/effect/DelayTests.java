package io.chaosmiddleware.effect;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.attack.AttackWriter;
import io.chaosmiddleware.document.AttackLimits;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The values of a delay, as docs/attack-language.md describes them.
 */
class DelayTests {

	private final AttackParser parser = new AttackParser(AttackLimits.HEADER);

	@ParameterizedTest
	@DisplayName("D24: durations, ranges and distributions, with the median that explain shows")
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			2                                  | 2                                   | 2
			` +02 `                            | 2                                   | 2
			250ms                              | 250ms                               | 0.25
			1.5s                               | 1500ms                              | 1.5
			1.5ms                              | 1.5ms                               | 0.002
			1m                                 | 60                                  | 60
			PT2S                               | 2                                   | 2
			PT0.25S                            | 250ms                               | 0.25
			100ms..900ms                       | 100ms..900ms                        | 0.5
			0s..1s                             | 0s..1s                              | 0.5
			100ms .. 1.5s                      | 100ms..1500ms                       | 0.8
			normal(mean=200ms, stddev=50ms)    | normal(mean=200ms, stddev=50ms)     | 0.2
			normal( stddev = 50ms , mean=1s )  | normal(mean=1s, stddev=50ms)        | 1
			lognormal(median=90ms,sigma=0.40)  | lognormal(median=90ms, sigma=0.4)   | 0.09
			exponential(mean=100ms)            | exponential(mean=100ms)             | 0.069
			pareto(min=50ms, shape=1)          | pareto(min=50ms, shape=1)           | 0.1
			""")
	void valuesAndTheirMedians(String value, String written, String seconds) {
		Attack attack = this.parser.parseStrictly(document(value));
		Delay delay = (Delay) ((Action.Valid) attack.actions().get(0)).effect();

		assertThat(delay.fields()).containsEntry("value", written);
		assertThat(delay.details().get("seconds")).hasToString(seconds);
		assertThat(this.parser.parseStrictly(JsonMapper.shared().writeValueAsString(AttackWriter.write(attack))))
			.as("read again what is written")
			.isEqualTo(attack);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					0ms                               | delay-not-positive | a delay must be at least 1 ms
					0.9ms                             | delay-not-positive | a delay must be at least 1 ms
					PT-2S                             | delay-not-positive | a delay must be at least 1 ms
					61s                               | delay-too-long     | a delay may last at most 60s; see 'limits.max-delay'
					999999999d                        | delay-too-long     | a delay may last at most 60s; see 'limits.max-delay'
					1s..61s                           | delay-too-long     | a delay may last at most 60s; see 'limits.max-delay'
					1s..1s                            | delay-invalid      | the range '1s..1s' must go from a shorter to a longer duration, such as '100ms..900ms'
					1..2                              | delay-invalid      | '1..2' is not a delay
					-1s                               | delay-invalid      | '-1s' is not a delay
					1.5                               | delay-invalid      | '1.5' is not a delay
					2 s                               | delay-invalid      | '2 s' is not a delay
					gamma(mean=1s)                    | delay-invalid      | unknown distribution 'gamma'; use 'normal', 'lognormal', 'exponential' or 'pareto'
					normal(mean=1s)                   | delay-invalid      | 'normal' needs mean and stddev, such as 'normal(mean=200ms, stddev=50ms)'
					normal(mean=1s, mean=1s)          | delay-invalid      | 'normal' needs mean and stddev, such as 'normal(mean=200ms, stddev=50ms)'
					exponential()                     | delay-invalid      | 'exponential' needs mean, such as 'exponential(mean=100ms)'
					exponential(mean=1)               | delay-invalid      | 'mean' must be a duration such as '250ms', '1.5s', '10m' or 'PT2S'
					exponential(mean=0s)              | delay-not-positive | a delay must be at least 1 ms
					exponential(mean=2h)              | delay-too-long     | a delay may last at most 60s; see 'limits.max-delay'
					pareto(min=50ms, shape=0)         | delay-invalid      | 'shape' must be a number above 0 and at most 100, such as '1.5'
					lognormal(median=1s, sigma=1e3)   | delay-invalid      | 'sigma' must be a number above 0 and at most 100, such as '1.5'
					""")
	void valuesThatAreNotValid(String value, String reason, String message) {
		Action.Refused action = (Action.Refused) this.parser.parse(document(value)).actions().get(0);

		assertThat(action.problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.path()).isEqualTo("$.actions[0].value");
			assertThat(problem.reason()).hasToString(reason);
			assertThat(problem.message()).startsWith(message);
		});
	}

	private static String document(String value) {
		return "{\"actions\":[{\"name\":\"delay\",\"value\":\"" + value + "\"}]}";
	}

}
