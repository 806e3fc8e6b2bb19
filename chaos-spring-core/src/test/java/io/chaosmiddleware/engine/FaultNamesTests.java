package io.chaosmiddleware.engine;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.chaosmiddleware.engine.TestAttacks.attacked;
import static io.chaosmiddleware.engine.TestAttacks.fault;
import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("D14: what anybody may invent as the name of a fault")
class FaultNamesTests {

	private static final String HERE = FaultNamesTests.class.getName();

	private final RecordingClassLoader classLoader = new RecordingClassLoader();

	private final AttackEngine engine = engine(this.classLoader);

	private static AttackEngine engine(ClassLoader classLoader) {
		return AttackEngine.builder()
			.allowedFaults(List.of("java.**", "com.example.**", "io.chaosmiddleware.**"))
			.classLoader(classLoader)
			.build();
	}

	private String result(String name) {
		return this.engine.decide(attacked(fault(name))).resultHeader();
	}

	@Test
	void neverHidesWhatExists() {
		for (int i = 0; i < 5000; i++) {
			assertThat(result("java.x" + i + ".Nope")).isEqualTo("fault;verdict=injected;reason=fault-not-located");
			assertThat(this.engine.explain(attacked(fault("java.y" + i + ".Nope"))).decision().resultHeader())
				.isEqualTo("fault;verdict=injected;reason=fault-not-located");
		}

		assertThat(this.engine.begin(this.engine.decide(attacked(fault("java.net.SocketTimeoutException"))))
			.await()
			.fault()).isExactlyInstanceOf(SocketTimeoutException.class);
		assertThat(result("java.x0.Nope")).isEqualTo("fault;verdict=injected;reason=fault-not-located");
	}

	@Test
	void isNotLoadedByAnyClassLoader() {
		for (int i = 0; i < 100; i++) {
			result("com.example.Unknown" + i);
			this.engine.explain(attacked(fault("com.example.Explained" + i)));
		}

		assertThat(this.classLoader.asked).isEmpty();
	}

	@Test
	void loadsNoClassThatIsNoException() {
		for (Class<?> type : List.of(List.class, ArrayList.class, FaultNamesTests.class, Thread.State.class,
				Override.class, int[].class)) {
			assertThat(result(type.getName())).isEqualTo("fault;verdict=injected;reason=fault-not-located");
		}

		assertThat(this.classLoader.asked).isEmpty();
		assertThat(result(HERE + "$DerivedException")).isEqualTo("fault;verdict=injected");
		assertThat(this.classLoader.asked).contains(HERE + "$DerivedException");
	}

	@Test
	void isNotFoundInTheWrongCaseWhateverTheFileSystemThinksOfCases() {
		ClassLoader careless = new RecordingClassLoader() {
			@Override
			public InputStream getResourceAsStream(String name) {
				return super.getResourceAsStream(
						name.toLowerCase(Locale.ROOT).endsWith("faultnamestests$derivedexception.class")
								? HERE.replace('.', '/') + "$DerivedException.class" : name);
			}
		};
		AttackEngine engine = engine(careless);

		assertThat(engine.decide(attacked(fault(HERE + "$DERIVEDException"))).resultHeader())
			.isEqualTo("fault;verdict=injected;reason=fault-not-located");
		assertThat(((RecordingClassLoader) careless).asked).isEmpty();
		assertThat(engine.decide(attacked(fault(HERE + "$DerivedException"))).resultHeader())
			.isEqualTo("fault;verdict=injected");
	}

	@Test
	void isLeftToTheClassLoaderIfItsFileCannotBeRead() {
		AttackEngine engine = engine(new RecordingClassLoader() {
			@Override
			public InputStream getResourceAsStream(String name) {
				return new ByteArrayInputStream("encrypted, perhaps".getBytes());
			}
		});

		assertThat(engine.decide(attacked(fault(HERE + "$DerivedException"))).resultHeader())
			.isEqualTo("fault;verdict=injected");
	}

	@ParameterizedTest
	@DisplayName("whatever is in the way is said")
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = {
			"java.io.IOExeption | 'java.io.IOExeption' is not found",
			"IOException | 'java.lang.IOException' is not found", "a b | 'a b' is not the name of a class",
			"java.util.List | 'java.util.List' is not an exception",
			"jakarta.persistence.PersistenceException | 'jakarta.persistence.PersistenceException' is not among the allowed exceptions (java.**, com.example.**, io.chaosmiddleware.**)",
			"OutOfMemoryError | 'java.lang.OutOfMemoryError' is not an Exception, and an Error must be allowed by its own full name",
			"java.io.UncheckedIOException | 'java.io.UncheckedIOException' cannot be made: it is abstract, does not link, or has none of the constructors that are tried" })
	void saysWhatIsInTheWay(String name, String obstacle) {
		assertThat(this.engine.faultObstacle(name)).isEqualTo(obstacle);
	}

	@Test
	void nothingIsInTheWayOfAnException() {
		assertThat(this.engine.faultObstacle("java.io.IOException")).isNull();
		assertThat(this.engine.faultObstacle("a\nb")).isEqualTo("'a?b' is not the name of a class");
		assertThat(this.engine.allowedFaults()).containsExactly("java.**", "com.example.**", "io.chaosmiddleware.**");
		assertThat(AttackEngine.builder().allowedFaults(List.of()).build().faultObstacle("java.io.IOException"))
			.isEqualTo("'java.io.IOException' is not among the allowed exceptions (none)");
	}

	static class BaseException extends RuntimeException {

	}

	static class DerivedException extends BaseException {

	}

}
