package io.chaosmiddleware.spring.webflux;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static io.chaosmiddleware.spring.webflux.WebFluxServer.delay;
import static io.chaosmiddleware.spring.webflux.WebFluxServer.fault;
import static io.chaosmiddleware.spring.webflux.WebFluxServer.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * BlockHound watches all tests of this module; each test of WebFlux asserts that it found
 * nothing. Here are the proofs that it would find something.
 */
class WebFluxBlockHoundTests {

	@BeforeEach
	@AfterEach
	void forget() {
		BlockingCalls.found().clear();
	}

	@Test
	void aBlockingCallOnTheParallelSchedulerIsFound() {
		assertThatThrownBy(() -> Mono.delay(Duration.ofMillis(1)).doOnNext((tick) -> sleep()).block())
			.hasRootCauseInstanceOf(BlockingOperationError.class);
		assertThat(BlockingCalls.found()).hasSize(1);
	}

	@Test
	void aBlockingCallOnTheEventLoopIsFoundAlsoAfterADelay() {
		try (WebFluxServer server = WebFluxServer.start(Application.class)) {
			server.get("/sleep");
			assertThat(BlockingCalls.found()).hasSize(1);

			server.attack("/sleep", delay(1));
			assertThat(BlockingCalls.found()).hasSize(2);

			assertThat(result(server.attack("/sleep", delay(1), fault("IllegalStateException"))))
				.isEqualTo("delay;verdict=injected;seconds=1, fault;verdict=injected");
			assertThat(BlockingCalls.found()).as("an attack alone does not block").hasSize(2);
		}
	}

	private static void sleep() {
		try {
			Thread.sleep(10);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(SleepController.class)
	static class Application {

	}

	@RestController
	static class SleepController {

		@GetMapping("/sleep")
		String get() {
			sleep();
			return "slept";
		}

	}

}
