package io.chaosmiddleware.sample;

import org.junit.jupiter.api.AfterAll;

import org.springframework.boot.logging.LoggingSystemProperty;

/**
 * The structured log on Spring MVC.
 */
@ShopTest(properties = "logging.structured.format.console=ecs")
class StructuredLogTests extends ObservabilityContract {

	@AfterAll
	static void keepTheFormatToThisTest() {
		System.clearProperty(LoggingSystemProperty.CONSOLE_STRUCTURED_FORMAT.getEnvironmentVariableName());
	}

	@Override
	String logLanguage() {
		return "json";
	}

}
