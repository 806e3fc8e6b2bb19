package io.chaosmiddleware.spring.web;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Takes all of what answers may take, which fails while any is held.
 */
public final class HeldBytesLeft implements AutoCloseable {

	private static final long ALL = Runtime.getRuntime().maxMemory() / 4;

	private HeldBytesLeft() {
	}

	public static HeldBytesLeft takeAll() {
		// A client has its answer a little earlier than the server has finished.
		long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		while (!HeldBytes.shared().take(ALL)) {
			assertThat(System.nanoTime()).as("all is given back in time").isLessThan(deadline);
			Thread.onSpinWait();
		}
		return new HeldBytesLeft();
	}

	public static void assertNothingIsHeld() {
		try (HeldBytesLeft all = takeAll()) {
			boolean more = HeldBytes.shared().take(1);
			if (more) {
				HeldBytes.shared().give(1);
			}
			assertThat(more).as("something was given back twice").isFalse();
		}
	}

	@Override
	public void close() {
		HeldBytes.shared().give(ALL);
	}

}
