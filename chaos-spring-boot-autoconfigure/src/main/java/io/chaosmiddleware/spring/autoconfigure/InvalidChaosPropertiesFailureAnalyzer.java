package io.chaosmiddleware.spring.autoconfigure;

import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Describes the invalid properties that stopped start-up.
 */
class InvalidChaosPropertiesFailureAnalyzer extends AbstractFailureAnalyzer<InvalidChaosPropertiesException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidChaosPropertiesException cause) {
		String description = cause.properties()
			.stream()
			.map((property) -> "    " + property)
			.collect(Collectors.joining(System.lineSeparator(),
					"Chaos Middleware cannot use these properties:" + System.lineSeparator() + System.lineSeparator(),
					""));
		return new FailureAnalysis(description,
				"Correct the properties, or set 'chaos.middleware.enabled=false' to start without Chaos Middleware.",
				cause);
	}

}
