package io.chaosmiddleware.spring.webflux;

import java.time.Duration;
import java.util.Set;

import io.chaosmiddleware.attack.AttackLimits;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.Decision;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.reactive.DispatcherHandler;

import static org.assertj.core.api.Assertions.assertThat;

class AttackHandlerMappingTests {

	private final AttackEngine engine = AttackEngine.builder().build();

	private final AttackHandlerMapping mapping = new AttackHandlerMapping(this.engine, new StaticApplicationContext(),
			(path) -> false, Set.of(), dispatcherHandlers());

	private static ObjectProvider<DispatcherHandler> dispatcherHandlers() {
		return new StaticListableBeanFactory().getBeanProvider(DispatcherHandler.class);
	}

	@Test
	void isFirst() {
		assertThat(this.mapping.getOrder()).isEqualTo(Ordered.HIGHEST_PRECEDENCE);
	}

	@Test
	void addsNothingWhenIdle() {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
		int attributes = exchange.getAttributes().size();

		assertThat(this.mapping.getHandler(exchange)).isSameAs(Mono.empty());
		assertThat(exchange.getAttributes()).hasSize(attributes);
	}

	@Test
	void keepsWhatWasDoneInTheExchange() {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/")
			.header(AttackEngine.ATTACK_HEADER, WebFluxServer.document(WebFluxServer.fault("RuntimeException"))));

		StepVerifier.create(this.mapping.getHandler(exchange))
			.expectNextMatches(new AttackContinuation(dispatcherHandlers())::supports)
			.verifyComplete();

		Decision decision = exchange.getRequiredAttribute(AttackHandlerMapping.DECISION_ATTRIBUTE);
		assertThat(decision.fault()).isExactlyInstanceOf(RuntimeException.class);
	}

	@Test
	void raisesTheFaultOnceEvenIfTheEngineIsIdleByThen() {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
		this.engine.start(new AttackParser(AttackLimits.HEADER)
			.parse(WebFluxServer.document(WebFluxServer.fault("RuntimeException"))), Duration.ofMinutes(1));
		this.mapping.getHandler(exchange).block();
		this.engine.cancelAll();

		StepVerifier.create(this.mapping.getHandler(exchange)).verifyError(RuntimeException.class);
		StepVerifier.create(this.mapping.getHandler(exchange)).verifyComplete();
	}

	@Test
	void delaysAMockRequestToo() {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/")
			.header(AttackEngine.ATTACK_HEADER, WebFluxServer.document(WebFluxServer.delay(7))));

		StepVerifier.withVirtualTime(() -> this.mapping.getHandler(exchange))
			.expectSubscription()
			.expectNoEvent(Duration.ofSeconds(7))
			.expectNextCount(1)
			.verifyComplete();
	}

}
