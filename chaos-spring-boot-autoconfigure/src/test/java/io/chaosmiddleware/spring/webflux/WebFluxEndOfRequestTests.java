package io.chaosmiddleware.spring.webflux;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.Principal;
import java.time.Duration;
import java.util.Map;

import io.chaosmiddleware.effect.EffectType;
import io.chaosmiddleware.engine.AttackEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.PriorityOrdered;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebHandler;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static io.chaosmiddleware.spring.webflux.WebFluxServer.fault;
import static io.chaosmiddleware.spring.webflux.WebFluxServer.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is said of a request that ends during its delay, and what else an application may
 * do that an attack has to bear.
 */
@ExtendWith({ NothingBlocks.class, OutputCaptureExtension.class })
class WebFluxEndOfRequestTests {

	private static final String CUT_SHORT = "delay;verdict=injected;seconds=\\d(\\.\\d+)?, fault;verdict=skipped;reason=abandoned";

	@AutoClose
	private static final WebFluxServer server = WebFluxServer.start(Application.class);

	@BeforeEach
	void forget() {
		Application.handled = false;
	}

	@AfterEach
	void noPlaceIsHeld() {
		assertThat(server.engine().runningDelays()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "timeout, 504", "fallback, 200", "retry, 200" })
	void aDelayThatMakesATimeoutStrikeWasUs(String filter, int status) {
		long injected = injectedDelays();

		HttpResponse<String> response = server.attack("/orders?" + filter, "delay 30", fault("IllegalStateException"));

		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(result(response)).matches(CUT_SHORT);
		assertThat(server.engine().recent().get(0).decision().resultHeader()).isEqualTo(result(response));
		assertThat(injectedDelays()).isEqualTo(injected + 1);
		assertThat(Application.handled).isEqualTo(filter.equals("retry"));
	}

	@Test
	void soWasADelayThatAClientDoesNotWaitFor(CapturedOutput output) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/impatient"))
			.header(AttackEngine.ATTACK_HEADER, document("delay 30", fault("IllegalStateException")))
			.version(HttpClient.Version.HTTP_1_1)
			.timeout(Duration.ofMillis(300))
			.build();

		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()));

		long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		while (!output.toString().contains("Chaos injected: delay") || !output.toString().contains("/impatient")
				|| server.engine().runningDelays() > 0) {
			assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
			Thread.sleep(5);
		}
		assertThat(server.engine().recent().get(0).decision().resultHeader()).matches(CUT_SHORT);
		assertThat(Application.handled).isFalse();
	}

	@Test
	void whatAMappingServesThatComesFirstFailsToo() {
		assertThat(server.get("/early").body()).isEqualTo("early");
		Application.handled = false;

		HttpResponse<String> response = server.attack("/early", fault("IllegalStateException"));

		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(result(response)).isEqualTo("fault;verdict=injected");
		assertThat(Application.handled).isFalse();
	}

	@Test
	void aPrincipalThatIsNeverThereDoesNotHoldTheRequest() {
		HttpResponse<String> response = server.attack("/orders?nobody", fault("IllegalStateException"));

		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(result(response)).isEqualTo("fault;verdict=injected");
	}

	private static long injectedDelays() {
		return server.engine().totals().injected().getOrDefault(EffectType.DELAY, 0L);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		static volatile boolean handled;

		@Bean
		WebFilter impatient() {
			return (exchange, chain) -> {
				Duration timeout = Duration.ofMillis(300);
				return switch (String.valueOf(exchange.getRequest().getURI().getQuery())) {
					case "timeout" -> chain.filter(exchange)
						.timeout(timeout, Mono.error(() -> new ResponseStatusException(HttpStatus.GATEWAY_TIMEOUT)));
					case "fallback" -> chain.filter(exchange).timeout(timeout, write(exchange, "fallback"));
					case "retry" -> chain.filter(exchange).timeout(timeout, chain.filter(exchange));
					case "nobody" -> chain.filter(new ServerWebExchangeDecorator(exchange) {

						@Override
						@SuppressWarnings("unchecked")
						public <T extends Principal> Mono<T> getPrincipal() {
							return (Mono<T>) Mono.<Principal>never();
						}

					});
					default -> chain.filter(exchange);
				};
			};
		}

		@Bean
		HandlerMapping orders() {
			return new SimpleUrlHandlerMapping(Map.of("/orders", handler("orders")), 0);
		}

		@Bean
		HandlerMapping first() {
			return new FirstMapping();
		}

	}

	static class FirstMapping implements HandlerMapping, PriorityOrdered {

		@Override
		public int getOrder() {
			return HIGHEST_PRECEDENCE;
		}

		@Override
		public Mono<Object> getHandler(ServerWebExchange exchange) {
			return exchange.getRequest().getPath().value().equals("/early") ? Mono.just(handler("early"))
					: Mono.empty();
		}

	}

	private static WebHandler handler(String text) {
		return (exchange) -> {
			Application.handled = true;
			return write(exchange, text);
		};
	}

	private static Mono<Void> write(ServerWebExchange exchange, String text) {
		return exchange.getResponse()
			.writeWith(Mono.fromSupplier(() -> exchange.getResponse().bufferFactory().wrap(text.getBytes())));
	}

}
