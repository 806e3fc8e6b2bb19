package io.chaosmiddleware.sample;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.aot.AotDetector;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The second run of the shop's tests is the one that it pretends to be.
 */
@Tag("ahead-of-time")
class AheadOfTimeTests {

	@Test
	void whatWasGeneratedAheadOfTimeIsUsed() {
		assertThat(AotDetector.useGeneratedArtifacts()).isTrue();
	}

}
