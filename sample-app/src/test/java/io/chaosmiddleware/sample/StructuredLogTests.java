package io.chaosmiddleware.sample;

/**
 * The structured log on Spring MVC.
 */
@ShopTest(properties = "logging.structured.format.console=ecs")
class StructuredLogTests extends ObservabilityContract {

	@Override
	String logLanguage() {
		return "json";
	}

}
