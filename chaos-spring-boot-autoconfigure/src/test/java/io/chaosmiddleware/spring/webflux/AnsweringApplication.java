package io.chaosmiddleware.spring.webflux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.reactive.result.view.View;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;

/**
 * An application whose handlers answer in all the ways that there are.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ AnsweringApplication.Orders.class, AnsweringApplication.Advice.class })
class AnsweringApplication {

	static final AtomicInteger stored = new AtomicInteger();

	@Bean
	WebFilter first() {
		return (exchange, chain) -> {
			exchange.getResponse().getHeaders().set("Of-A-Filter", "yes");
			return switch (String.valueOf(exchange.getRequest().getURI().getQuery())) {
				case "timeout" -> chain.filter(exchange)
					.timeout(Duration.ofMillis(700), Mono.defer(() -> write(exchange.getResponse(), "timeout")));
				case "retry" -> chain.filter(exchange).retry(1);
				default -> chain.filter(exchange);
			};
		};
	}

	@Bean
	ViewResolver views() {
		View view = new View() {

			@Override
			public List<MediaType> getSupportedMediaTypes() {
				return List.of(MediaType.TEXT_PLAIN);
			}

			@Override
			public Mono<Void> render(Map<String, ?> model, MediaType type, ServerWebExchange exchange) {
				return write(exchange.getResponse(), "view of " + model.get("name"));
			}

		};
		return (name, locale) -> name.equals("item") ? Mono.just(view) : Mono.empty();
	}

	@Bean
	RouterFunction<ServerResponse> functional() {
		return RouterFunctions.route().GET("/functional", (request) -> {
			stored.incrementAndGet();
			return ServerResponse.ok().header("Of-The-Handler", "yes").bodyValue("functional");
		}).build();
	}

	private static Mono<Void> write(ServerHttpResponse response, String text) {
		return response
			.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(text.getBytes(StandardCharsets.UTF_8))));
	}

	@Controller
	static class Orders {

		@GetMapping("/text")
		@ResponseBody
		Mono<String> text(ServerHttpResponse response) {
			response.getHeaders().set("Of-The-Handler", "yes");
			return Mono.fromCallable(() -> "text " + stored.incrementAndGet());
		}

		@GetMapping("/object")
		@ResponseBody
		Mono<Item> object() {
			return Mono.fromCallable(() -> new Item(stored.incrementAndGet()));
		}

		@GetMapping("/objects")
		@ResponseBody
		Flux<Item> objects() {
			int first = stored.incrementAndGet();
			return Flux.range(first, 3).map(Item::new);
		}

		@GetMapping("/entity")
		Mono<ResponseEntity<Item>> entity() {
			return Mono.fromCallable(() -> ResponseEntity.ok()
				.eTag("abc")
				.header("Of-The-Handler", "yes")
				.header("Set-Cookie", "a=b")
				.body(new Item(stored.incrementAndGet())));
		}

		@GetMapping("/nothing")
		Mono<ResponseEntity<Void>> nothing() {
			stored.incrementAndGet();
			return Mono.just(ResponseEntity.noContent().build());
		}

		@GetMapping("/unwritten")
		@ResponseBody
		Mono<Void> unwritten() {
			return Mono.fromRunnable(stored::incrementAndGet);
		}

		@GetMapping("/view")
		Rendering view() {
			stored.incrementAndGet();
			return Rendering.view("item").modelAttribute("name", "it").build();
		}

		@GetMapping("/slow")
		@ResponseBody
		Mono<String> slow() {
			return Mono.delay(Duration.ofMillis(600)).thenReturn("slow");
		}

		@GetMapping("/handled")
		@ResponseBody
		Mono<String> handled() {
			return Mono.error(new IOException("on its own"));
		}

		@GetMapping("/broken")
		@ResponseBody
		String broken() {
			throw new UnsupportedOperationException("on its own");
		}

		@GetMapping("/rejected")
		@ResponseBody
		Mono<ResponseEntity<String>> rejected() {
			return Mono.just(ResponseEntity.status(HttpStatus.I_AM_A_TEAPOT).body("no"));
		}

		@GetMapping("/missing")
		Mono<Void> missing(ServerHttpResponse response) {
			response.setStatusCode(HttpStatus.NOT_FOUND);
			return response.setComplete();
		}

		@ExceptionHandler
		@ResponseBody
		String handle(IOException ex) {
			return "by the controller";
		}

	}

	@RestControllerAdvice
	static class Advice {

		@ExceptionHandler
		ResponseEntity<String> handle(IllegalStateException ex) {
			return ResponseEntity.status(HttpStatus.BAD_GATEWAY).body("by the advice");
		}

		@ExceptionHandler
		ProblemDetail handle(ArithmeticException ex) {
			return ProblemDetail.forStatus(HttpStatus.INSUFFICIENT_STORAGE);
		}

	}

	record Item(int id) {

	}

}
