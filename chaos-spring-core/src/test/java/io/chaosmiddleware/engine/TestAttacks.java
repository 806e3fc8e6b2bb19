package io.chaosmiddleware.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackLimits;
import io.chaosmiddleware.attack.AttackParser;

/**
 * Attacks and requests for tests, by the same documents that users write.
 */
final class TestAttacks {

	private TestAttacks() {
	}

	static String document(String... actions) {
		return "{\"actions\":[" + String.join(",", actions) + "]}";
	}

	static String delay(int seconds) {
		return "{\"name\":\"delay\",\"value\":\"" + seconds + "\"}";
	}

	static String delay(int seconds, String field, String value) {
		return "{\"name\":\"delay\",\"value\":\"" + seconds + "\",\"" + field + "\":\"" + value + "\"}";
	}

	static String fault(String name) {
		return "{\"name\":\"fault\",\"value\":\"" + name + "\"}";
	}

	static Attack attack(String... actions) {
		return new AttackParser(AttackLimits.HEADER).parse(document(actions));
	}

	static AttackRequest plain(String path) {
		return AttackRequest.of("GET", path, null);
	}

	static AttackRequest attacked(String... actions) {
		return AttackRequest.of("GET", "/users", document(actions));
	}

	static AttackRequest withHeaders(Map<String, List<String>> headers) {
		return new AttackRequest() {

			@Override
			public String method() {
				return "GET";
			}

			@Override
			public String path() {
				return "/users";
			}

			@Override
			public List<String> headers(String name) {
				return headers.getOrDefault(name, List.of());
			}

		};
	}

	/** Dice that show what they are told, one after the other. */
	static final class Dice implements RandomGenerator {

		final AtomicInteger rolls = new AtomicInteger();

		private final List<Integer> results = new ArrayList<>();

		Dice(Integer... results) {
			this.results.addAll(Arrays.asList(results));
		}

		@Override
		public long nextLong() {
			throw new AssertionError("only whole per cents are drawn");
		}

		@Override
		public int nextInt(int origin, int bound) {
			return this.results.get(this.rolls.getAndIncrement());
		}

	}

}
