package io.chaosmiddleware.sample;

/**
 * What can be observed on Spring MVC.
 */
@ShopTest
class ServletObservabilityTests extends ObservabilityContract {

	@Override
	String logLanguage() {
		return "text";
	}

}
