package io.chaosmiddleware.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.AttackLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.chaosmiddleware.engine.TestAttacks.withHeaders;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A probability that grows begins with nothing, even for dice that show the least number
 * each time.
 */
class RampTests {

	private static final Instant START = Instant.parse("2026-11-25T10:00:00Z");

	private final TestClock clock = new TestClock(START);

	private AttackEngine engine;

	@BeforeEach
	void open() {
		RandomGenerator least = new RandomGenerator() {

			@Override
			public long nextLong() {
				return 0;
			}

			@Override
			public double nextDouble() {
				return 0;
			}

		};
		this.engine = AttackEngine.builder().clock(this.clock).random(least).build();
	}

	@AfterEach
	void close() {
		this.engine.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ",\"probability\":\"50\"", ",\"probability\":\"100\",\"sticky\":\"header:u\"" })
	void rightAfterTheStartNothingIsHit(String fields) {
		String document = "{\"id\":\"slow\",\"start\":\"" + START
				+ "\",\"actions\":[{\"name\":\"delay\",\"value\":\"1\",\"ramp\":\"10m\"" + fields + "}]}";
		this.engine.control()
			.replace(AttackSource.LOADER, List.of(new AttackParser(AttackLimits.OPERATOR).parseStrictly(document)));

		assertThat(hits(Map.of())).isZero();
		assertThat(hits(Map.of(AttackEngine.ATTACK_HEADER, List.of(document)))).as("by header").isZero();

		this.clock.pass(Duration.ofMinutes(10));
		assertThat(hits(Map.of())).isPositive();
		assertThat(hits(Map.of(AttackEngine.ATTACK_HEADER, List.of(document)))).as("by header").isPositive();
	}

	private long hits(Map<String, List<String>> attack) {
		return IntStream.range(0, 1000).filter((i) -> {
			Map<String, List<String>> headers = new HashMap<>(attack);
			headers.put("u", List.of("user-" + i));
			RequestView request = withHeaders(headers);
			return !this.engine.decide(request).delay().isZero();
		}).count();
	}

}
