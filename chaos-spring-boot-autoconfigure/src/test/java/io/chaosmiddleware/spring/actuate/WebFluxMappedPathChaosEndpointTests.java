package io.chaosmiddleware.spring.actuate;

import java.util.List;

/**
 * The endpoint on Spring WebFlux, under other paths.
 */
class WebFluxMappedPathChaosEndpointTests extends AbstractChaosEndpointTests {

	@Override
	String type() {
		return "reactive";
	}

	@Override
	List<String> actuator() {
		return List.of("spring.webflux.base-path=/app", "management.endpoints.web.base-path=/manage",
				"management.endpoints.web.path-mapping.chaos=mayhem");
	}

	@Override
	public String path() {
		return "/app/manage/mayhem";
	}

	@Override
	String prefix() {
		return "/app";
	}

}
