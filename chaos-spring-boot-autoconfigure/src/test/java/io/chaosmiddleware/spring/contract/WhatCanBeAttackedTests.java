package io.chaosmiddleware.spring.contract;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;

import io.chaosmiddleware.engine.AttackEngine;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the page "What can be attacked" says, tried on real servers.
 */
@ExtendWith(OutputCaptureExtension.class)
class WhatCanBeAttackedTests {

	private static final String FAULT = "fault java.lang.IllegalStateException";

	private static final String WITHOUT_MVC = "spring.autoconfigure.exclude="
			+ "org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration,"
			+ "org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration,"
			+ "org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration";

	@Test
	void whateverSpringMvcServesAndNothingElseInTheContainer(CapturedOutput output) {
		try (TestApplication application = TestApplication.start(TestServer.TOMCAT, Servlets.class)) {
			for (String path : new String[] { "/annotated", "/stream", "/functional", "/static.txt", "/own-mapping" }) {
				assertThat(application.get(path).statusCode()).as(path).isEqualTo(200);
				assertThat(result(application.attack(path, FAULT))).as(path).isEqualTo("fault;verdict=injected");
			}
			for (String path : new String[] { "/servlet", "/filter" }) {
				HttpResponse<String> answer = application.attack(path, FAULT);
				assertThat(answer.statusCode()).as(path).isEqualTo(200);
				assertThat(result(answer)).as(path).isNull();
			}
			assertThat(output).contains("header attacks on").doesNotContain("nothing that it can attack");
		}
	}

	@Test
	void whateverSpringWebFluxServes(CapturedOutput output) {
		try (TestApplication application = TestApplication.start(TestServer.NETTY, Handlers.class)) {
			for (String path : new String[] { "/annotated", "/stream", "/functional", "/static.txt", "/socket" }) {
				assertThat(application.get(path).statusCode()).as(path).isIn(200, 400);
				assertThat(result(application.attack(path, FAULT))).as(path).isEqualTo("fault;verdict=injected");
			}
			assertThat(output).contains("header attacks on").doesNotContain("nothing that it can attack");
		}
	}

	@Test
	void withoutSpringMvcStartUpWarnsThatThereIsNothingToAttack(CapturedOutput output) {
		try (TestApplication application = TestApplication.start(TestServer.TOMCAT, Servlets.class, WITHOUT_MVC)) {
			assertThat(application.attack("/servlet", FAULT).body()).isEqualTo("servlet");
		}
		assertThat(output)
			.containsPattern("WARN .* there is nothing that it can attack: neither Spring MVC nor"
					+ " Spring WebFlux serves requests in this application context\\.")
			.doesNotContain("header attacks on");
	}

	@Test
	void neitherIsThereAnythingBehindAServletThatServesEverything(CapturedOutput output) {
		try (TestApplication application = TestApplication.start(TestServer.TOMCAT, Servlets.class,
				"servlet.mapping=/*")) {
			assertThat(application.attack("/annotated", FAULT).body()).isEqualTo("servlet");
		}
		assertThat(output).contains("nothing that it can attack").doesNotContain("header attacks on");
	}

	@ParameterizedTest
	@ValueSource(strings = { "chaos.middleware.header.enabled=true", "spring.profiles.active=prod" })
	void soDoesAnApplicationThatServesNothing(String property, CapturedOutput output) {
		TestApplication.startWithoutServer(Nothing.class, property).close();

		if (property.endsWith("prod")) {
			assertThat(output).contains("Chaos Middleware stands down").doesNotContain("nothing that it can attack");
		}
		else {
			assertThat(output).contains("nothing that it can attack", "Only code that asks the AttackEngine");
		}
	}

	private static String result(HttpResponse<String> answer) {
		return answer.headers().firstValue(AttackEngine.RESULT_HEADER).orElse(null);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Nothing {

	}

	@RestController
	static class Annotated {

		@GetMapping("/annotated")
		String annotated() {
			return "annotated";
		}

		@GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> stream() {
			return Flux.just("one", "two");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Annotated.class)
	static class Servlets {

		@Bean
		RouterFunction<ServerResponse> functional() {
			return org.springframework.web.servlet.function.RouterFunctions.route()
				.GET("/functional", (request) -> ServerResponse.ok().body("functional"))
				.build();
		}

		@Bean
		HandlerMapping ownMapping() {
			return new SimpleUrlHandlerMapping(Map.of("/own-mapping",
					(HttpRequestHandler) (request, response) -> response.getWriter().write("own")), -1);
		}

		@Bean
		ServletRegistrationBean<HttpServlet> plainServlet(@Value("${servlet.mapping:/servlet}") String mapping) {
			return new ServletRegistrationBean<>(new HttpServlet() {

				@Override
				protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
					response.getWriter().write("servlet");
				}

			}, mapping);
		}

		@Bean
		FilterRegistrationBean<HttpFilter> answeringFilter() {
			FilterRegistrationBean<HttpFilter> registration = new FilterRegistrationBean<>(new HttpFilter() {

				@Override
				protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
						throws IOException {
					response.getWriter().write("filter");
				}

			});
			registration.addUrlPatterns("/filter");
			return registration;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Annotated.class)
	static class Handlers {

		@Bean
		org.springframework.web.reactive.function.server.RouterFunction<org.springframework.web.reactive.function.server.ServerResponse> functional() {
			return RouterFunctions.route()
				.GET("/functional",
						(request) -> org.springframework.web.reactive.function.server.ServerResponse.ok()
							.bodyValue("functional"))
				.build();
		}

		@Bean
		org.springframework.web.reactive.HandlerMapping handshakes() {
			return new org.springframework.web.reactive.handler.SimpleUrlHandlerMapping(
					Map.of("/socket", (WebSocketHandler) WebSocketSession::close), -1);
		}

	}

}
