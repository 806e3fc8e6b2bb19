package io.chaosmiddleware.spring.servlet;

import java.security.Principal;
import java.util.Collections;
import java.util.List;

import io.chaosmiddleware.condition.RequestView;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * What the engine reads from a servlet request in order to decide.
 *
 * @param request the native request
 */
record ServletRequestView(HttpServletRequest request) implements RequestView {

	@Override
	public String method() {
		return this.request.getMethod();
	}

	@Override
	public String path() {
		String uri = this.request.getRequestURI();
		String contextPath = this.request.getContextPath();
		return uri.startsWith(contextPath) ? uri.substring(contextPath.length()) : uri;
	}

	@Override
	public List<String> headers(String name) {
		// Most requests do not have the header, and no list is created for them.
		return (this.request.getHeader(name) != null) ? Collections.list(this.request.getHeaders(name)) : List.of();
	}

	@Override
	public @Nullable Principal principal() {
		return this.request.getUserPrincipal();
	}

}
