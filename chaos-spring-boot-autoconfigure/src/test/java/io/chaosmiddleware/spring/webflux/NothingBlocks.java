package io.chaosmiddleware.spring.webflux;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asserts after each test that BlockHound found nothing.
 */
final class NothingBlocks implements BeforeEachCallback, AfterEachCallback {

	@Override
	public void beforeEach(ExtensionContext context) {
		BlockingCalls.found().clear();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		assertThat(BlockingCalls.found()).isEmpty();
	}

}
