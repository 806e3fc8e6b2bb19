package io.chaosmiddleware.spring.servlet;

import java.security.Principal;
import java.util.Collections;
import java.util.List;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.web.IncomingRequest;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.context.ApplicationContext;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * What is read from a servlet request in order to decide.
 *
 * @param request the native request
 * @param response the native response
 * @param context the context whose requests are attacked, {@code null} for all contexts
 */
record ServletRequestView(HttpServletRequest request, HttpServletResponse response,
		@Nullable ApplicationContext context) implements IncomingRequest {

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
	public @Nullable String query() {
		return this.request.getQueryString();
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

	@Override
	public boolean hasAttackHeader() {
		return this.request.getHeader(AttackEngine.ATTACK_HEADER) != null;
	}

	@Override
	public boolean isPreFlight() {
		return CorsUtils.isPreFlightRequest(this.request);
	}

	@Override
	public boolean isError() {
		// The dispatcher type alone is not sufficient: in a servlet container,
		// ErrorPageFilter of Spring Boot forwards to the error page, and so does Spring
		// Security if it denies access.
		return this.response.getStatus() >= 400
				|| this.request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) != null
				|| this.request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) != null;
	}

	@Override
	public boolean isOurs() {
		// A child context can be an application of its own, which has to decide itself
		// whether it is attacked.
		Object serving = this.request.getAttribute(DispatcherServlet.WEB_APPLICATION_CONTEXT_ATTRIBUTE);
		return this.context == null || serving == this.context || !(serving instanceof ApplicationContext other)
				|| !other.containsLocalBean(AutoConfigurationPackages.class.getName());
	}

}
