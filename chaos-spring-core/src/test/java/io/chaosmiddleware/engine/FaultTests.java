package io.chaosmiddleware.engine;

import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.chaosmiddleware.engine.TestAttacks.attacked;
import static io.chaosmiddleware.engine.TestAttacks.delay;
import static io.chaosmiddleware.engine.TestAttacks.fault;
import static io.chaosmiddleware.engine.TestAttacks.plain;
import static io.chaosmiddleware.engine.TestAttacks.perform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@DisplayName("Faults: D12 to D15")
class FaultTests {

	private static final String HERE = FaultTests.class.getName();

	private static final List<String> INITIALISED = new ArrayList<>();

	private final RecordingClassLoader classLoader = new RecordingClassLoader();

	private final AttackEngine engine = engine("java.**", HERE + "$AllowedError", HERE + "$BaseException",
			HERE + "$HiddenException", HERE + "$MessageException", HERE + "$MessageAndCauseException",
			HERE + "$CauseException", HERE + "$FailingException", HERE + "$PrivateException",
			HERE + "$UninitialisableException", HERE + "$NoSuitableException");

	private AttackEngine engine(String... allowed) {
		return AttackEngine.builder().allowedFaults(List.of(allowed)).classLoader(this.classLoader).build();
	}

	private Throwable thrown(String name) {
		return made(this.engine, name).fault();
	}

	private static Outcome made(AttackEngine engine, String name) {
		return perform(engine.begin(engine.decide(attacked(fault(name)))));
	}

	private static void assertDefault(AttackEngine engine, String name, String reason) {
		Outcome decision = made(engine, name);
		assertThat(decision.fault()).isExactlyInstanceOf(ChaosMiddlewareException.class)
			.hasMessage("Injected by Chaos Middleware");
		assertThat(decision.resultHeader()).isEqualTo("fault;verdict=injected;reason=" + reason);
	}

	@Nested
	@DisplayName("D13: are made")
	class Made {

		@Test
		void byTheirFullNameOrFromJavaLang() {
			assertThat(thrown("java.util.NoSuchElementException"))
				.isExactlyInstanceOf(java.util.NoSuchElementException.class);
			assertThat(thrown("IllegalStateException")).isExactlyInstanceOf(IllegalStateException.class);
			assertThat(thrown("java.io.FileNotFoundException")).isExactlyInstanceOf(FileNotFoundException.class);
		}

		@Test
		void withAMessageOrWithoutArgumentsOrWithACause() {
			assertThat(thrown("java.io.IOException")).isExactlyInstanceOf(java.io.IOException.class)
				.hasMessage("Injected by Chaos Middleware");
			assertThat(thrown(HiddenException.class.getName())).isExactlyInstanceOf(HiddenException.class)
				.hasMessage(null);
			assertThat(thrown(MessageException.class.getName())).isExactlyInstanceOf(MessageException.class)
				.hasMessage("Injected by Chaos Middleware");
			assertThat(thrown(MessageAndCauseException.class.getName()))
				.isExactlyInstanceOf(MessageAndCauseException.class)
				.hasMessage("Injected by Chaos Middleware")
				.hasNoCause();
			assertThat(thrown(CauseException.class.getName())).isExactlyInstanceOf(CauseException.class).hasNoCause();
		}

		@Test
		void evenIfTheClassIsNotPublic() {
			assertThat(thrown(HiddenException.class.getName())).isExactlyInstanceOf(HiddenException.class);
		}

		@Test
		void anewForEachRequest() {
			assertThat(thrown("IllegalStateException")).isNotSameAs(thrown("IllegalStateException"));
		}

		@Test
		void asAnErrorOnlyIfListedByItsOwnFullName() {
			assertThat(thrown(AllowedError.class.getName())).isExactlyInstanceOf(AllowedError.class);
			for (String error : List.of("OutOfMemoryError", "java.lang.InternalError", "ThreadDeath")) {
				assertDefault(FaultTests.this.engine, error, "fault-not-allowed");
			}
			assertDefault(engine("**"), "java.lang.OutOfMemoryError", "fault-not-allowed");
		}

	}

