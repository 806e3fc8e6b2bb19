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
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Maps the calls of the endpoint {@code chaos} on Spring MVC, except reading the status,
 * which stays with the endpoint's own mapping.
 */
public class ChaosWebMvcHandlerMapping extends RequestMappingInfoHandlerMapping {

	private static final RequestMethod[] ALL_BUT_READING = { RequestMethod.POST, RequestMethod.DELETE,
			RequestMethod.PUT, RequestMethod.PATCH, RequestMethod.OPTIONS };

	private static final RequestMethod[] ALL = RequestMethod.values();

	private final ChaosHttpCalls calls;

	private final String path;

	private final CorsConfiguration cors;

	/**
	 * Create a mapping.
	 * @param calls answers the calls
	 * @param path the path of the endpoint
	 * @param cors who else than the endpoint's own origin may call from a browser;
	 * {@code null} for nobody
	 */
	public ChaosWebMvcHandlerMapping(ChaosHttpCalls calls, String path, @Nullable CorsConfiguration cors) {
		this.calls = calls;
		this.path = path;
		// an empty one refuses other origins, none at all would let them in
		this.cors = (cors != null) ? cors : new CorsConfiguration();
		// just before the endpoints, which answer 405 to what they do not know
		setOrder(-101);
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
		return this.cors;
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
				request.getHeader(HttpHeaders.CONTENT_TYPE), body, operator(request));
		response.setStatus(answer.getStatusCode().value());
		answer.getHeaders().forEach((name, values) -> values.forEach((value) -> response.addHeader(name, value)));
		byte[] document = answer.getBody();
		if (document != null) {
			response.setContentLength(document.length);
			response.getOutputStream().write(document);
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

}
