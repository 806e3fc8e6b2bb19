package io.chaosmiddleware.engine;

import java.util.List;
import java.util.stream.IntStream;

import io.chaosmiddleware.condition.RequestView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * For how many ids of attack headers it is remembered how many requests they have met.
 */
class RememberedIdsTests {

	private final AttackEngine engine = AttackEngine.builder().build();

	@AfterEach
	void close() {
		this.engine.close();
	}

	@Test
	void aThousandAreRememberedExactlyAndTheOldestOnesAreForgotten() {
		assertThat(hits(0, 1000)).isEqualTo(1000);
		assertThat(hits(0, 1000)).as("the second of three requests").isEqualTo(1000);

		assertThat(hits(1000, 1100)).as("one hundred more").isEqualTo(100);

		assertThat(hits(100, 1000)).as("those that are left meet the third").isZero();
		assertThat(hits(0, 100)).as("the others begin anew").isEqualTo(100);
		assertThat(hits(1000, 1100)).as("now they are the oldest, and forgotten").isEqualTo(100);
		assertThat(hits(200, 1000)).as("still the same").isZero();
	}

	@Test
	void whoIsUsedIsNotTheOldest() {
		hits(0, 1000);
		hits(0, 1);
		hits(1000, 1001);

		assertThat(hits(0, 1)).as("its third").isZero();
		assertThat(List.of(hits(1, 2), hits(1, 2), hits(1, 2))).as("begins anew").containsExactly(1L, 1L, 0L);
	}

	@Test
	void otherNumbersOfIdsCanBeRemembered() {
		try (AttackEngine other = AttackEngine.builder().maxRememberedIds(1500).build()) {
			for (int round = 0; round < 2; round++) {
				assertThat(hits(other, 0, 1500)).isEqualTo(1500);
			}
			assertThat(hits(other, 0, 1500)).isZero();
		}
	}

	private long hits(int from, int to) {
		return hits(this.engine, from, to);
	}

	private static long hits(AttackEngine engine, int from, int to) {
		return IntStream.range(from, to)
			.filter((
					i) -> !engine
						.decide(RequestView.of("GET", "/",
								"{\"id\":\"retry-" + i
										+ "\",\"actions\":[{\"name\":\"delay\",\"value\":\"1\",\"times\":2}]}"))
						.delay()
						.isZero())
			.count();
	}

}
