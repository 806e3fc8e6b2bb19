package io.chaosmiddleware.spring.webflux;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static io.chaosmiddleware.spring.webflux.WebFluxServer.delay;
import static io.chaosmiddleware.spring.webflux.WebFluxServer.fault;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What log lines of an attacked WebFlux request can know: it is in the context of
 * Reactor, and in the MDC where contexts are propagated to threads.
 */
class WebFluxLogContextTests {

	private static WebFluxServer server;

	@BeforeAll
	static void start() {
		server = WebFluxServer.start(Application.class, "spring.reactor.context-propagation=auto");
	}

	@AfterAll
	static void stop() {
		server.close();
		Hooks.disableAutomaticContextPropagation();
	}

	@AfterEach
	void noRequestRemembers() {
		for (int i = 0; i < 10; i++) {
			assertThat(server.get("/plain").body()).isEqualTo("mdc=null");
			assertThat(server.get("/mono").body()).isEqualTo("mdc=null");
		}
	}

	@Test
	void aHandlerThatBlocksOrNotHasTheKey() {
		assertThat(server.attack("/plain", delay(1)).body()).isEqualTo("mdc=delay");
		assertThat(server.attack("/mono", delay(1)).body()).isEqualTo("mdc=delay");
	}

	@Test
	void anExceptionHandlerHasTheKey() {
		assertThat(server.attack("/mono", fault("UnsupportedOperationException")).body())
			.isEqualTo("handled mdc=fault");
		assertThat(server.attack("/mono", delay(1), fault("UnsupportedOperationException")).body())
			.isEqualTo("handled mdc=delay,fault");
	}

	@Test
	void anAttackThatInjectsNothingHasNoKey() {
		assertThat(server.attack("/mono", fault("UnsupportedOperationException") + " /x").body()).isEqualTo("mdc=null");
	}

	@Test
	void theContextOfReactorHasTheKeyInAnyCase() {
		Hooks.disableAutomaticContextPropagation();
		try {
			assertThat(server.attack("/mono", delay(1)).body()).isEqualTo("mdc=null");
			assertThat(server.attack("/context", delay(1)).body()).isEqualTo("context=delay");
			assertThat(server.get("/context").body()).isEqualTo("context=none");
		}
		finally {
			Hooks.enableAutomaticContextPropagation();
		}
	}

	@Test
	void theAccessorIsThereAsLongAsAnApplicationNeedsIt() {
		assertThat(accessor()).isInstanceOf(LoggedEffectsAccessor.class);

		WebFluxServer.start(Application.class).close();

		assertThat(accessor()).as("the other application still runs").isInstanceOf(LoggedEffectsAccessor.class);
		server.close();
		assertThat(accessor()).isNull();
		WebFluxServer.start(Application.class, "chaos.middleware.enabled=false").close();
		try (WebFluxServer disabled = WebFluxServer.start(Application.class, "chaos.middleware.enabled=false")) {
			assertThat(disabled.get("/plain").body()).isEqualTo("mdc=null");
			assertThat(accessor()).isNull();
		}
		start();
	}

	@Test
	void anAccessorOfTheApplicationIsLeftAlone() {
		server.close();
		LoggedEffectsAccessor own = new LoggedEffectsAccessor();
		ContextRegistry.getInstance().registerThreadLocalAccessor(own);
		try {
			WebFluxServer.start(Application.class).close();

			assertThat(accessor()).isSameAs(own);
		}
		finally {
			ContextRegistry.getInstance().removeThreadLocalAccessor("chaos");
			start();
		}
	}

	private static ThreadLocalAccessor<?> accessor() {
		return ContextRegistry.getInstance()
			.getThreadLocalAccessors()
			.stream()
			.filter((accessor) -> accessor.key().equals("chaos"))
			.findFirst()
			.orElse(null);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(LogController.class)
	static class Application {

	}

	@RestController
	static class LogController {

		@GetMapping("/plain")
		String plain() {
			return "mdc=" + MDC.get("chaos");
		}

		@GetMapping("/mono")
		Mono<String> mono() {
			return Mono.just("mdc=").map((text) -> text + MDC.get("chaos"));
		}

		@GetMapping("/context")
		Mono<String> context() {
			return Mono.deferContextual((context) -> Mono.just("context=" + context.getOrDefault("chaos", "none")));
		}

		@ExceptionHandler
		Mono<String> handle(UnsupportedOperationException ex) {
			return Mono.fromSupplier(() -> "handled mdc=" + MDC.get("chaos"));
		}

	}

}
