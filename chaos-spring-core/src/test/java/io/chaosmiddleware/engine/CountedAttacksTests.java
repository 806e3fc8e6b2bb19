package io.chaosmiddleware.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.attack.AttackWriter;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.AttackLimits;
import org.apache.commons.statistics.inference.BinomialTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static io.chaosmiddleware.engine.TestAttacks.plain;
import static io.chaosmiddleware.engine.TestAttacks.withHeaders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Which requests are hit by their number, their rate, the time that has passed, or a
 * value of their own, as docs/aim.md describes it.
 */
class CountedAttacksTests {

	private final AttackParser parser = new AttackParser(AttackLimits.OPERATOR);

	private final TestClock clock = new TestClock(Instant.parse("2026-11-25T10:00:00Z"));

	private final AttackEngine engine = AttackEngine.builder()
		.clock(this.clock)
		.random(new Random(5))
		.maxRememberedIds(2)
		.build();

	@AfterEach
	void close() {
		this.engine.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"skip":2                       | --++++++++
			"times":2                      | ++--------
			"every":3                      | --+--+--+-
			"skip":1,"every":2             | --+-+-+-+-
			"skip":1,"every":2,"times":2   | --+-+-----
			"every":"1"                    | ++++++++++
			""")
	void someAreHitByTheirNumber(String fields, String hits) {
		configure(fields);
		assertThat(hits(10)).isEqualTo(hits);

		assertThat(IntStream.range(0, 10)
			.mapToObj((i) -> isHit(withHeader("\"id\":\"a\",", fields)) ? "+" : "-")
			.reduce("", String::concat)).as("by header with an id").isEqualTo(hits);
	}

	@Test
	void onlyRequestsThatMeetAllOtherConditionsCount() {
		configure("\"skip\":1,\"route\":\"/users\"");

		assertThat(isHit(plain("/orders"))).isFalse();
		assertThat(isHit(plain("/users"))).isFalse();
		assertThat(isHit(plain("/orders"))).isFalse();
		assertThat(isHit(plain("/users"))).isTrue();
	}

	@Test
	void countsAreExactUnderConcurrency() {
		configure("\"skip\":100,\"every\":2,\"times\":300");

		List<CompletableFuture<Long>> threads = IntStream.range(0, 8)
			.mapToObj((thread) -> CompletableFuture
				.supplyAsync(() -> Stream.generate(() -> isHit(plain("/"))).limit(1000).filter((hit) -> hit).count()))
			.toList();

		assertThat(threads.stream().mapToLong(CompletableFuture::join).sum()).isEqualTo(300);
	}

	@Test
	@DisplayName("Fail the first two attempts, then succeed: a client's retry with one constant header")
	void aRetryIsTestedWithOneConstantHeader() {
		RequestView request = withHeader("\"id\":\"retry-1\",", "\"times\":2");

		assertThat(List.of(isHit(request), isHit(request), isHit(request))).containsExactly(true, true, false);
		assertThat(isHit(withHeader("\"id\":\"retry-2\",", "\"times\":2"))).as("another id").isTrue();
	}

	@Test
	void idsAreForgottenWhenThereAreTooManyOrAfterTenMinutes() {
		RequestView first = withHeader("\"id\":\"1\",", "\"times\":1");
		assertThat(isHit(first)).isTrue();
		assertThat(isHit(first)).isFalse();
		isHit(withHeader("\"id\":\"2\",", "\"times\":1"));
		isHit(withHeader("\"id\":\"3\",", "\"times\":1"));
		assertThat(isHit(first)).as("two newer ones are remembered").isTrue();

		this.clock.pass(Duration.ofMinutes(9));
		assertThat(isHit(first)).isFalse();
		this.clock.pass(Duration.ofMinutes(10));
		assertThat(isHit(first)).isTrue();
	}

	@Test
	void aHeaderWithoutIdIsTheFirstEachTime() {
		RequestView request = RequestView.of("GET", "/", document("", "\"times\":1"));

		assertThat(isHit(request) && isHit(request)).isTrue();
	}

	@Test
	void requestsBeyondARateAreHit() {
		configure("\"above\":\"3/1m\"");
		assertThat(hits(6)).isEqualTo("---+++");
		this.clock.pass(Duration.ofSeconds(59));
		assertThat(hits(1)).isEqualTo("+");

		this.clock.pass(Duration.ofSeconds(1));

		assertThat(hits(4)).as("in the next window").isEqualTo("---+");
	}

	@Test
	void aProbabilityGrowsFromTheStartOn() {
		configure("\"probability\":\"50\",\"ramp\":\"10m\"");
		assertThat(share()).isZero();
		this.clock.pass(Duration.ofMinutes(2));
		assertThat(share()).isCloseTo(0.1, within(0.02));
		this.clock.pass(Duration.ofMinutes(8));
		assertThat(share()).isCloseTo(0.5, within(0.02));
		this.clock.pass(Duration.ofMinutes(8));
		assertThat(share()).isCloseTo(0.5, within(0.02));
	}

	@Test
	void explainConsumesNothingAndSaysWhatIsLeft() {
		configure("\"times\":3,\"probability\":\"50\",\"ramp\":\"10m\"");
		this.clock.pass(Duration.ofMinutes(5));
		for (int i = 0; i < 3; i++) {
			assertThat(explained()).isEqualTo("delay;verdict=would-hit;seconds=1;probability=25;left=3");
		}

		configure("\"skip\":1,\"times\":1");
		assertThat(explained()).isEqualTo("delay;verdict=missed;reason=skip");
		assertThat(hits(1)).isEqualTo("-");
		assertThat(explained()).isEqualTo("delay;verdict=would-hit;seconds=1;left=1");
		assertThat(hits(1)).isEqualTo("+");
		assertThat(explained()).isEqualTo("delay;verdict=missed;reason=times");
		assertThat(hits(1)).isEqualTo("-");
		assertThat(explained()).isEqualTo("delay;verdict=missed;reason=times");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			header:x-user-id | x-user-id   | alice%s
			cookie:sid       | cookie      | a=b; sid=alice%s
			trace            | traceparent | 00-%032x-00f067aa0ba902b7-01
			""")
	void theSameSendersStayHit(String sticky, String header, String value) {
		Attack attack = this.parser
			.parseStrictly(document("\"id\":\"half\",", "\"probability\":\"50\",\"sticky\":\"" + sticky + "\""));
		List<Boolean> hits = new ArrayList<>();
		for (int round = 0; round < 2; round++) {
			try (AttackEngine instance = AttackEngine.builder().attacks(List.of(attack)).build()) {
				for (int i = 0; i < 1000; i++) {
					hits.add(!instance.decide(withHeaders(Map.of(header, List.of(value.formatted(i)))))
						.verdicts()
						.isEmpty());
				}
				assertThat(instance.explain(withHeaders(Map.of())).decision().verdicts().get(0))
					.hasToString("delay;verdict=missed;reason=sticky");
			}
		}

		assertThat(hits.subList(0, 1000)).isEqualTo(hits.subList(1000, 2000));
		long hit = hits.subList(0, 1000).stream().filter((one) -> one).count();
		assertThat(BinomialTest.withDefaults().test(1000, (int) hit, 0.5).getPValue()).isGreaterThan(0.01);
	}

