package io.chaosmiddleware.engine;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static io.chaosmiddleware.engine.TestAttacks.attacked;
import static io.chaosmiddleware.engine.TestAttacks.delay;
import static io.chaosmiddleware.engine.TestAttacks.fault;
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

	private Injection begin(String name) {
		return this.engine.begin(this.engine.decide(attacked(delay(1), fault(name))));
	}

	@Test
	void nothingRunsBeforeTheExceptionIsDue() {
		this.engine.explain(attacked(fault(InitialisedException.class.getName())));
		Injection injection = begin(InitialisedException.class.getName());
		injection.mayBlock();

		assertThat(ran).isEmpty();
		assertThat(injection.decision().fault()).isNull();
		assertThat(injection.finish().fault()).isExactlyInstanceOf(InitialisedException.class);
		assertThat(ran).containsExactly("initialised", "made");
	}

	@Test
	void nothingRunsForARequestThatIsHaltedOrGone() {
		begin(MadeException.class.getName()).abandon();
		Injection halted = begin(MadeException.class.getName());
		this.engine.halt();

		assertThat(halted.finish().fault()).isNull();
		assertThat(ran).isEmpty();
	}

	@Test
	void aHaltWhileItIsMadeIsNotMissed() {
		onMake = this.engine::halt;

		Decision done = begin(MadeException.class.getName()).finish();

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
			Decision done = begin(type.getName()).finish();

			assertThat(done.fault()).isExactlyInstanceOf(ChaosMiddlewareException.class);
			assertThat(done.resultHeader()).endsWith("fault;verdict=injected;reason=fault-not-located");
			assertThat(((AttackEvent.Decided) this.events.get(this.events.size() - 1)).decision()).isEqualTo(done);
		}
	}

	@Test
	void onlyExceptionsOfTheJdkItselfNeverBlock() {
		assertThat(begin(MadeException.class.getName()).mayBlock()).isTrue();
		assertThat(begin("java.sql.SQLException").mayBlock()).as("logs to where the application says").isTrue();
		assertThat(begin("java.io.IOException").mayBlock()).isFalse();
		assertThat(begin("com.example.NotAllowed").mayBlock()).as("the default exception").isFalse();
		assertThat(this.engine.begin(this.engine.decide(attacked(delay(1)))).mayBlock()).isFalse();
	}

	@Test
	void aDecisionCanBePrintedWhateverItsExceptionDoes() {
		assertThat(begin(MuteException.class.getName()).finish()).asString()
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
