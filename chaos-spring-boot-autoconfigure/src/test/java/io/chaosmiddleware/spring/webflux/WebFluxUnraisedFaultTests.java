package io.chaosmiddleware.spring.webflux;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import io.chaosmiddleware.effect.EffectType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.WebSession;
import org.springframework.web.server.handler.WebHandlerDecorator;

import static io.chaosmiddleware.spring.webflux.WebFluxServer.delay;
import static io.chaosmiddleware.spring.webflux.WebFluxServer.fault;
import static io.chaosmiddleware.spring.webflux.WebFluxServer.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A fault counts as injected if it is raised, and only then, whatever else stands between
 * the filter that attacks and the handler.
 */
@ExtendWith({ NothingBlocks.class, OutputCaptureExtension.class })
class WebFluxUnraisedFaultTests {

	private static final String SKIPPED = "fault;verdict=skipped;reason=committed";

	@AutoClose
	private static final WebFluxServer server = WebFluxServer.start(Application.class);

	@AfterEach
	void noPlaceIsHeld() {
		assertThat(server.engine().runningDelays()).isZero();
	}

	@Test
	void aFaultOfARequestThatALaterFilterAnswersIsSkipped(CapturedOutput output) {
		long injected = injectedFaults();

		HttpResponse<String> response = server.attack("/orders?answer", fault("UnsupportedOperationException"));

		assertThat(response.body()).isEqualTo("answered");
		assertThat(result(response)).isEqualTo(SKIPPED);
		assertThat(server.engine().recent().get(0).decision().resultHeader()).isEqualTo(SKIPPED);
		assertThat(injectedFaults()).isEqualTo(injected);
		assertThat(output).doesNotContain("Chaos injected: fault");
	}

	@Test
	void itsDelayIsInjectedAllTheSame() {
		HttpResponse<String> response = server.attack("/orders?answer", delay(1),
				fault("UnsupportedOperationException"));

		assertThat(response.body()).isEqualTo("answered");
		assertThat(result(response)).isEqualTo("delay;verdict=injected;seconds=1, " + SKIPPED);
	}

	@Test
	void aFaultOfARequestThatALaterFilterFailsIsSkipped() {
		long injected = injectedFaults();

		HttpResponse<String> response = server.attack("/orders?reject", fault("UnsupportedOperationException"));

		assertThat(response.statusCode()).isEqualTo(418);
		assertThat(result(response)).isEqualTo("fault;verdict=skipped;reason=handler-failed");
		assertThat(injectedFaults()).isEqualTo(injected);
	}

	@Test
	void aFaultOfARequestThatALaterFilterEndsWithoutAnAnswerIsRaised() {
		long injected = injectedFaults();

		HttpResponse<String> response = server.attack("/orders?end", fault("UnsupportedOperationException"));

		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(result(response)).isEqualTo("fault;verdict=injected");
		assertThat(injectedFaults()).isEqualTo(injected + 1);
	}

	@Test
	void aLaterFilterWithSessionsOfItsOwnDoesNotLoseTheFault() {
		HttpResponse<String> response = server.attack("/orders?session", fault("UnsupportedOperationException"));

		assertThat(response.body()).isEqualTo("handled UnsupportedOperationException");
		assertThat(result(response)).isEqualTo("fault;verdict=injected");
	}

	@ParameterizedTest
	@ValueSource(classes = { WrappedDispatcher.class, DecoratedDispatcher.class })
	void aHandlerThatDecoratesTheDispatcherLeavesTheFaultToTheExceptionHandlers(Class<?> decoration) {
		try (WebFluxServer decorated = WebFluxServer.start(decoration,
				"spring.main.allow-bean-definition-overriding=true")) {
			assertThat(decorated.get("/orders").headers().firstValue("decorated")).hasValue("yes");

			HttpResponse<String> response = decorated.attack("/orders", fault("UnsupportedOperationException"));

			assertThat(response.headers().firstValue("decorated")).hasValue("yes");
			assertThat(response.body()).isEqualTo("handled UnsupportedOperationException");
			assertThat(result(response)).isEqualTo("fault;verdict=injected");
		}
	}

	@Test
	void aNativeImageCanFailInPlaceOfAControllerMethod() {
		RuntimeHints hints = new RuntimeHints();

		new FaultedHandlerMethod.Hints().registerHints(hints, null);

		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(FaultedHandlerMethod.FailingController.class, "fail")).accepts(hints);
	}

	private static long injectedFaults() {
		return server.engine().totals().injected().getOrDefault(EffectType.FAULT, 0L);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(OrderController.class)
	static class Application {

		// Of two filters with the lowest precedence the one that is registered last comes
		// last.
		@Bean
		static BeanDefinitionRegistryPostProcessor lateFilter() {
			return (registry) -> registry.registerBeanDefinition("late",
					new RootBeanDefinition(WebFilter.class, () -> Application::filter));
		}

		private static Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
			return switch (String.valueOf(exchange.getRequest().getURI().getQuery())) {
				case "answer" -> exchange.getResponse()
					.writeWith(Mono.just(exchange.getResponse()
						.bufferFactory()
						.wrap("answered".getBytes(StandardCharsets.US_ASCII))));
				case "reject" -> Mono.error(new ResponseStatusException(HttpStatus.I_AM_A_TEAPOT));
				case "end" -> Mono.empty();
				case "session" -> chain.filter(new ServerWebExchangeDecorator(exchange) {

					@Override
					public Mono<WebSession> getSession() {
						return Mono.empty();
					}

				});
				default -> chain.filter(exchange);
			};
		}

	}

	@RestController
	static class OrderController {

		@GetMapping("/orders")
		String orders() {
			return "orders";
		}

		@ExceptionHandler
		String handle(UnsupportedOperationException ex) {
			return "handled " + ex.getClass().getSimpleName();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(OrderController.class)
	static class WrappedDispatcher {

		@Bean
		static BeanPostProcessor wrapping() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String name) {
					return (bean instanceof DispatcherHandler dispatcher) ? (WebHandler) (exchange) -> {
						exchange.getResponse().getHeaders().set("decorated", "yes");
						return dispatcher.handle(exchange);
					} : bean;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(OrderController.class)
	static class DecoratedDispatcher {

		@Bean
		static BeanDefinitionRegistryPostProcessor decorating() {
			return (registry) -> registry.registerBeanDefinition("webHandler",
					new RootBeanDefinition(WebHandler.class, Decorator::new));
		}

	}

	static class Decorator extends WebHandlerDecorator implements ApplicationContextAware {

		Decorator() {
			super(new DispatcherHandler());
		}

		@Override
		public void setApplicationContext(ApplicationContext context) {
			((DispatcherHandler) getDelegate()).setApplicationContext(context);
		}

		@Override
		public Mono<Void> handle(ServerWebExchange exchange) {
			exchange.getResponse().getHeaders().set("decorated", "yes");
			return super.handle(exchange);
		}

	}

}
