package io.chaosmiddleware.spring.webflux;

import java.time.Duration;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.Decision;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.context.support.StaticApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

class WebFluxFilterTests {

	private final AttackEngine engine = AttackEngine.builder().build();

	private final AttackWebFilter filter = new AttackWebFilter(this.engine, new StaticApplicationContext(),
			(path) -> false);

	@Test
	void isLast() {
		assertThat(this.filter.getOrder()).isEqualTo(Ordered.LOWEST_PRECEDENCE);
	}

	@Test
	void addsNothingWhenIdle() {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
		int attributes = exchange.getAttributes().size();
		Mono<Void> rest = Mono.empty();

		assertThat(this.filter.filter(exchange, (ignored) -> rest)).isSameAs(rest);
		assertThat(exchange.getAttributes()).hasSize(attributes);
	}

	@Test
	void keepsWhatWasDoneInTheExchange() {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/")
			.header(AttackEngine.ATTACK_HEADER, WebFluxServer.document(WebFluxServer.fault("RuntimeException"))));

		StepVerifier.create(this.filter.filter(exchange, (ignored) -> Mono.empty())).verifyComplete();

		Decision decision = exchange.getRequiredAttribute(AttackWebFilter.DECISION_ATTRIBUTE);
		assertThat(decision.fault()).isExactlyInstanceOf(RuntimeException.class);
	}

	@Test
	void delaysAMockRequestToo() {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/")
			.header(AttackEngine.ATTACK_HEADER, WebFluxServer.document(WebFluxServer.delay(7))));

		StepVerifier.withVirtualTime(() -> this.filter.filter(exchange, (ignored) -> Mono.empty()))
			.expectSubscription()
			.expectNoEvent(Duration.ofSeconds(7))
			.verifyComplete();
	}

}
