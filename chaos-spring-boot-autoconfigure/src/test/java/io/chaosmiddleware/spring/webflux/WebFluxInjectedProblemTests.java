package io.chaosmiddleware.spring.webflux;

import java.time.DateTimeException;
import java.util.ConcurrentModificationException;
import java.util.EmptyStackException;
import java.util.NoSuchElementException;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebFilter;

import static io.chaosmiddleware.spring.webflux.WebFluxServer.fault;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What only WebFlux has: problem details that come later, handlers without a controller,
 * and filters that try again.
 */
@ExtendWith(NothingBlocks.class)
class WebFluxInjectedProblemTests {

	@AutoClose
	private static final WebFluxServer server = WebFluxServer.start(Application.class,
			"logging.level.org.springframework=OFF");

	@ParameterizedTest
	@ValueSource(classes = { NoSuchElementException.class, DateTimeException.class,
			ConcurrentModificationException.class, EmptyStackException.class, ArrayStoreException.class })
	void aProblemDetailThatComesLaterSaysSo(Class<?> exception) {
		JsonNode injected = attack("/hello", exception);

		assertThat(injected.get("status").asInt()).isEqualTo(409);
		assertThat(injected.get("instance").asString()).isEqualTo("/hello");
		assertThat(injected.at("/chaos/exception").asString()).isEqualTo(exception.getName());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/function", "/webflux.txt", "/nowhere" })
	void aHandlerWithoutControllerSaysSo(String path) {
		assertThat(attack(path, NoSuchElementException.class).at("/chaos/effect").asString()).isEqualTo("fault");
	}

	@Test
	void whatFailsWhenAFilterTriesAgainIsReal() {
		JsonNode problem = attack("/fails?retry", UnsupportedOperationException.class);

		assertThat(problem.get("status").asInt()).isEqualTo(409);
		assertThat(problem.has("chaos")).isFalse();
	}

	private static JsonNode attack(String path, Class<?> exception) {
		return JsonMapper.shared().readTree(server.attack(path, fault(exception.getName())).body());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ HelloController.class, Advice.class })
	static class Application {

		@Bean
		RouterFunction<ServerResponse> router() {
			return RouterFunctions.route().GET("/function", (request) -> ServerResponse.ok().build()).build();
		}

		@Bean
		WebFilter retry() {
			return (exchange, chain) -> "retry".equals(exchange.getRequest().getURI().getQuery())
					? chain.filter(exchange).retry(1) : chain.filter(exchange);
		}

	}

	@RestController
	static class HelloController {

		@GetMapping("/hello")
		String hello() {
			return "hello";
		}

		@GetMapping("/fails")
		Mono<String> fails() {
			return Mono.error(new NoSuchElementException("really"));
		}

	}

	@RestControllerAdvice
	static class Advice {

		@ExceptionHandler
		Mono<ProblemDetail> later(NoSuchElementException ex) {
			return Mono.just(problem());
		}

		@ExceptionHandler
		Mono<ResponseEntity<ProblemDetail>> entityLater(DateTimeException ex) {
			return Mono.just(ResponseEntity.of(problem()).build());
		}

		@ExceptionHandler
		Mono<ResponseEntity<Object>> anythingLater(ConcurrentModificationException ex) {
			return Mono.just(ResponseEntity.status(HttpStatus.CONFLICT).body(problem()));
		}

		@ExceptionHandler
		Mono<ErrorResponse> errorResponseLater(EmptyStackException ex) {
			return Mono.just(ErrorResponse.builder(ex, problem()).build());
		}

		@ExceptionHandler
		Object anything(ArrayStoreException ex) {
			return problem();
		}

		private static ProblemDetail problem() {
			return ProblemDetail.forStatus(HttpStatus.CONFLICT);
		}

	}

}
