package io.chaosmiddleware.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.AttackLimits;
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

		assertThat(engine.decide(RequestView.of("GET", "/", DELAY)).resultHeader())
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
			engine.begin(engine.decide(RequestView.of("GET", "/", "nonsense"))).await();
			engine.control().start(attack(), Duration.ofMinutes(1), null);
			engine.control().halt(null);
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

		assertThat(engine.decide(RequestView.of("GET", "/", DELAY))).isSameAs(Decision.NONE);
	}

	@Test
	void oneDelayThatCannotBeToldOfAHaltDoesNotKeepTheOthers() {
		AttackEngine engine = AttackEngine.builder().build();
		List<Performance> told = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			Performance injection = engine.begin(engine.decide(RequestView.of("GET", "/", DELAY)));
			injection.onHalt(() -> {
				told.add(injection);
				throw new IllegalStateException("x");
			});
		}

		engine.control().halt(null);

		assertThat(told).hasSize(20);
	}

	@Test
	void listenersMayCommandTheEngineWithoutADeadlock() throws Exception {
		AttackEngine[] engine = new AttackEngine[1];
		engine[0] = AttackEngine.builder().listener((event) -> {
			if (event instanceof AttackEvent.Halted) {
				engine[0].control().cancelAll(null);
			}
			else if (event instanceof AttackEvent.Started) {
				engine[0].control().halt(null);
			}
		}).build();

		List<CompletableFuture<Void>> commands = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			commands.add(CompletableFuture.runAsync(() -> {
				for (int j = 0; j < 100; j++) {
					engine[0].control().start(attack(), Duration.ofMinutes(1), null);
					engine[0].control().resume(null);
					engine[0].control().halt(null);
				}
			}));
		}

		CompletableFuture.allOf(commands.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
	}

	@Test
	void aLifeMustBePositiveAndFinite() {
		AttackEngine engine = AttackEngine.builder().build();
		for (Duration duration : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(200_000))) {
			assertThatIllegalArgumentException().isThrownBy(() -> engine.control().start(attack(), duration, null))
				.withMessage("'longest' must be positive and at most a hundred years");
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
