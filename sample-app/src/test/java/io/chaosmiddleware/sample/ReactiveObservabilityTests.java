package io.chaosmiddleware.sample;

/**
 * What can be observed on Spring WebFlux.
 */
@ShopTest(properties = ShopTest.REACTIVE)
class ReactiveObservabilityTests extends ObservabilityContract {

	@Override
	String logLanguage() {
		return "text";
	}

}
