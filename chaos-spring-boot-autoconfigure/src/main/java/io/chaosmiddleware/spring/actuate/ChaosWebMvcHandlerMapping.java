package io.chaosmiddleware.spring.actuate;

import java.io.IOException;
import java.lang.reflect.Method;
import java.security.Principal;
import java.util.Map;
import java.util.Set;

import io.chaosmiddleware.engine.Operator;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Maps the calls of the {@code chaos} endpoint on Spring MVC, except for reading the
 * status, which is an operation of the endpoint. Spring Boot reads the body of an
 * operation as a flat list of parameters, which an attack is not.
 */
public class ChaosWebMvcHandlerMapping extends RequestMappingInfoHandlerMapping {

	private static final RequestMethod[] ALL_BUT_READING = { RequestMethod.POST, RequestMethod.DELETE,
			RequestMethod.PUT, RequestMethod.PATCH, RequestMethod.OPTIONS };

	private static final RequestMethod[] ALL = RequestMethod.values();

	private final ChaosHttpCalls calls;

	private final String path;

	/**
	 * Create a mapping.
	 * @param calls answers the calls
	 * @param path the path of the endpoint
	 */
	@SuppressWarnings("this-escape")
	public ChaosWebMvcHandlerMapping(ChaosHttpCalls calls, String path) {
		this.calls = calls;
		this.path = path;
		// The mappings of the actuator have the order -100, and answer 405 to the calls
		// that are mapped here.
		setOrder(-101);
		setCorsProcessor(new SharingCorsProcessor());
	}

	@Override
	protected void initHandlerMethods() {
		Method handle = ReflectionUtils.findMethod(getClass(), "handle", HttpServletRequest.class,
				HttpServletResponse.class);
		Assert.state(handle != null, "No method 'handle'");
		register(this.path, ALL_BUT_READING, handle);
		register(this.path + "/{name}", ALL, handle);
	}

	private void register(String path, RequestMethod[] methods, Method handle) {
		RequestMappingInfo.BuilderConfiguration options = new RequestMappingInfo.BuilderConfiguration();
		options.setPatternParser(getPatternParser());
		registerMapping(RequestMappingInfo.paths(path).methods(methods).options(options).build(), this, handle);
	}

	@Override
	protected boolean isHandler(Class<?> beanType) {
		return false;
	}

	@Override
	protected @Nullable RequestMappingInfo getMappingForMethod(Method method, Class<?> handlerType) {
		return null;
	}

	@Override
	protected CorsConfiguration initCorsConfiguration(Object handler, Method method, RequestMappingInfo mapping) {
		return this.calls.cors();
	}

	@Override
	protected @Nullable HandlerMethod handleNoMatch(Set<RequestMappingInfo> mappings, String lookupPath,
			HttpServletRequest request) {
		return null;
	}

	@Reflective
	void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
		byte[] body = request.getInputStream().readNBytes(this.calls.maxDocumentSize() + 1);
		ResponseEntity<byte[]> answer = this.calls.answer(request.getMethod(), name(request),
				request.getHeader(HttpHeaders.CONTENT_TYPE), body, origin(request), operator(request));
		response.setStatus(answer.getStatusCode().value());
		answer.getHeaders().forEach((name, values) -> values.forEach((value) -> response.addHeader(name, value)));
		byte[] document = answer.getBody();
		if (document != null) {
			response.setContentLength(document.length);
			response.getOutputStream().write(document);
		}
	}

	private static CallOrigin origin(HttpServletRequest request) {
		return new CallOrigin(request.getHeader(HttpHeaders.ORIGIN), isForeign(request), request.getServerName());
	}

	private static boolean isForeign(HttpServletRequest request) {
		try {
			return CorsUtils.isCorsRequest(request);
		}
		catch (IllegalArgumentException ex) {
			// The value of the header is not a valid origin.
			return true;
		}
	}

	private static Operator operator(HttpServletRequest request) {
		Principal principal = request.getUserPrincipal();
		return new Operator("http", (principal != null) ? principal.getName() : null, request.getRemoteAddr());
	}

	private static @Nullable String name(HttpServletRequest request) {
		Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
		return (variables instanceof Map<?, ?> map && map.get("name") instanceof String name) ? name : null;
	}

	/**
	 * Answers preflight requests, and lets the configured pages read the answers to their
	 * calls. Calls of other pages are not refused here, but by {@link ChaosHttpCalls},
	 * whose answer names the property to set.
	 */
	private final class SharingCorsProcessor extends DefaultCorsProcessor {

		@Override
		public boolean processRequest(@Nullable CorsConfiguration configuration, HttpServletRequest request,
				HttpServletResponse response) throws IOException {
			if (!CorsUtils.isPreFlightRequest(request)
					&& !origin(request).isShared(ChaosWebMvcHandlerMapping.this.calls.cors(), request.getMethod())) {
				return true;
			}
			return super.processRequest(configuration, request, response);
		}

	}

}
