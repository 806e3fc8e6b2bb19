package io.chaosmiddleware.spring.servlet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationContext;
import org.springframework.core.PriorityOrdered;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.util.ConcurrentReferenceHashMap;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.NoHandlerFoundException;

/**
 * Makes {@link AttackInterceptor} the last interceptor of any chain, whichever mapping
 * the chain comes from. A {@link DispatcherServlet} asks this mapping first. This mapping
 * then asks the other mappings in their order, and adds the interceptor to the first
 * chain that one of them returns. Requests that no attack can hit are left to the other
 * mappings. Chains of the actuator are not changed. No mapping is asked twice.
 */
public final class AttackInterceptorMapping implements HandlerMapping, PriorityOrdered {

	private static final Logger pageNotFoundLogger = LoggerFactory
		.getLogger(DispatcherServlet.PAGE_NOT_FOUND_LOG_CATEGORY);

	private final AttackInterceptor interceptor;

	private final Map<ApplicationContext, List<HandlerMapping>> others = new ConcurrentReferenceHashMap<>();

	/**
	 * Create a mapping.
	 * @param interceptor the interceptor
	 */
	public AttackInterceptorMapping(AttackInterceptor interceptor) {
		this.interceptor = interceptor;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public @Nullable HandlerExecutionChain getHandler(HttpServletRequest request) throws Exception {
		if (!this.interceptor.joins(request)) {
			return null;
		}
		// Filters that ask all mappings, such as those for CORS, do not need the
		// interceptor.
		if (!(request
			.getAttribute(DispatcherServlet.WEB_APPLICATION_CONTEXT_ATTRIBUTE) instanceof ApplicationContext serving)) {
			return null;
		}
		for (HandlerMapping mapping : this.others.computeIfAbsent(serving, this::others)) {
			HandlerExecutionChain chain = mapping.getHandler(request);
			if (chain != null) {
				return ServletReach.isOfActuator(mapping) ? chain : withInterceptor(chain);
			}
		}
		throw noHandler(request);
	}

	// The servlet would ask all mappings again, and a mapping may not expect that. This
	// is what the servlet itself does if no mapping knows the request.
	private static NoHandlerFoundException noHandler(HttpServletRequest request) {
		String method = request.getMethod();
		String uri = request.getRequestURI();
		pageNotFoundLogger.warn("No mapping for {} {}", method, uri);
		return new NoHandlerFoundException(method, uri, new ServletServerHttpRequest(request).getHeaders());
	}

	// The servlet has already asked the mappings that come before this one.
	private List<HandlerMapping> others(ApplicationContext serving) {
		List<HandlerMapping> mappings = ServletReach.mappings(serving);
		return mappings.subList(mappings.indexOf(this) + 1, mappings.size())
			.stream()
			.filter((mapping) -> !(mapping instanceof AttackInterceptorMapping))
			.toList();
	}

	// A new chain is created, since a mapping may use the same chain for several
	// requests.
	private HandlerExecutionChain withInterceptor(HandlerExecutionChain chain) {
		List<HandlerInterceptor> interceptors = new ArrayList<>(chain.getInterceptorList());
		interceptors.add(this.interceptor);
		return new HandlerExecutionChain(chain.getHandler(), interceptors);
	}

}
