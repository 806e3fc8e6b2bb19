package io.chaosmiddleware.spring.actuate;

/**
 * The endpoint on Spring MVC, on the application's port.
 */
class WebMvcChaosEndpointTests extends AbstractChaosEndpointTests {

	@Override
	String type() {
		return "servlet";
	}

}
