package io.chaosmiddleware.benchmarks.engine;

import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.engine.Decision;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What a request without an attack header costs.
 */
@BenchmarkMode(Mode.AverageTime)
@State(Scope.Benchmark)
public class DecideBenchmark {

	private final RequestView request = RequestView.of("GET", "/orders/42", null);

	private final AttackEngine idle = AttackEngine.builder().build();

	@Benchmark
	public Decision idle() {
		return this.idle.decide(this.request);
	}

	/**
	 * Attacks that are not meant for the request.
	 */
	@State(Scope.Benchmark)
	public static class Missing {

		/** Why they miss. */
		@Param
		Miss miss;

		/** How many they are. */
		@Param({ "1", "10", "100" })
		int attacks;

		private AttackEngine engine;

		@Setup
		public void start() {
			this.engine = AttackEngine.builder().build();
			this.engine.control()
				.replace(AttackSource.LOADER,
						IntStream.range(0, this.attacks).mapToObj(this.miss.attack::apply).toList());
		}

	}

	/**
	 * Why an attack misses.
	 */
	public enum Miss {

		/** By a route without special characters. */
		LITERAL((i) -> Attacks.delay("/payments/" + i, null)),

		/** By a path pattern in Spring's notation. */
		PATTERN((i) -> Attacks.delay("/payments/{id}/items/" + i + "/**", null)),

		/** By an expression that begins with something plain. */
		EXPRESSION((i) -> Attacks.delay("^/payments/[0-9]+/items/" + i, null)),

		/** By an expression that begins with a choice, so that there is no short cut. */
		CHOICE((i) -> Attacks.delay("/(payments|customers|items)/[0-9]*" + i + "$", null)),

		/** By a target. */
		TARGET((i) -> Attacks.delay(null, "application-" + i));

		private final IntFunction<Attack> attack;

		Miss(IntFunction<Attack> attack) {
			this.attack = attack;
		}

	}

	@Benchmark
	public Decision missed(Missing missing) {
		return missing.engine.decide(this.request);
	}

	/**
	 * An attack that hits.
	 */
	@State(Scope.Benchmark)
	public static class Hitting {

		private final AttackEngine delay = AttackEngine.builder()
			.attacks(List.of(Attacks.delay("/orders", null)))
			.build();

		private final AttackEngine fault = AttackEngine.builder().attacks(List.of(Attacks.fault("/orders"))).build();

	}

	@Benchmark
	public Duration hitByDelay(Hitting hitting) {
		return hitting.delay.decide(this.request).delay();
	}

	@Benchmark
	public Decision hitByFault(Hitting hitting) {
		return hitting.fault.decide(this.request);
	}

}
