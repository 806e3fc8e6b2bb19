package io.chaosmiddleware.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.effect.EffectType;
import io.chaosmiddleware.effect.EndConnection;
import io.chaosmiddleware.effect.Fail;
import io.chaosmiddleware.effect.Reply;
import io.chaosmiddleware.effect.Step;

/**
 * Attacks and requests for tests, by the same documents that users write.
 */
public final class TestAttacks {

	private TestAttacks() {
	}

	/** Return the totals after each of some effects was injected once. */
	static AttackTotals totals(EffectType... injected) {
		Map<EffectType, Long> totals = new EnumMap<>(EffectType.class);
		for (EffectType type : EffectType.values()) {
			totals.put(type, (long) Collections.frequency(List.of(injected), type));
		}
		return new AttackTotals(totals, 0, 0, 0);
	}

	public static String document(String... actions) {
		return "{\"actions\":[" + String.join(",", actions) + "]}";
	}

	public static String delay(int seconds) {
		return "{\"name\":\"delay\",\"value\":\"" + seconds + "\"}";
	}

	public static String delay(int seconds, String field, String value) {
		return "{\"name\":\"delay\",\"value\":\"" + seconds + "\",\"" + field + "\":\"" + value + "\"}";
	}

	static String fault(String name) {
		return "{\"name\":\"fault\",\"value\":\"" + name + "\"}";
	}

	static Attack attack(String... actions) {
		return new AttackParser(AttackLimits.HEADER).parse(document(actions));
	}

	static RequestView plain(String path) {
		return RequestView.of("GET", path, null);
	}

	static RequestView attacked(String... actions) {
		return RequestView.of("GET", "/users", document(actions));
	}

	static RequestView withHeaders(Map<String, List<String>> headers) {
		return new RequestView() {

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

	/** A request with a query string and headers, whose names are in lower case. */
	record Named(String query, Map<String, List<String>> values) implements RequestView {

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
			return this.values.getOrDefault(name, List.of());
		}

	}

	/** Dice that show what they are told in per cent, one after the other. */
	static final class Dice implements RandomGenerator {

		final AtomicInteger rolls = new AtomicInteger();

		private final List<Integer> results = new ArrayList<>();

		Dice(Integer... results) {
			this.results.addAll(Arrays.asList(results));
		}

		@Override
		public long nextLong() {
			throw new AssertionError("only fractions are drawn");
		}

		@Override
		public double nextDouble() {
			return (this.results.get(this.rolls.getAndIncrement()) - 0.5) / 100;
		}

	}

	/** Perform all steps without waiting. */
	public static Outcome perform(Performance performance) {
		performPhase(performance);
		if (performance.actsAfterHandler()) {
			performance.afterHandler(null);
			performPhase(performance);
		}
		return performance.finish();
	}

	private static void performPhase(Performance performance) {
		for (Step step = performance.next(); step != null; step = performance.next()) {
			if (step instanceof Fail fail) {
				performance.make(fail);
			}
			if (step instanceof Reply reply) {
				performance.answer(reply);
			}
			if (step instanceof EndConnection end) {
				performance.disconnect(end);
			}
		}
	}

}
