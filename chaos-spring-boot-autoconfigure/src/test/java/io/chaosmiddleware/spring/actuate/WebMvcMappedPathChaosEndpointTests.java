package io.chaosmiddleware.spring.actuate;

import java.util.List;

/**
 * The endpoint on Spring MVC, under other paths.
 */
class WebMvcMappedPathChaosEndpointTests extends AbstractChaosEndpointTests {

	@Override
	String type() {
		return "servlet";
	}

	@Override
	List<String> actuator() {
		return List.of("server.servlet.context-path=/app", "spring.mvc.servlet.path=/api",
				"management.endpoints.web.base-path=/manage", "management.endpoints.web.path-mapping.chaos=mayhem");
	}

	@Override
	public String path() {
		return "/app/api/manage/mayhem";
	}

	@Override
	String prefix() {
		return "/app/api";
	}

	@Override
	public String servletPath() {
		return "/api";
	}

}
