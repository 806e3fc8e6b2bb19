package io.chaosmiddleware.spring.autoconfigure;

import java.lang.management.ManagementFactory;
import java.util.EnumSet;

import com.sun.management.ThreadMXBean;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.web.ResponseMark;
import io.chaosmiddleware.spring.metrics.ChaosMetrics;
import io.chaosmiddleware.spring.servlet.AnswerHoldingFilter;
import io.chaosmiddleware.spring.servlet.AttackInterceptor;
import io.chaosmiddleware.spring.servlet.AttackInterceptorMapping;
import io.chaosmiddleware.spring.servlet.AttackLogFilter;
import io.chaosmiddleware.spring.servlet.AttackProblemAdvice;
import io.chaosmiddleware.spring.webflux.AttackWebFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.FilterChain;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.context.support.StaticApplicationContext;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.HandlerResultHandler;
import org.springframework.web.server.WebFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What our parts on the request path cost in memory while there is nothing to do, in
 * exact bytes. See docs/performance.md.
 */
class IdleAllocationTests {

	private static final int CALLS = 50_000;

	private final AttackEngine engine = AttackEngine.builder()
		.recorder(new ChaosMetrics(new SimpleMeterRegistry()))
		.listener((event) -> {
		})
		.build();

	private final AttackWebFilter webFilter = new AttackWebFilter(this.engine, new StaticApplicationContext(),
			(path) -> false, EnumSet.allOf(ResponseMark.class), 1024);

	private final MockServerWebExchange exchange = MockServerWebExchange
		.from(MockServerHttpRequest.get("/users/42").header("Accept", "*/*"));

	@Test
	void theInterceptorAllocatesNothing() {
		AttackInterceptor interceptor = new AttackInterceptor(this.engine);
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/users/42");
		request.addHeader("Accept", "*/*");
		MockHttpServletResponse response = new MockHttpServletResponse();

		assertThat(allocated(() -> interceptor.preHandle(request, response, this))).isZero();
	}

	@Test
	void theMappingOfTheInterceptorAllocatesNothing() {
		AttackInterceptorMapping mapping = new AttackInterceptorMapping(new AttackInterceptor(this.engine));
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/users/42");
		request.addHeader("Accept", "*/*");

		assertThat(allocated(() -> mapping.getHandler(request))).isZero();
	}

	@Test
	void theWebFilterAllocatesNothing() {
		Mono<Void> rest = Mono.empty();
		WebFilterChain chain = (exchange) -> rest;

		assertThat(this.webFilter.filter(this.exchange, chain)).as("no operator of ours").isSameAs(rest);
		assertThat(allocated(() -> this.webFilter.filter(this.exchange, chain))).isZero();
		assertThat(allocated(this.webFilter::toString)).as("Spring asks for it each time").isZero();
	}

	@Test
	void theAnswerDecoratorAllocatesNothingAndLeavesTheResponse() {
		MockServerHttpResponse response = new MockServerHttpResponse();
		Mono<Void> rest = Mono.empty();
		HttpHandler handler = this.webFilter.answerDecorator().apply((request, passed) -> {
			assertThat(passed == response).isTrue();
			return rest;
		});
		HttpHandler idle = this.webFilter.answerDecorator().apply((request, passed) -> rest);

		assertThat(handler.handle(this.exchange.getRequest(), response)).as("no operator of ours").isSameAs(rest);
		assertThat(allocated(() -> idle.handle(this.exchange.getRequest(), response))).isZero();
	}

	@Test
	void theFaultMappingAllocatesNothing() {
		HandlerMapping mapping = this.webFilter.faultMapping();

		assertThat(allocated(() -> mapping.getHandler(this.exchange))).isZero();
	}

	@Test
	void theLogFilterAllocatesNothing() {
		AttackLogFilter filter = new AttackLogFilter();
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/users/42");
		MockHttpServletResponse response = new MockHttpServletResponse();
		FilterChain chain = (servletRequest, servletResponse) -> {
		};

		assertThat(allocated(() -> {
			filter.doFilter(request, response, chain);
			return null;
		})).isZero();
	}

	@Test
	void theHoldingFilterAllocatesNothingAndLeavesTheResponse() throws Exception {
		AnswerHoldingFilter filter = new AnswerHoldingFilter(() -> this.engine, 1024);
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/users/42");
		request.addHeader("Accept", "*/*");
		MockHttpServletResponse response = new MockHttpServletResponse();
		FilterChain chain = (servletRequest, servletResponse) -> assertThat(servletResponse == response).isTrue();
		FilterChain rest = (servletRequest, servletResponse) -> {
		};

		filter.doFilter(request, response, chain);
		assertThat(allocated(() -> {
			filter.doFilter(request, response, rest);
			return null;
		})).isZero();
	}

	@Test
	void theAdviceAllocatesNothing() throws Exception {
		AttackProblemAdvice advice = new AttackProblemAdvice(EnumSet.allOf(ResponseMark.class));
		MethodParameter returnType = new MethodParameter(Object.class.getMethod("toString"), -1);
		ServletServerHttpRequest request = new ServletServerHttpRequest(new MockHttpServletRequest());
		ServletServerHttpResponse response = new ServletServerHttpResponse(new MockHttpServletResponse());

		assertThat(allocated(
				() -> advice.supports(returnType, StringHttpMessageConverter.class) ? advice.beforeBodyWrite("body",
						returnType, MediaType.TEXT_PLAIN, StringHttpMessageConverter.class, request, response) : null))
			.isZero();
	}

	@Test
	void theResultHandlerAllocatesNothing() throws Exception {
		HandlerResultHandler handler = this.webFilter.problemHandler();
		HandlerResult result = new HandlerResult(this, "body",
				new MethodParameter(Object.class.getMethod("toString"), -1));

		assertThat(allocated(() -> handler.supports(result))).isZero();
	}

	private static long allocated(Call call) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long thread = Thread.currentThread().getId();
		long least = Long.MAX_VALUE;
		try {
			// the first rounds warm up
			for (int round = 0; round < 5; round++) {
				long before = threads.getThreadAllocatedBytes(thread);
				for (int i = 0; i < CALLS; i++) {
					call.run();
				}
				least = Math.min(least, (threads.getThreadAllocatedBytes(thread) - before) / CALLS);
			}
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
		return least;
	}

	private interface Call {

		Object run() throws Exception;

	}

}
