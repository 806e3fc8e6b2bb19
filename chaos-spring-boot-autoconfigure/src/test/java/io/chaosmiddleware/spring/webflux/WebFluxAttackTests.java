package io.chaosmiddleware.spring.webflux;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

class WebFluxAttackTests {

	private static WebFluxServer server;

	@BeforeAll
	static void start() {
		server = WebFluxServer.start(Application.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void aRequestWithoutAttackPasses() {
		HttpResponse<String> response = server.get("/hello");

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("hello");
		assertThat(result(response)).isEqualTo("none");
	}

	@Test
	void aDelayedFaultFailsTheRequest() {
		HttpResponse<String> response = server.attack("/hello", delay(1), fault("IllegalStateException"));

		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(result(response)).isEqualTo("delay;verdict=injected;seconds=1, fault;verdict=injected");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(HelloController.class)
	static class Application {

	}

	@RestController
	static class HelloController {

		@GetMapping("/hello")
		Mono<String> hello() {
			return Mono.just("hello");
		}

	}

}
