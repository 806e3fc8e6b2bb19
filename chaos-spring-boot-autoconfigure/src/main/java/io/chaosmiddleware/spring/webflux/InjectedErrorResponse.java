package io.chaosmiddleware.spring.webflux;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;

/**
 * An error response of the application with a different body.
 */
final class InjectedErrorResponse implements ErrorResponse {

	private final ErrorResponse response;

	private final ProblemDetail body;

	InjectedErrorResponse(ErrorResponse response, ProblemDetail body) {
		this.response = response;
		this.body = body;
	}

	@Override
	public HttpStatusCode getStatusCode() {
		return this.response.getStatusCode();
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.response.getHeaders();
	}

	@Override
	public ProblemDetail getBody() {
		return this.body;
	}

	@Override
	public String getTypeMessageCode() {
		return this.response.getTypeMessageCode();
	}

	@Override
	public String getTitleMessageCode() {
		return this.response.getTitleMessageCode();
	}

	@Override
	public String getDetailMessageCode() {
		return this.response.getDetailMessageCode();
	}

	@Override
	public Object @Nullable [] getDetailMessageArguments() {
		return this.response.getDetailMessageArguments();
	}

	@Override
	public Object @Nullable [] getDetailMessageArguments(MessageSource messageSource, Locale locale) {
		return this.response.getDetailMessageArguments(messageSource, locale);
	}

}
