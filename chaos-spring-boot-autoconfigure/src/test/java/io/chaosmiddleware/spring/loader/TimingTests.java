package io.chaosmiddleware.spring.loader;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * How long a loader is left alone (decision L7 in docs/differences.md).
 */
class TimingTests {

	private static List<Long> secondsAfterFailures(String interval) {
		Timing timing = Timing.of(Duration.parse(interval));
		return IntStream.rangeClosed(0, 9)
			.mapToObj((failures) -> timing.pause(failures, null, 0))
			.map(Duration::toSeconds)
			.toList();
	}

	@Test
	void thePauseOfTheOpenBreakerGrowsFromTheIntervalByDoublingToTwoMinutes() {
		assertThat(secondsAfterFailures("PT30S")).containsExactly(30L, 30L, 30L, 30L, 30L, 30L, 60L, 120L, 120L, 120L);
		assertThat(secondsAfterFailures("PT5S")).containsExactly(5L, 5L, 5L, 5L, 5L, 5L, 10L, 20L, 40L, 80L);
		assertThat(secondsAfterFailures("PT50S")).containsExactly(50L, 50L, 50L, 50L, 50L, 50L, 100L, 120L, 120L, 120L);
	}

	@Test
	void thePauseIsNeverShorterThanTheInterval() {
		assertThat(secondsAfterFailures("PT5M")).containsOnly(300L);
		assertThat(Timing.of(Duration.ofMinutes(5)).maxPause()).isEqualTo(Duration.ofMinutes(5));
	}

	@Test
	void itGrowsNoFurtherHoweverManyFailuresThereAre() {
		assertThat(Timing.of(Duration.ofNanos(1)).pause(Integer.MAX_VALUE, null, 0)).isEqualTo(Duration.ofSeconds(120));
	}

	@ParameterizedTest
	@CsvSource({ "0, false", "4, false", "5, true", "6, true" })
	void theFifthFailureOpensTheBreaker(int failures, boolean open) {
		assertThat(Timing.of(Duration.ofSeconds(30)).isOpen(failures)).isEqualTo(open);
	}

	@ParameterizedTest
	@CsvSource({ "0, PT30S, PT28.5S, PT27S", "6, PT1M, PT57S, PT54S", "9, PT2M, PT1M54S, PT1M48S" })
	void theJitterOnlyShortensByUpToATenth(int failures, Duration none, Duration half, Duration all) {
		Timing timing = Timing.of(Duration.ofSeconds(30));

		assertThat(timing.pause(failures, null, 0)).isEqualTo(none);
		assertThat(timing.pause(failures, null, 0.5)).isEqualTo(half);
		assertThat(timing.pause(failures, null, 1)).isEqualTo(all);
	}

	@ParameterizedTest
	@CsvSource({ "1, PT0S, PT30S", "1, PT90S, PT90S", "6, PT45S, PT1M", "6, PT90S, PT90S", "1, P300D, PT1H",
			"9, P300D, PT1H" })
	void whatTheServerAsksForIsTheLeastUpToAnHour(int failures, Duration retryAfter, Duration pause) {
		assertThat(Timing.of(Duration.ofSeconds(30)).pause(failures, retryAfter, 0)).isEqualTo(pause);
	}

	@Test
	void whatTheServerAsksForIsNotShortenedByTheJitter() {
		assertThat(Timing.of(Duration.ofSeconds(30)).pause(1, Duration.ofSeconds(90), 1))
			.isEqualTo(Duration.ofSeconds(90));
	}

	@Test
	void theIntervalMustBePositiveAndMayBeLong() {
		assertThatIllegalArgumentException().isThrownBy(() -> Timing.of(Duration.ZERO));
		assertThat(Timing.of(Duration.ofSeconds(Long.MAX_VALUE)).interval()).isEqualTo(Duration.ofDays(365));
		assertThat(Timing.of(Duration.ofSeconds(Long.MAX_VALUE)).pause(9, null, 0)).isEqualTo(Duration.ofDays(365));
	}

}
