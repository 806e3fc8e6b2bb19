package io.chaosmiddleware.spring.contract;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.web.AttackTrail;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The place of a delayed request is given back, whatever fails between the decision and
 * the delay.
 */
class PlacesAreGivenBackTests {

	@ParameterizedTest
	@EnumSource(names = { "TOMCAT", "NETTY" })
	void aPlaceIsGivenBackIfBothTheTraceAndTheLogFail(TestServer server) {
		LoggerContext log = (LoggerContext) LoggerFactory.getILoggerFactory();
		try (TestApplication application = TestApplication.start(server, Application.class)) {
			log.addTurboFilter(new FailingLog());

			HttpResponse<String> response = application.attack("/orders?untraceable", "delay 1");

			assertThat(response.statusCode()).isEqualTo(500);
			AttackEngine engine = application.engine();
			assertThat(engine.runningDelays()).isZero();
			assertThat(engine.recent()).singleElement()
				.satisfies((decided) -> assertThat(decided.decision().resultHeader())
					.isEqualTo("delay;verdict=skipped;reason=abandoned"));
		}
		finally {
			log.resetTurboFilterList();
		}
	}

	@Test
	void aRequestThatAFilterReplacesIsDelayedAllTheSame() {
		try (TestApplication application = TestApplication.start(TestServer.NETTY, Application.class)) {
			HttpResponse<String> response = application.attack("/orders?replaced", "delay 1");

			assertThat(response.body()).isEqualTo("orders");
			assertThat(response.headers().firstValue(AttackEngine.RESULT_HEADER))
				.hasValue("delay;verdict=injected;seconds=1");
			assertThat(application.engine().runningDelays()).isZero();
		}
	}

	static final class FailingLog extends TurboFilter {

		@Override
		public FilterReply decide(Marker marker, Logger logger, Level level, String format, Object[] params,
				Throwable ex) {
			if (logger.getName().equals(AttackTrail.class.getName())) {
				throw new AssertionError("The log fails");
			}
			return FilterReply.NEUTRAL;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(OrderController.class)
	static class Application {

		@Bean
		Filter untraceableRequests() {
			return (request, response, chain) -> chain
				.doFilter("untraceable".equals(((HttpServletRequest) request).getQueryString())
						? new UntraceableRequest((HttpServletRequest) request) : request, response);
		}

		@Bean
		WebFilter otherExchanges() {
			return (exchange, chain) -> switch (String.valueOf(exchange.getRequest().getURI().getQuery())) {
				case "untraceable" -> chain.filter(new UntraceableExchange(exchange));
				case "replaced" -> chain.filter(exchange.mutate()
					.request(replaced(exchange.getRequest()).mutate().header("replaced", "yes").build())
					.build());
				default -> chain.filter(exchange);
			};
		}

		// Such a request is not of a type of Spring, so that there is no native request.
		private static ServerHttpRequest replaced(ServerHttpRequest request) {
			return (ServerHttpRequest) Proxy.newProxyInstance(Application.class.getClassLoader(),
					new Class<?>[] { ServerHttpRequest.class }, (proxy, method, arguments) -> {
						if (method.isDefault()) {
							return InvocationHandler.invokeDefault(proxy, method, arguments);
						}
						try {
							return method.invoke(request, arguments);
						}
						catch (InvocationTargetException ex) {
							throw ex.getTargetException();
						}
					});
		}

	}

	private static final class UntraceableRequest extends HttpServletRequestWrapper {

		private UntraceableRequest(HttpServletRequest request) {
			super(request);
		}

		@Override
		public Object getAttribute(String name) {
			if (name.endsWith("LoggedEffects")) {
				throw new IllegalStateException("The trace fails");
			}
			return super.getAttribute(name);
		}

	}

	private static final class UntraceableExchange extends ServerWebExchangeDecorator {

		private final Map<String, Object> attributes;

		private UntraceableExchange(ServerWebExchange exchange) {
			super(exchange);
			this.attributes = new ConcurrentHashMap<>(exchange.getAttributes()) {

				@Override
				public Object get(Object name) {
					if (name.equals(ServerRequestObservationContext.CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE)) {
						throw new IllegalStateException("The trace fails");
					}
					return super.get(name);
				}

			};
		}

		@Override
		public Map<String, Object> getAttributes() {
			return this.attributes;
		}

	}

	@RestController
	static class OrderController {

		@GetMapping("/orders")
		String orders() {
			return "orders";
		}

	}

}
