package io.chaosmiddleware.spring.webflux;

import java.security.Principal;
import java.util.List;

import io.chaosmiddleware.condition.RequestView;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * What the engine reads from a WebFlux request in order to decide.
 *
 * @param request the native request
 * @param principal the user who sends it, {@code null} if nobody is authenticated, or if
 * there is no attack header and therefore nobody to authorize
 */
record WebFluxRequestView(ServerHttpRequest request, @Nullable Principal principal) implements RequestView {

	@Override
	public String method() {
		return this.request.getMethod().name();
	}

	@Override
	public String path() {
		return this.request.getPath().pathWithinApplication().value();
	}

	@Override
	public List<String> headers(String name) {
		return this.request.getHeaders().getOrEmpty(name);
	}

}
