package io.chaosmiddleware.spring.webflux;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.web.ResponseMark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.support.StaticApplicationContext;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers that are changed but fail or are abandoned before they begin, in an application
 * that has nothing of Spring WebFlux but handlers.
 */
@ExtendWith(NothingBlocks.class)
class WebFluxUnfinishedAnswerTests {

	private final AttackEngine engine = AttackEngine.builder().build();

	@ParameterizedTest
	@ValueSource(strings = { "/whole", "/pieces", "/flushed" })
	void whatDescribesABodyThatFailsDoesNotDescribeTheAnswer(String path) {
		WebHandler failing = (exchange) -> {
			ServerHttpResponse response = exchange.getResponse();
			response.getHeaders().setContentLength(4);
			response.getHeaders().set(HttpHeaders.CONTENT_ENCODING, "gzip");
			Mono<DataBuffer> failure = Mono.error(new IllegalStateException("on its own"));
			return switch (path) {
				case "/whole" -> response.writeWith(failure);
				case "/pieces" -> response.writeWith(failure.flux());
				default -> response.writeAndFlushWith(Flux.error(new IllegalStateException("on its own")));
			};
		};

		MockServerHttpResponse response = new MockServerHttpResponse();
		handler(failing, (exchange, ex) -> exchange.getResponse()
			.writeWith(Mono.fromSupplier(
					() -> exchange.getResponse().bufferFactory().wrap("answered".getBytes(StandardCharsets.US_ASCII)))))
			.handle(request("corrupt 100%"), response)
			.block(Duration.ofSeconds(10));

		assertThat(response.getHeaders().getFirst(HttpHeaders.CONTENT_ENCODING)).isNull();
		assertThat(response.getHeaders().getContentLength()).isEqualTo(8);
		assertThat(response.getBodyAsString().block()).hasSizeGreaterThan(4).isNotEqualTo("answered");
		assertThat(result()).isEqualTo("corrupt;verdict=injected;percent=100");
	}

	@Test
	void aFaultCountsEvenIfNobodyWaitsForItsAnswer() {
		Disposable request = handler((exchange) -> Mono.empty(), (exchange, ex) -> Mono.never())
			.handle(request("fault IllegalStateException", "throttle 1KB/s"), new MockServerHttpResponse())
			.subscribe();
		assertThat(this.engine.recent()).as("the answer has not begun").isEmpty();

		request.dispose();

		assertThat(result()).isEqualTo("fault;verdict=injected, throttle;verdict=skipped;reason=abandoned");
	}

	private HttpHandler handler(WebHandler handler, WebExceptionHandler exceptions) {
		AttackWebFilter filter = new AttackWebFilter(this.engine, new StaticApplicationContext(), (path) -> false,
				Set.of(ResponseMark.RESULT_HEADER), 1024);
		return WebHttpHandlerBuilder.webHandler(handler)
			.filter(filter)
			.exceptionHandler(exceptions)
			.httpHandlerDecorator(filter.answerDecorator())
			.build();
	}

	private static MockServerHttpRequest request(String... actions) {
		return MockServerHttpRequest.get("/").header(AttackEngine.ATTACK_HEADER, document(actions)).build();
	}

	private String result() {
		return this.engine.recent().get(0).decision().resultHeader();
	}

}
