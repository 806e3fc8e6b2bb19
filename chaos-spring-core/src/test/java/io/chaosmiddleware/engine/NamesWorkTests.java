package io.chaosmiddleware.engine;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.sun.management.ThreadMXBean;
import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.condition.RequestPath;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.AttackLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What it costs to look for names in a request follows from what is looked at, and not
 * from the path.
 */
class NamesWorkTests {

	private static final String LAST = "{\"name\":\"delay\",\"value\":\"2\"}";

	private static final String LONG = "x".repeat(8000);

	private final AttackEngine engine = AttackEngine.builder().build();

	@AfterEach
	void close() {
		this.engine.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "query", "cookies", "headers" })
	void namesThatAreLookedForInALongTextAreLimitedWhateverThePath(String field) {
		configure(field, 1500);

		assertThat(this.engine.decide(request("/", "x"))).as("a short text").satisfies(this::isHit);
		assertThat(this.engine.decide(request("/" + "a".repeat(RequestPath.MAX_LENGTH), "x")))
			.as("a short text, and a long path")
			.satisfies(this::isHit);
		assertThat(this.engine.decide(request("/", LONG))).as("a long text").isSameAs(Decision.NONE);
		assertThat(this.engine.explain(request("/", LONG)).decision().verdicts()).last()
			.hasToString("delay;verdict=skipped;reason=limit-routes");
	}

	@ParameterizedTest
	@ValueSource(strings = { "query", "cookies", "headers" })
	void asManyAsAHeaderMayHaveAreAlwaysLookedFor(String field) {
		configure(field, 150);

		assertThat(this.engine.decide(request("/", LONG))).satisfies(this::isHit);
	}

	private void isHit(Decision decision) {
		assertThat(decision.delay()).isEqualTo(Duration.ofSeconds(2));
	}

	private void configure(String field, int names) {
		String action = "{\"name\":\"delay\",\"value\":\"1\",\"" + field + "\":{\"a\":\"1\"}}";
		Attack attack = new AttackParser(AttackLimits.OPERATOR)
			.parseStrictly("{\"actions\":[" + String.join(",", Collections.nCopies(names, action)) + "," + LAST + "]}");
		this.engine.control().replace(AttackSource.LOADER, List.of(attack));
	}

	private static RequestView request(String path, String text) {
		return new RequestView() {

			@Override
			public String method() {
				return "GET";
			}

			@Override
			public String path() {
				return path;
			}

			@Override
			public String query() {
				return text;
			}

			@Override
			public List<String> headers(String name) {
				return (name.equals("a") || name.equals("cookie")) ? List.of(text) : List.of();
			}

		};
	}

	@Test
	void allCookieHeadersTogetherAreLookedAtUpToALimit() {
		String header = "{\"actions\":[" + action("cookies", "\"1\"") + "]}";

		assertThat(this.engine.decide(cookies(header, "b=" + "x".repeat(8189), "a=1")).resultHeader())
			.isEqualTo("delay;verdict=injected;seconds=1");
		assertThat(this.engine.decide(cookies(header, "b=" + "x".repeat(8190), "a=1")).resultHeader())
			.isEqualTo("delay;verdict=missed;reason=cookies");
	}

	private static RequestView cookies(String attack, String... cookies) {
		return TestAttacks.withHeaders(Map.of(AttackEngine.ATTACK_HEADER, List.of(attack), "cookie", List.of(cookies)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "query", "cookies", "headers" })
	void eachFurtherValueHasAWeightToo(String field) {
		assertThat(weight(field, "\"1\"")).isEqualTo(128);
		assertThat(weight(field, "[\"1\",\"2\"]")).isEqualTo(160);
		assertThat(weight(field, values("x"))).isEqualTo(128 + 31 * 32);
	}

	private static long weight(String field, String values) {
		return new AttackParser(AttackLimits.HEADER).parseStrictly("{\"actions\":[" + action(field, values) + "]}")
			.weight();
	}

	private static String action(String field, String values) {
		return "{\"name\":\"delay\",\"value\":\"1\",\"" + field + "\":{\"a\":" + values + "}}";
	}

	private static String values(String prefix) {
		return IntStream.range(0, 32)
			.mapToObj((i) -> "\"" + prefix + Integer.toString(i, 36) + "\"")
			.collect(Collectors.joining(",", "[", "]"));
	}

	@ParameterizedTest
	@CsvSource({ "query,&,x", "query,&,xxxxxxxx", "cookies,;,x", "cookies,;,xxxxxxxx" })
	@DisplayName("D7: however many values a header has, it costs a request little")
	void notEvenTheMostValues(String field, String separator, String prefix) {
		String action = action(field, values(prefix));
		String header = "{\"actions\":["
				+ String.join(",", Collections.nCopies(Math.min(32, 8100 / action.length()), action)) + "]}";
		// None of the values is the right one, but for its end.
		String text = ("a=" + prefix + "z" + separator).repeat(8190 / (prefix.length() + 4));
		RequestView request = new TestAttacks.Named(text,
				Map.of(AttackEngine.ATTACK_HEADER, List.of(header), "cookie", List.of(text)));
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 40; i++) {
			long before = threads.getCurrentThreadCpuTime();
			this.engine.decide(request);
			least = Math.min(least, threads.getCurrentThreadCpuTime() - before);
		}

		assertThat(this.engine.decide(request).resultHeader()).startsWith("delay;verdict=missed;reason=" + field);
		assertThat(Duration.ofNanos(least)).isLessThan(Duration.ofMillis(10));
	}

}
