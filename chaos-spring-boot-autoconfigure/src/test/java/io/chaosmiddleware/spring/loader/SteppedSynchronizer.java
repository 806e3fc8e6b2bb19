package io.chaosmiddleware.spring.loader;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackEvent;
import io.chaosmiddleware.engine.AttackLoader;
import io.chaosmiddleware.spring.loader.ChaosApiException.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

import org.springframework.boot.test.system.CapturedOutput;

import static io.chaosmiddleware.spring.TestDocuments.document;

/**
 * A loader that is called in steps, without waiting for its schedule.
 */
abstract class SteppedSynchronizer {

	static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

	static final Duration INTERVAL = Duration.ofSeconds(30);

	static final List<Attack> ATTACKS = List.of(new AttackParser(AttackLimits.OPERATOR).parse(document("delay 1")));

	final List<AttackEvent> events = Collections.synchronizedList(new ArrayList<>());

	final AttackEngine engine = AttackEngine.builder().recorder(this.events::add).build();

	final SteppedPause pause = new SteppedPause();

	volatile AttackLoader loader = () -> ATTACKS;

	volatile double random = 0;

	private @Nullable AttackSynchronizer synchronizer;

	AttackSynchronizer start() {
		RandomGenerator random = new RandomGenerator() {

			@Override
			public long nextLong() {
				throw new UnsupportedOperationException();
			}

			@Override
			public double nextDouble() {
				return SteppedSynchronizer.this.random;
			}

		};
		this.synchronizer = new AttackSynchronizer(this.engine, "mine", () -> this.loader.load(), Timing.of(INTERVAL),
				random, Clock.fixed(NOW, ZoneOffset.UTC), this.pause);
		this.synchronizer.start();
		return this.synchronizer;
	}

	@AfterEach
	void stop() {
		if (this.synchronizer != null) {
			this.synchronizer.stop();
		}
	}

	static AttackLoader failing(Throwable failure) {
		return () -> {
			SteppedSynchronizer.<RuntimeException>sneakyThrow(failure);
			return List.of();
		};
	}

	@SuppressWarnings("unchecked")
	private static <E extends Throwable> void sneakyThrow(Throwable failure) throws E {
		throw (E) failure;
	}

	static ChaosApiException status(int status, @Nullable Duration retryAfter) {
		return new ChaosApiException(Kind.STATUS, "status " + status, status, retryAfter);
	}

	static int occurrences(CapturedOutput output, String text) {
		return output.getAll().split(Pattern.quote(text), -1).length - 1;
	}

}
