package io.chaosmiddleware.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackLimits;
import io.chaosmiddleware.attack.AttackParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Whatever goes wrong means fewer attacks, never a broken request.
 */
class CalmnessTests {

	private static final String DELAY = "{\"actions\":[{\"name\":\"delay\",\"value\":\"30\"}]}";

	static List<Throwable> failures() {
		return List.of(new IllegalStateException("x"), new AssertionError("x"), new StackOverflowError("x"),
				new NoClassDefFoundError("x"), new IOException("checked"));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void anAuthorizerThatThrowsAnythingRefuses(Throwable failure) {
		AttackEngine engine = AttackEngine.builder().authorizer((request) -> {
			throw sneaky(failure);
		}).build();

		assertThat(engine.decide(AttackRequest.of("GET", "/", DELAY)).resultHeader())
			.isEqualTo("attack;verdict=refused;reason=unauthorized");
	}

	@ParameterizedTest
	@MethodSource("failures")
	void aListenerThatThrowsAnythingDisturbsNobody(Throwable failure) {
		List<AttackEvent> told = new ArrayList<>();
		List<AttackEvent> recorded = new ArrayList<>();
		AttackEngine engine = AttackEngine.builder().listener((event) -> {
			throw sneaky(failure);
		}).listener(told::add).recorder((event) -> {
			throw sneaky(failure);
		}).recorder(recorded::add).build();

		assertThatCode(() -> {
			engine.begin(engine.decide(AttackRequest.of("GET", "/", "nonsense"))).await();
			engine.start(attack(), Duration.ofMinutes(1));
			engine.halt();
			engine.close();
		}).doesNotThrowAnyException();
		assertThat(told).hasSize(4).isEqualTo(recorded);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void anExclusionThatThrowsAnythingLeavesTheRequestAlone(Throwable failure) {
		AttackEngine engine = AttackEngine.builder().exclude((path) -> {
			throw sneaky(failure);
		}).build();

		assertThat(engine.decide(AttackRequest.of("GET", "/", DELAY))).isSameAs(Decision.NONE);
	}

	@Test
	void oneDelayThatCannotBeToldOfAHaltDoesNotKeepTheOthers() {
		AttackEngine engine = AttackEngine.builder().build();
		List<Injection> told = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			Injection injection = engine.begin(engine.decide(AttackRequest.of("GET", "/", DELAY)));
			injection.onHalt(() -> {
				told.add(injection);
				throw new IllegalStateException("x");
			});
		}

		engine.halt();

		assertThat(told).hasSize(20);
	}

	@Test
	void listenersMayCommandTheEngineWithoutADeadlock() throws Exception {
		AttackEngine[] engine = new AttackEngine[1];
		engine[0] = AttackEngine.builder().listener((event) -> {
			if (event instanceof AttackEvent.Halted) {
				engine[0].cancelAll();
			}
			else if (event instanceof AttackEvent.Started) {
				engine[0].halt();
			}
		}).build();

		List<CompletableFuture<Void>> commands = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			commands.add(CompletableFuture.runAsync(() -> {
				for (int j = 0; j < 100; j++) {
					engine[0].start(attack(), Duration.ofMinutes(1));
					engine[0].resume();
					engine[0].halt();
				}
			}));
		}

		CompletableFuture.allOf(commands.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
	}

	@Test
	void aLifeMustBePositiveAndFinite() {
		AttackEngine engine = AttackEngine.builder().build();
		for (Duration duration : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(200_000))) {
			assertThatIllegalArgumentException().isThrownBy(() -> engine.start(attack(), duration))
				.withMessage("'duration' must be positive and at most a hundred years");
		}
	}

	private static Attack attack() {
		return new AttackParser(AttackLimits.OPERATOR).parseStrictly(DELAY);
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> RuntimeException sneaky(Throwable failure) throws T {
		throw (T) failure;
	}

}