	@Nested
	@DisplayName("D12, D13: become the default exception")
	class NotLocated {

		@ParameterizedTest
		@ValueSource(strings = { "", " ", ".", "..", "java.lang.", ".IllegalStateException",
				"java.lang..IllegalStateException", " IllegalStateException", "IllegalStateException()", "503", "a b",
				"[Ljava.lang.Exception;", "[", "java/lang/Exception", "int", "java.lang.Exception\\u0000",
				"java.lang.exception", "illegalstateexception", "NoSuch", "java.no.Such", "java.lang",
				"java.lang.NullPointerException2" })
		void ifTheNameIsMalformedOrUnknown(String name) {
			assertDefault(FaultTests.this.engine, name, "fault-not-located");
		}

		@Test
		void ifTheNameIsTooLong() {
			assertDefault(FaultTests.this.engine, "x".repeat(513), "fault-not-located");
		}

		@ParameterizedTest
		@ValueSource(strings = { "String", "java.util.List", "java.lang.Override", "java.lang.Thread$State",
				"java.nio.charset.MalformedInputException", "java.io.UncheckedIOException" })
		void ifTheClassIsNoThrowableOrCannotBeMade(String name) {
			if (name.endsWith("UncheckedIOException")) {
				// (String, IOException) and (IOException) are not among the constructors
				assertThat(UncheckedIOException.class.getConstructors()).hasSize(2);
			}
			assertDefault(FaultTests.this.engine, name, "fault-not-located");
		}

		@ParameterizedTest
		@ValueSource(strings = { "$BaseException", "$FailingException", "$PrivateException",
				"$UninitialisableException", "$NoSuitableException" })
		void ifItIsAbstractOrItsConstructorsFailOrAreNotMeantToBeCalled(String name) {
			assertDefault(FaultTests.this.engine, HERE + name, "fault-not-located");
			assertDefault(FaultTests.this.engine, HERE + name, "fault-not-located");
		}

		@Test
		void ifItFailsToLink() {
			AttackEngine broken = AttackEngine.builder()
				.allowedFaults(List.of(HERE + "$HiddenException"))
				.classLoader(new ClassLoader(FaultTests.class.getClassLoader()) {
					@Override
					protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
						throw new NoClassDefFoundError("not/here");
					}
				})
				.build();

