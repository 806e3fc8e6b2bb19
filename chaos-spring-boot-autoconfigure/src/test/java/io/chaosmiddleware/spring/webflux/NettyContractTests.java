package io.chaosmiddleware.spring.webflux;

import java.net.http.HttpResponse;
import java.util.Map;

import io.chaosmiddleware.spring.contract.AdapterContractTests;
import io.chaosmiddleware.spring.contract.ContractApplication;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract on Spring WebFlux with Reactor Netty.
 */
class NettyContractTests extends AdapterContractTests {

	@Override
	protected SpringApplication application() {
		SpringApplication application = new SpringApplication(ContractApplication.class, WebFluxApplication.class);
		// Reactor Netty 1.3.7 may stop reading kept-alive connections, see its issue 4361
		application.setDefaultProperties(Map.of("server.netty.max-keep-alive-requests", "1"));
		application.setWebApplicationType(WebApplicationType.REACTIVE);
		return application;
	}

	@Override
	protected String serverName() {
		return "Netty";
	}

	@Override
	protected String contextPathProperty() {
		return "spring.webflux.base-path";
	}

	@Test
	void aRequestThatAFilterPassesOnToAnswerAnErrorIsNotAttacked() {
		configure(fault("IllegalArgumentException"));
		int decided = decided();

		HttpResponse<String> response = get("/failed", fault("IllegalArgumentException"));

		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.body()).isEqualTo("orders");
		assertThat(result(response)).isNull();
		assertThat(decided()).isEqualTo(decided);
	}

	@Configuration(proxyBeanMethods = false)
	@Import(WebFluxController.class)
	static class WebFluxApplication {

		@Bean
		NettyReactiveWebServerFactory webServerFactory() {
			return new NettyReactiveWebServerFactory();
		}

		@Bean
		RouterFunction<ServerResponse> functional() {
			return RouterFunctions.route()
				.GET("/functional",
						(request) -> ServerResponse.ok().bodyValue(ContractApplication.handle("functional")))
				.build();
		}

		@Bean
		WebFilter security() {
			return (exchange, chain) -> {
				if (exchange.getRequest().getPath().value().endsWith("/secured")) {
					exchange.getResponse().setStatusCode(HttpStatus.UNAUTHORIZED);
					return Mono.empty();
				}
				if (exchange.getRequest().getPath().value().endsWith("/failed")) {
					exchange.getResponse().setStatusCode(HttpStatus.NOT_FOUND);
					return chain
						.filter(exchange.mutate().request((request) -> request.path(CONTEXT_PATH + "/orders")).build());
				}
				return chain.filter(exchange);
			};
		}

	}

	@RestController
	static class WebFluxController {

		@GetMapping("/stream")
		Flux<String> stream() {
			return Flux.just("stre", ContractApplication.handle("amed"));
		}

	}

}
