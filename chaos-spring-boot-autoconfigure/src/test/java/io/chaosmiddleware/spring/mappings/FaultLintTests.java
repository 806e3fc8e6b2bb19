package io.chaosmiddleware.spring.mappings;

import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import java.util.Collection;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class FaultLintTests {

	private static final String MISSPELT = "org.springframework.core.convert.ConversionFailedExeption";

	private static final String MEANT = "org.springframework.core.convert.ConversionFailedException";

	private final CountDownLatch released = new CountDownLatch(1);

	private final FaultLint lint = new FaultLint((name) -> name.equals(MEANT) ? null : "'" + name + "' is not found",
			() -> List.of("java.io.*", "org.springframework.core.convert.*"), (name) -> false, new ClassPath());

	private Collection<String> warnings(String... names) {
		return assertTimeoutPreemptively(Duration.ofSeconds(20), () -> this.lint.warnings(List.of(names)).values());
	}

	@Test
	void nobodyWaitsLongForASlowClassPath() {
		// a name that is not known yet, and one for which there is no time left
		assertThat(warnings(MISSPELT, "a.B")).hasSize(2)
			.allSatisfy((warning) -> assertThat(warning).doesNotContain("similar")
				.endsWith(" is thrown instead; see chaos.middleware.fault.allowed"));

		this.released.countDown();

		long begin = System.nanoTime();
		while (!warnings(MISSPELT).toString().contains("; similar is " + MEANT + ";")) {
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
		}
	}

	private final class ClassPath extends ClassLoader {

		ClassPath() {
			super(FaultLintTests.class.getClassLoader());
		}

		@Override
		public Enumeration<URL> getResources(String name) throws IOException {
			try {
				FaultLintTests.this.released.await();
			}
			catch (InterruptedException ex) {
				throw new IOException(ex);
			}
			return super.getResources(name);
		}

	}

}
