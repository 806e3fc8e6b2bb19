package io.chaosmiddleware.spring.actuate;

/**
 * The endpoint on Spring WebFlux, on the application's port.
 */
class WebFluxChaosEndpointTests extends AbstractChaosEndpointTests {

	@Override
	String type() {
		return "reactive";
	}

}
