package io.chaosmiddleware.spring.webflux;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

import io.chaosmiddleware.engine.AttackEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.error.ErrorWebFluxAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebHandler;

import static io.chaosmiddleware.spring.webflux.WebFluxServer.delay;
import static io.chaosmiddleware.spring.TestDocuments.document;
import static io.chaosmiddleware.spring.webflux.WebFluxServer.fault;
import static io.chaosmiddleware.spring.webflux.WebFluxServer.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of an attack between the other filters and whatever answers.
 */
@ExtendWith(NothingBlocks.class)
class WebFluxFilterTests {

	@AutoClose
	private static final WebFluxServer server = WebFluxServer.start(Application.class,
			"chaos.middleware.fault.allowed=java.**,io.chaosmiddleware.spring.webflux.*,java.lang.LinkageError");

	@BeforeEach
	void forget() {
		Application.dispatches.set(0);
	}

	@AfterEach
	void noPlaceIsHeld() {
		assertThat(server.engine().runningDelays()).isZero();
	}

	@Test
	void aRequestIsDispatchedOnce() {
		assertThat(server.attack("/hello", delay(1)).statusCode()).isEqualTo(200);
		assertThat(Application.dispatches).hasValue(1);

		assertThat(server.attack("/hello", fault("IllegalStateException")).statusCode()).isEqualTo(500);
		assertThat(Application.dispatches).hasValue(2);
	}

	@Test
	void aResponseThatIsCommittedAlreadyIsNotFailed() {
		HttpResponse<String> response = server.attack("/quiet?early", delay(1), fault("IllegalStateException"));

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("early");
		assertThat(result(response)).as("too late for headers").isEqualTo("none");
		assertThat(server.engine().recent().get(0).decision().resultHeader())
			.isEqualTo("delay;verdict=injected;seconds=1, fault;verdict=skipped;reason=committed");
	}

	@Test
	void whoeverResetsTheHeadersDoesNotLoseTheResult() {
		assertThat(result(server.attack("/resetting", fault("IllegalStateException") + " /x")))
			.isEqualTo("fault;verdict=missed;reason=route");
	}

	@Test
	void aFailureWhileTheResponseIsCommittedDoesNotLoseItEither() {
		HttpResponse<String> response = server.attack("/hello?uncommitted", delay(1));

		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(result(response)).isEqualTo("delay;verdict=injected;seconds=1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "java.lang.LinkageError",
			"io.chaosmiddleware.spring.webflux.WebFluxFaultMakingTests$WithoutTraceException" })
	void aFaultThatIsHardToRaiseIsAnsweredWithoutAHandlerToo(String exception) {
		assertThat(server.attack("/nowhere", fault(exception)).statusCode()).isEqualTo(500);
		assertThat(server.send("POST", "/hello", AttackEngine.ATTACK_HEADER, document(fault(exception))).statusCode())
			.isEqualTo(500);
	}

	@Test
	void anExceptionThatOnlySaysLittleOfItsStackTraceKeepsItsStatus() {
		assertThat(server.attack("/hello", fault(TerseException.class.getName())).statusCode()).isEqualTo(418);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void aHandlerOfTheApplicationInThePlaceOfTheDispatcherIsAttackedToo(CapturedOutput output) {
		try (WebFluxServer own = WebFluxServer.start(OwnHandler.class)) {
			assertThat(output).contains("header attacks on").doesNotContain("nothing that it can attack");
			assertThat(own.get("/anything").body()).isEqualTo("own");

			HttpResponse<String> delayed = own.attack("/anything", delay(1));
			assertThat(delayed.body()).isEqualTo("own");
			assertThat(result(delayed)).isEqualTo("delay;verdict=injected;seconds=1");

			OwnHandler.calls.set(0);
			HttpResponse<String> failed = own.attack("/anything", fault("IllegalStateException"));
			assertThat(failed.statusCode()).isEqualTo(500);
			assertThat(result(failed)).isEqualTo("fault;verdict=injected");
			assertThat(OwnHandler.calls).hasValue(0);
		}
	}

	// without a length, or else the server takes no part in what comes afterwards
	private static Mono<Void> write(ServerWebExchange exchange, String text) {
		DataBuffer buffer = exchange.getResponse().bufferFactory().wrap(text.getBytes(StandardCharsets.US_ASCII));
		return exchange.getResponse().writeAndFlushWith(Flux.just(Flux.just(buffer)));
	}

	@ResponseStatus(HttpStatus.I_AM_A_TEAPOT)
	static class TerseException extends RuntimeException {

		@Override
		public StackTraceElement[] getStackTrace() {
			return new StackTraceElement[0];
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(HelloController.class)
	static class Application {

		static final AtomicInteger dispatches = new AtomicInteger();

		@Bean
		WebFilter committing() {
			return (exchange, chain) -> switch (String.valueOf(exchange.getRequest().getURI().getQuery())) {
				case "early" -> write(exchange, "early").then(chain.filter(exchange));
				case "uncommitted" -> {
					exchange.getResponse().beforeCommit(() -> Mono.error(new IllegalStateException("not now")));
					yield chain.filter(exchange);
				}
				default -> chain.filter(exchange);
			};
		}

		@Bean
		HandlerMapping counting() {
			return new CountingMapping();
		}

	}

	static class CountingMapping implements HandlerMapping, Ordered {

		@Override
		public int getOrder() {
			return 0;
		}

		@Override
		public Mono<Object> getHandler(ServerWebExchange exchange) {
			Application.dispatches.incrementAndGet();
			return Mono.empty();
		}

	}

	@RestController
	static class HelloController {

		@GetMapping("/hello")
		String hello() {
			return "hello";
		}

		@GetMapping("/quiet")
		Mono<Void> quiet() {
			return Mono.empty();
		}

		@GetMapping("/resetting")
		String resetting(ServerHttpResponse response) {
			response.getHeaders().clear();
			return "hello";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { WebFluxAutoConfiguration.class, ErrorWebFluxAutoConfiguration.class })
	static class OwnHandler {

		static final AtomicInteger calls = new AtomicInteger();

		@Bean
		WebHandler webHandler() {
			return (exchange) -> {
				calls.incrementAndGet();
				return write(exchange, "own");
			};
		}

	}

}
