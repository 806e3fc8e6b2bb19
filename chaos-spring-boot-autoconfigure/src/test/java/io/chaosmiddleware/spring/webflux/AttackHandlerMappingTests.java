package io.chaosmiddleware.spring.webflux;

import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;

class AttackHandlerMappingTests {

	private final AttackEngine engine = AttackEngine.builder().build();

	private final GenericApplicationContext context = new GenericApplicationContext();

	private AttackHandlerMapping mapping;

	private DispatcherHandler dispatcherHandler;

	@BeforeEach
	void refresh() {
		this.context.registerBean(AttackHandlerMapping.class, this.engine, this.context,
				(Predicate<String>) (path) -> false, Set.of(),
				this.context.getDefaultListableBeanFactory().getBeanProvider(DispatcherHandler.class));
		this.context.registerBean(AttackContinuation.class);
		this.context.registerBean(DispatcherHandler.class);
		this.context.refresh();
		this.mapping = this.context.getBean(AttackHandlerMapping.class);
		this.dispatcherHandler = this.context.getBean(DispatcherHandler.class);
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

		StepVerifier.create(this.dispatcherHandler.handle(exchange)).verifyError(RuntimeException.class);

		Outcome decision = exchange.getRequiredAttribute(AttackHandlerMapping.OUTCOME_ATTRIBUTE);
		assertThat(decision.fault()).isExactlyInstanceOf(RuntimeException.class);
	}

	@Test
	void raisesTheFaultOnceEvenIfTheEngineIsIdleByThen() {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
		this.engine.control()
			.start(new AttackParser(AttackLimits.HEADER)
				.parse(WebFluxServer.document(WebFluxServer.fault("RuntimeException"))), Duration.ofMinutes(1), null);

		StepVerifier
			.create(this.dispatcherHandler.handle(exchange)
				.doOnSubscribe((subscription) -> this.engine.control().cancelAll(null)))
			.verifyError(RuntimeException.class);
		StepVerifier.create(this.dispatcherHandler.handle(exchange)).verifyError(ResponseStatusException.class);
	}

	@Test
	void delaysAMockRequestToo() {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/")
			.header(AttackEngine.ATTACK_HEADER, WebFluxServer.document(WebFluxServer.delay(7))));

		StepVerifier.withVirtualTime(() -> this.mapping.getHandler(exchange))
			.expectSubscription()
			.expectNoEvent(Duration.ofSeconds(7))
			.expectNextMatches(this.context.getBean(AttackContinuation.class)::supports)
			.verifyComplete();
	}

}
