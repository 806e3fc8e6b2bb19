package io.chaosmiddleware.engine;

import java.util.ArrayList;
import java.util.List;

import io.chaosmiddleware.effect.Fail;
import io.chaosmiddleware.effect.Pause;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static io.chaosmiddleware.engine.TestAttacks.attacked;
import static io.chaosmiddleware.engine.TestAttacks.delay;
import static io.chaosmiddleware.engine.TestAttacks.fault;
import static io.chaosmiddleware.engine.TestAttacks.perform;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The constructor of an exception is code of the application: it runs when the exception
 * is due, and never because somebody decides or explains.
 */
class FaultMakingTests {

	private static final List<String> ran = new ArrayList<>();

	private static final String HERE = FaultMakingTests.class.getName();

	private static Runnable onMake;

	private final List<AttackEvent> events = new ArrayList<>();

	private final AttackEngine engine = AttackEngine.builder()
		.allowedFaults(List.of("java.**", HERE + "$MadeException", HERE + "$InitialisedException",
				HERE + "$UninitialisableException", HERE + "$MuteException"))
		.classLoader(FaultMakingTests.class.getClassLoader())
		.recorder(this.events::add)
		.build();

	@BeforeEach
	void forget() {
		ran.clear();
		onMake = () -> {
		};
	}

	private Performance begin(String name) {
		return this.engine.begin(this.engine.decide(attacked(delay(1), fault(name))));
	}

	private static boolean mayBlock(Performance performance) {
		assertThat(performance.next()).isInstanceOf(Pause.class);
		return performance.mayBlock((Fail) performance.next());
	}

	@Test
	void nothingRunsBeforeTheExceptionIsDue() {
		this.engine.explain(attacked(fault(InitialisedException.class.getName())));
		Performance injection = begin(InitialisedException.class.getName());
		injection.next();
		Fail due = (Fail) injection.next();
		injection.mayBlock(due);
		assertThat(ran).isEmpty();

		injection.make(due);
		injection.next();
		assertThat(injection.finish().fault()).isExactlyInstanceOf(InitialisedException.class);
		assertThat(ran).containsExactly("initialised", "made");
	}

	@Test
	void nothingRunsForARequestThatIsHaltedOrGone() {
		begin(MadeException.class.getName()).abandon();
		Performance halted = begin(MadeException.class.getName());
		this.engine.control().halt(null);

		assertThat(perform(halted).fault()).isNull();
		assertThat(ran).isEmpty();
	}

	@Test
	void aHaltWhileItIsMadeIsNotMissed() {
		onMake = () -> this.engine.control().halt(null);

		Outcome done = perform(begin(MadeException.class.getName()));

		assertThat(ran).containsExactly("made");
		assertThat(done.fault()).isNull();
		assertThat(done.resultHeader()).endsWith("fault;verdict=skipped;reason=halted");
	}

	@Test
	@DisplayName("D13: whatever the constructor or the static initialiser throws")
	void whatCannotBeMadeBecomesTheDefaultException() {
		onMake = () -> {
			throw new StackOverflowError();
		};
		for (Class<?> type : List.of(MadeException.class, UninitialisableException.class)) {
			Outcome done = perform(begin(type.getName()));

			assertThat(done.fault()).isExactlyInstanceOf(ChaosMiddlewareException.class);
			assertThat(done.resultHeader()).endsWith("fault;verdict=injected;reason=fault-not-located");
			assertThat(((AttackEvent.Decided) this.events.get(this.events.size() - 1)).outcome()).isEqualTo(done);
		}
	}

	@Test
	void onlyExceptionsOfTheJdkItselfNeverBlock() {
		assertThat(mayBlock(begin(MadeException.class.getName()))).isTrue();
		assertThat(mayBlock(begin("java.sql.SQLException"))).as("logs to where the application says").isTrue();
		assertThat(mayBlock(begin("java.io.IOException"))).isFalse();
		assertThat(mayBlock(begin("com.example.NotAllowed"))).as("the default exception").isFalse();
	}

	@Test
	void aDecisionCanBePrintedWhateverItsExceptionDoes() {
		assertThat(perform(begin(MuteException.class.getName()))).asString()
			.contains("/users", "fault;verdict=injected", "fault=" + MuteException.class.getName());
	}

	static class MadeException extends Exception {

		MadeException() {
			ran.add("made");
			onMake.run();
		}

	}

	static class InitialisedException extends Exception {

		static {
			ran.add("initialised");
		}

		InitialisedException() {
			ran.add("made");
		}

	}

	static class UninitialisableException extends Exception {

		static {
			fail();
		}

		// neither wrapped by reflection nor a linkage error
		private static void fail() {
			throw new AssertionError("not today");
		}

	}

	static class MuteException extends Exception {

		@Override
		public String toString() {
			throw new UnsupportedOperationException();
		}

	}

}
