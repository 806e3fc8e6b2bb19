package io.chaosmiddleware.spring.webflux;

import java.time.Duration;
import java.util.List;
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
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.result.SimpleHandlerAdapter;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.handler.DefaultWebFilterChain;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

class AttackWebFilterTests {

	private final AttackEngine engine = AttackEngine.builder().build();

	private final GenericApplicationContext context = new GenericApplicationContext();

	private AttackWebFilter filter;

	private WebFilterChain chain;

	@BeforeEach
	void refresh() {
		this.filter = new AttackWebFilter(this.engine, this.context, (Predicate<String>) (path) -> false, Set.of(),
				1024);
		this.context.registerBean(HandlerMapping.class, this.filter::faultMapping);
		this.context.registerBean(SimpleHandlerAdapter.class);
		this.context.registerBean(DispatcherHandler.class);
		this.context.refresh();
		this.chain = new DefaultWebFilterChain(this.context.getBean(DispatcherHandler.class), List.of(this.filter));
	}

	@Test
	void isTheLastFilter() {
		assertThat(this.filter.getOrder()).isEqualTo(Ordered.LOWEST_PRECEDENCE);
	}

	@Test
	void addsNothingWhenIdle() {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
		int attributes = exchange.getAttributes().size();
		Mono<Void> rest = Mono.empty();

		assertThat(this.filter.filter(exchange, (passedOn) -> rest)).isSameAs(rest);
		assertThat(exchange.getAttributes()).hasSize(attributes);
	}

	@Test
	void keepsWhatWasDoneInTheExchange() {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/")
			.header(AttackEngine.ATTACK_HEADER, document(WebFluxServer.fault("RuntimeException"))));

		StepVerifier.create(this.chain.filter(exchange)).verifyError(RuntimeException.class);

		Outcome decision = exchange.getRequiredAttribute(AttackWebFilter.OUTCOME_ATTRIBUTE);
		assertThat(decision.fault()).isExactlyInstanceOf(RuntimeException.class);
	}

	@Test
	void raisesTheFaultOnceEvenIfTheEngineIsIdleByThen() {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
		this.engine.control()
			.start(new AttackParser(AttackLimits.HEADER).parse(document(WebFluxServer.fault("RuntimeException"))),
					Duration.ofMinutes(1), null);

		StepVerifier.create(this.chain.filter(exchange)).verifyError(RuntimeException.class);
		this.engine.control().cancelAll(null);
		StepVerifier.create(this.chain.filter(exchange)).verifyError(ResponseStatusException.class);
	}

	@Test
	void delaysAMockRequestToo() {
		MockServerWebExchange exchange = MockServerWebExchange
			.from(MockServerHttpRequest.get("/").header(AttackEngine.ATTACK_HEADER, document(WebFluxServer.delay(7))));

		StepVerifier.withVirtualTime(() -> this.chain.filter(exchange))
			.expectSubscription()
			.expectNoEvent(Duration.ofSeconds(7))
			.verifyError(ResponseStatusException.class);
	}

}
