package io.chaosmiddleware.spring.servlet;

import java.util.Set;

import io.chaosmiddleware.engine.Outcome;
import io.chaosmiddleware.spring.web.InjectedProblem;
import io.chaosmiddleware.spring.web.ResponseMark;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Marks a problem detail that answers an injected fault. Must be registered as a
 * controller advice. The class is not annotated, since a component scan would find it
 * otherwise.
 */
public final class AttackProblemAdvice implements ResponseBodyAdvice<Object> {

	private final boolean active;

	/**
	 * Create an advice.
	 * @param marks the marks that responses may carry
	 */
	public AttackProblemAdvice(Set<ResponseMark> marks) {
		this.active = marks.contains(ResponseMark.PROBLEM_DETAIL);
	}

	@Override
	public boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converterType) {
		return this.active;
	}

	@Override
	public @Nullable Object beforeBodyWrite(@Nullable Object body, MethodParameter returnType,
			MediaType selectedContentType, Class<? extends HttpMessageConverter<?>> selectedConverterType,
			ServerHttpRequest request, ServerHttpResponse response) {
		if (body instanceof ProblemDetail detail && request instanceof ServletServerHttpRequest servletRequest) {
			InjectedProblem problem = problem(servletRequest.getServletRequest());
			return (problem != null) ? problem.mark(detail) : detail;
		}
		return body;
	}

	private static @Nullable InjectedProblem problem(HttpServletRequest request) {
		return (request.getAttribute(AttackInterceptor.RAISED_ATTRIBUTE) == null) ? null
				: InjectedProblem.of((Outcome) request.getAttribute(AttackInterceptor.OUTCOME_ATTRIBUTE));
	}

}