			assertDefault(broken, HERE + "$HiddenException", "fault-not-located");
		}

	}

	@Nested
	@DisplayName("D14: are loaded only if they are allowed")
	class Allowed {

		@Test
		void soThatWhatIsNotAllowedIsNeverLoaded() {
			for (String name : List.of("org.slf4j.LoggerFactory", "org.junit.jupiter.api.Test", "a.b.C", "javax.Any",
					"java2.lang.Exception", HERE + "$NotAllowedException")) {
				assertDefault(FaultTests.this.engine, name, "fault-not-allowed");
			}

			assertThat(FaultTests.this.classLoader.asked).isEmpty();
			assertThat(INITIALISED).doesNotContain("NotAllowedException");
		}

		@Test
		void andAreNotInitialisedBecauseTheyAreNamed() {
			AttackEngine listed = engine("io.chaosmiddleware.**");
			for (String name : List.of("$NotThrowable", "$UnlistedError", "$AbstractInitialisedException")) {
				assertThat(made(listed, HERE + name).fault()).isExactlyInstanceOf(ChaosMiddlewareException.class);
			}
			assertThat(FaultTests.this.classLoader.asked).contains(HERE + "$UnlistedError",
					HERE + "$AbstractInitialisedException");
			assertThat(INITIALISED).isEmpty();
		}

		@Test
		void andAreNotInitialisedBeforeTheyHit() {
			AttackEngine listed = engine(HERE + "$LateException");

			listed.explain(attacked(fault(HERE + "$LateException")));
			listed.begin(listed.decide(attacked(delay(1), fault(HERE + "$LateException")))).abandon();
			assertThat(INITIALISED).doesNotContain("LateException");

			assertThat(made(listed, HERE + "$LateException").fault()).isNotNull();
			assertThat(INITIALISED).contains("LateException");
			INITIALISED.remove("LateException");
		}

		@Test
		void byClassByPackageOrWithSubpackages() {
			String fileNotFound = "java.io.FileNotFoundException";
			for (String entry : List.of(fileNotFound, "java.io.*", "java.io.**", "java.**", "**")) {
				assertThat(made(engine(entry), fileNotFound).fault()).as(entry)
					.isExactlyInstanceOf(FileNotFoundException.class);
			}
			for (String entry : List.of("java.*", "java.i.**", "java.io", "io.**", "java.io.FileNotFound",
					"java.io.FileNotFoundException2")) {
				assertDefault(engine(entry), fileNotFound, "fault-not-allowed");
			}
		}

		@Test
		void byNothingAtAllIfTheListIsEmpty() {
			assertDefault(engine(), "IllegalStateException", "fault-not-allowed");
		}

		@ParameterizedTest
		@ValueSource(strings = { "", " ", "*", "java.*Exception", "java..**", ".java", "java.lang.Exception ", "a.*.b",
				"java/**" })
		void byEntriesThatMakeSense(String entry) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> AttackEngine.builder().allowedFaults(List.of(entry)).build())
				.withMessageContaining("'" + entry + "' is not an entry for allowed faults");
		}

	}

	@Test
	@DisplayName("D15: after every kind of fault the next request is healthy")
	void leavesTheNextRequestHealthy() {
		for (String name : List.of("IllegalStateException", "SystemExit", "java.lang.ThreadDeath", "OutOfMemoryError",
				"StackOverflowError", "java.lang.InterruptedException", "", HERE + "$FailingException")) {
			Decision decision = this.engine.decide(attacked(delay(1), fault(name)));
			assertThat(perform(this.engine.begin(decision)).fault()).isInstanceOf(Exception.class);

			assertThat(this.engine.decide(plain("/users"))).isSameAs(Decision.NONE);
			assertThat(Thread.currentThread().isInterrupted()).isFalse();
		}
		assertThat(this.engine.runningDelays()).isZero();
	}

	static class AllowedError extends Error {

	}

	static class HiddenException extends Exception {

	}

	static class MessageException extends Exception {

		MessageException(String message) {
			super(message);
		}

	}

	static class MessageAndCauseException extends RuntimeException {

		MessageAndCauseException(String message, Throwable cause) {
			super(message, cause);
		}

	}

	static class CauseException extends RuntimeException {

		CauseException(Throwable cause) {
			super(cause);
		}

	}

	abstract static class BaseException extends Exception {

	}

	static class FailingException extends Exception {

		FailingException() {
			throw new IllegalStateException("not today");
		}

		FailingException(String message) {
			throw new StackOverflowError();
		}

	}

	static final class PrivateException extends Exception {

		private PrivateException() {
		}

		static PrivateException make() {
			return new PrivateException();
		}

	}

	static class UninitialisableException extends Exception {

		static final int NUMBER = Integer.parseInt("none");

	}

	static class NoSuitableException extends Exception {

		NoSuitableException(int number) {
			super("number " + number);
		}

	}

	static class NotAllowedException extends Exception {

		static {
			INITIALISED.add("NotAllowedException");
		}

	}

	static class NotThrowable {

		static {
			INITIALISED.add("NotThrowable");
		}

	}

	static class UnlistedError extends Error {

		static {
			INITIALISED.add("UnlistedError");
		}

	}

	abstract static class AbstractInitialisedException extends Exception {

		static {
			INITIALISED.add("AbstractInitialisedException");
		}

	}

	static class LateException extends Exception {

		static {
			INITIALISED.add("LateException");
		}

	}

}
