package io.chaosmiddleware.spring.actuate;

import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;

import io.chaosmiddleware.engine.Operator;
import io.chaosmiddleware.spring.web.AuthenticatedPrincipal;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.server.ServerWebExchange;

/**
 * Maps the calls of the {@code chaos} endpoint on Spring WebFlux, except for reading the
 * status, which is an operation of the endpoint. Spring Boot reads the body of an
 * operation as a flat list of parameters, which an attack is not.
 */
public class ChaosWebFluxHandlerMapping extends RequestMappingInfoHandlerMapping {

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
	public ChaosWebFluxHandlerMapping(ChaosHttpCalls calls, String path) {
		this.calls = calls;
		this.path = path;
		// The mappings of the actuator have the order -100, and answer 405 to the calls
		// that are mapped here.
		setOrder(-101);
		setCorsProcessor(new SharingCorsProcessor());
	}

	@Override
	protected void initHandlerMethods() {
		Method handle = ReflectionUtils.findMethod(getClass(), "handle", ServerWebExchange.class);
		Assert.state(handle != null, "No method 'handle'");
		register(this.path, ALL_BUT_READING, handle);
		register(this.path + "/{name}", ALL, handle);
	}

	private void register(String path, RequestMethod[] methods, Method handle) {
		RequestMappingInfo.BuilderConfiguration options = new RequestMappingInfo.BuilderConfiguration();
		options.setPatternParser(getPathPatternParser());
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
	protected @Nullable HandlerMethod handleNoMatch(Set<RequestMappingInfo> mappings, ServerWebExchange exchange) {
		return null;
	}

	@Reflective
	Mono<Void> handle(ServerWebExchange exchange) {
		// Starting or ending an attack writes to the log, which must not block the event
		// loop.
		return operator(exchange)
			.flatMap((operator) -> body(exchange.getRequest()).publishOn(Schedulers.boundedElastic())
				.map((body) -> this.calls.answer(exchange.getRequest().getMethod().name(), name(exchange),
						exchange.getRequest().getHeaders().getFirst(HttpHeaders.CONTENT_TYPE), body,
						origin(exchange.getRequest()), operator)))
			.flatMap((answer) -> write(answer, exchange.getResponse()));
	}

	private static CallOrigin origin(ServerHttpRequest request) {
		return new CallOrigin(request.getHeaders().getOrigin(), isForeign(request), request.getURI().getHost());
	}

	private static boolean isForeign(ServerHttpRequest request) {
		try {
			return CorsUtils.isCorsRequest(request);
		}
		catch (IllegalArgumentException ex) {
			// The value of the header is not a valid origin.
			return true;
		}
	}

	private static Mono<Operator> operator(ServerWebExchange exchange) {
		InetSocketAddress remote = exchange.getRequest().getRemoteAddress();
		// The address is unresolved if it comes from a forwarded header.
		String address = (remote == null) ? null
				: (remote.getAddress() != null) ? remote.getAddress().getHostAddress() : remote.getHostString();
		return AuthenticatedPrincipal.of(exchange)
			.map((principal) -> new Operator("http", principal.getName(), address))
			.defaultIfEmpty(new Operator("http", null, address));
	}

	private Mono<byte[]> body(ServerHttpRequest request) {
		int max = this.calls.maxDocumentSize();
		return DataBufferUtils.join(request.getBody(), max).map((buffer) -> {
			byte[] body = new byte[buffer.readableByteCount()];
			buffer.read(body);
			DataBufferUtils.release(buffer);
			return body;
		})
			.defaultIfEmpty(new byte[0])
			.onErrorResume(DataBufferLimitException.class, (ex) -> Mono.just(new byte[max + 1]));
	}

	private static Mono<Void> write(ResponseEntity<byte[]> answer, ServerHttpResponse response) {
		response.setStatusCode(answer.getStatusCode());
		response.getHeaders().putAll(answer.getHeaders());
		byte[] document = answer.getBody();
		if (document == null) {
			return response.setComplete();
		}
		response.getHeaders().setContentLength(document.length);
		DataBuffer buffer = response.bufferFactory().wrap(document);
		return response.writeWith(Mono.just(buffer));
	}

	private static @Nullable String name(ServerWebExchange exchange) {
		Map<String, String> variables = exchange.getAttributeOrDefault(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE,
				Map.of());
		return variables.get("name");
	}

	/**
	 * Answers preflight requests, and lets the configured pages read the answers to their
	 * calls. Calls of other pages are not refused here, but by {@link ChaosHttpCalls},
	 * whose answer names the property to set.
	 */
	private final class SharingCorsProcessor extends DefaultCorsProcessor {

		@Override
		public boolean process(@Nullable CorsConfiguration configuration, ServerWebExchange exchange) {
			ServerHttpRequest request = exchange.getRequest();
			if (!CorsUtils.isPreFlightRequest(request) && !origin(request)
				.isShared(ChaosWebFluxHandlerMapping.this.calls.cors(), request.getMethod().name())) {
				return true;
			}
			return super.process(configuration, exchange);
		}

	}

}
