package io.chaosmiddleware.spring.actuate;

import java.util.List;

/**
 * The endpoint on Spring MVC, on a port of its own.
 */
class WebMvcSeparatePortChaosEndpointTests extends AbstractChaosEndpointTests {

	@Override
	String type() {
		return "servlet";
	}

	@Override
	List<String> actuator() {
		return List.of("management.server.port=0");
	}

}