	@Test
	@DisplayName("The points are a contract between versions")
	void thePointsNeverChange() {
		assertThat(AttackDice.point("half", "alice")).isEqualTo(0.8589248050685974);
		assertThat(AttackDice.point("half", "")).isEqualTo(0.22218208318541177);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					"skip":0                                | $.actions[0].skip: '0' is not a whole number from 1 to 1000000000 (count-invalid)
					"times":"x"                             | $.actions[0].times: 'x' is not a whole number from 1 to 1000000000 (count-invalid)
					"every":1.5                             | $.actions[0].every: '1.5' is not a whole number from 1 to 1000000000 (count-invalid)
					"above":"100"                           | $.actions[0].above: '100' is not a number of requests in a time from 1 second to 1 day, such as '100/1m' (above-invalid)
					"above":"0/1m"                          | $.actions[0].above: '0/1m' is not a number of requests in a time from 1 second to 1 day, such as '100/1m' (above-invalid)
					"above":"5/1ms"                         | $.actions[0].above: '5/1ms' is not a number of requests in a time from 1 second to 1 day, such as '100/1m' (above-invalid)
					"ramp":"0s"                             | $.actions[0].ramp: '0s' is not a duration from 1 ms to 365 days, such as '5m' (ramp-invalid)
					"sticky":"user"                         | $.actions[0].sticky: 'sticky' needs a 'probability' (sticky-invalid)
					"probability":"5","sticky":"ip"         | $.actions[0].sticky: 'ip' is not valid; use 'header:' or 'cookie:' and a name, 'user' or 'trace' (sticky-invalid)
					"probability":"5","sticky":"header:"    | $.actions[0].sticky: 'header:' is not valid; use 'header:' or 'cookie:' and a name, 'user' or 'trace' (sticky-invalid)
					""")
	void fieldsThatAreNotValid(String fields, String problem) {
		assertThat(((Action.Refused) this.parser.parse(document("", fields)).actions().get(0)).problems())
			.singleElement()
			.hasToString(problem);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"probability":"5","sticky":"cookie:sid","ramp":"5m"
			"skip":2,"every":3,"times":4
			"every":1
			"above":"100/1m","skip":1
			""")
	void whatIsWrittenIsReadAgain(String fields) {
		Attack attack = this.parser.parseStrictly(document("", fields));

		assertThat(this.parser.parseStrictly(JsonMapper.shared().writeValueAsString(AttackWriter.write(attack))))
			.isEqualTo(attack);
	}

	private void configure(String fields) {
		this.engine.control().replace(AttackSource.LOADER, List.of(this.parser.parseStrictly(document("", fields))));
	}

	private double share() {
		return hits(10_000).chars().filter((c) -> c == '+').count() / 10_000.0;
	}

	private String hits(int requests) {
		StringBuilder hits = new StringBuilder();
		for (int i = 0; i < requests; i++) {
			hits.append(isHit(plain("/")) ? '+' : '-');
		}
		return hits.toString();
	}

	private boolean isHit(RequestView request) {
		return !this.engine.decide(request).delay().isZero();
	}

	private String explained() {
		return this.engine.explain(plain("/")).decision().verdicts().get(0).toString();
	}

	private static RequestView withHeader(String id, String fields) {
		return RequestView.of("GET", "/", document(id, fields));
	}

	private static String document(String id, String fields) {
		return "{" + id + "\"actions\":[{\"name\":\"delay\",\"value\":\"1\"," + fields + "}]}";
	}

}
