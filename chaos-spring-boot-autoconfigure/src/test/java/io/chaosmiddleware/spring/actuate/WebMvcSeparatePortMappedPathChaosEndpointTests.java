package io.chaosmiddleware.spring.actuate;

import java.util.List;

/**
 * The endpoint on Spring MVC, on a port of its own and at its root.
 */
class WebMvcSeparatePortMappedPathChaosEndpointTests extends AbstractChaosEndpointTests {

	@Override
	String type() {
		return "servlet";
	}

	@Override
	List<String> actuator() {
		return List.of("management.server.port=0", "management.server.base-path=/admin",
				"management.endpoints.web.base-path=/", "management.endpoints.web.path-mapping.chaos=mayhem");
	}

	@Override
	public String path() {
		return "/admin/mayhem";
	}

}
