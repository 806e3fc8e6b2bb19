package io.chaosmiddleware.spring.actuate;

import java.util.List;

/**
 * The endpoint on Spring WebFlux, on a port of its own.
 */
class WebFluxSeparatePortChaosEndpointTests extends AbstractChaosEndpointTests {

	@Override
	String type() {
		return "reactive";
	}

	@Override
	List<String> actuator() {
		return List.of("management.server.port=0");
	}

}
