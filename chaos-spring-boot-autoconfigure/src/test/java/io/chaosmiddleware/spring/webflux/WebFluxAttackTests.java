package io.chaosmiddleware.spring.webflux;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.security.Principal;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.chaosmiddleware.engine.AttackAuthorizer;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackEvent;
import io.chaosmiddleware.spring.autoconfigure.AttackEngineCustomizer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.reactor.netty.NettyWebServer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.WebFilter;

import static io.chaosmiddleware.spring.webflux.WebFluxServer.delay;
import static io.chaosmiddleware.spring.TestDocuments.document;
import static io.chaosmiddleware.spring.webflux.WebFluxServer.fault;
import static io.chaosmiddleware.spring.webflux.WebFluxServer.result;
import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(NothingBlocks.class)
class WebFluxAttackTests {

	private static final String[] FAULT_EVERYWHERE = { "chaos.middleware.attacks[0].actions[0].name=fault",
			"chaos.middleware.attacks[0].actions[0].value=IllegalStateException" };

	@AutoClose
	private static final WebFluxServer server = WebFluxServer.start(Application.class);

	@BeforeEach
	void forget() {
		Application.errors.clear();
		Application.decided.clear();
		Application.calls.set(0);
	}

	@Test
	void aRequestWithoutAttackPasses() {
		HttpResponse<String> response = server.get("/hello");

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("hello");
		assertThat(result(response)).isEqualTo("none");
		assertThat(Application.decided).isEmpty();
	}

	@Test
	void aDelayedFaultFailsTheRequest() {
		HttpResponse<String> response = server.attack("/hello", delay(1), fault("IllegalStateException"));

		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(result(response)).isEqualTo("delay;verdict=injected;seconds=1, fault;verdict=injected");
		assertThat(Application.calls).hasValue(0);
	}

	@Test
	void aRequestIsAttackedOnceAndReportedOnce() {
		HttpResponse<String> response = server.attack("/hello", fault("IllegalStateException"), delay(1));

		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(result(response)).isEqualTo("fault;verdict=injected, delay;verdict=skipped;reason=after-outcome");
		assertThat(Application.decided).hasSize(1);
	}

	@Test
	void aFilterThatTriesAgainIsNotAttackedAgain() {
		HttpResponse<String> response = server.attack("/hello?retry", fault("IllegalStateException"));

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(result(response)).isEqualTo("fault;verdict=injected");
		assertThat(Application.errors).hasSize(1);
		assertThat(Application.decided).hasSize(1);
	}

	@Test
	void theFiltersOfTheApplicationSeeTheFailure() {
		server.attack("/hello", fault("java.io.IOException"));

		assertThat(Application.errors).hasSize(1);
		assertThat(Application.errors.peek()).isInstanceOf(IOException.class);
	}

	@Test
	void aHeaderThatCannotBeReadIsReportedAndLetsTheRequestPass() {
		HttpResponse<String> response = server.get("/hello", AttackEngine.ATTACK_HEADER, "no json");

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(result(response)).isEqualTo("attack;verdict=refused;reason=not-json");
		assertThat(result(
				server.get("/hello", AttackEngine.ATTACK_HEADER, document(), AttackEngine.ATTACK_HEADER, document())))
			.isEqualTo("attack;verdict=refused;reason=repeated-header");
	}

	@Test
	void aRequestWithoutHandlerIsAttackedToo() {
		assertThat(server.get("/unknown").statusCode()).isEqualTo(404);
		assertThat(server.send("POST", "/hello").statusCode()).isEqualTo(405);

		assertThat(server.attack("/unknown", fault("IllegalStateException")).statusCode()).isEqualTo(500);
		assertThat(server
			.send("POST", "/hello", AttackEngine.ATTACK_HEADER, document(fault("UnsupportedOperationException")))
			.statusCode()).as("handled by global advice").isEqualTo(501);
	}

	@Test
	void aStaticResourceIsAttackedToo() {
		assertThat(server.attack("/webflux.txt", fault("UnsupportedOperationException")).statusCode())
			.as("handled by global advice")
			.isEqualTo(501);
		assertThat(server.attack("/webflux.txt", fault("IllegalStateException")).statusCode()).isEqualTo(500);
	}

	@Test
	void aRequestOfARejectedOriginFailsWithTheFaultThatIsReported() {
		assertThat(server.get("/cors", "Origin", "http://good.example").statusCode()).isEqualTo(200);
		assertThat(server.get("/cors", "Origin", "http://bad.example").statusCode()).isEqualTo(403);

		HttpResponse<String> response = server.get("/cors", "Origin", "http://bad.example", AttackEngine.ATTACK_HEADER,
				document(fault("IllegalStateException")));

		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(result(response)).isEqualTo("fault;verdict=injected");
		assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
	}

	@Test
	void aFaultOfAnAllowedOriginCanBeReadByTheBrowser() {
		HttpResponse<String> response = server.get("/cors", "Origin", "http://good.example", AttackEngine.ATTACK_HEADER,
				document(fault("IllegalStateException")));

		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains("http://good.example");
	}

	@Test
	void aPreflightRequestIsLeftAlone() {
		HttpResponse<String> response = server.send("OPTIONS", "/cors", "Origin", "http://good.example",
				"Access-Control-Request-Method", "GET", AttackEngine.ATTACK_HEADER,
				document(fault("IllegalStateException")));

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains("http://good.example");
		assertThat(Application.decided).isEmpty();
	}

	@Test
	void theAuthorizerSeesWhoSendsTheRequest() {
		try (WebFluxServer server = WebFluxServer.start(Application.class, "test.authorize=true")) {
			String attack = document(fault("IllegalStateException"));

			assertThat(result(server.get("/hello", "x-user", "alice", AttackEngine.ATTACK_HEADER, attack)))
				.isEqualTo("fault;verdict=injected");
			assertThat(result(server.get("/hello", "x-user", "bob", AttackEngine.ATTACK_HEADER, attack)))
				.isEqualTo("attack;verdict=refused;reason=unauthorized");
			assertThat(result(server.get("/hello", AttackEngine.ATTACK_HEADER, attack)))
				.isEqualTo("attack;verdict=refused;reason=unauthorized");
			HttpResponse<String> broken = server.get("/hello", "x-user", "broken", AttackEngine.ATTACK_HEADER, attack);
			assertThat(broken.statusCode()).isEqualTo(200);
			assertThat(result(broken)).isEqualTo("attack;verdict=refused;reason=unauthorized");
		}
	}

	@Test
	void otherServersWillDo() {
		String otherAutoConfigurations = "spring.autoconfigure.exclude=org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration";
		try (WebFluxServer other = WebFluxServer.start(Application.class, otherAutoConfigurations)) {
			assertThat(server.webServer()).isInstanceOf(NettyWebServer.class);
			assertThat(other.webServer()).isNotInstanceOf(NettyWebServer.class);
			HttpResponse<String> response = other.attack("/hello", delay(1), fault("UnsupportedOperationException"));

			assertThat(response.statusCode()).isEqualTo(501);
			assertThat(result(response)).isEqualTo("delay;verdict=injected;seconds=1, fault;verdict=injected");
			// on the same connection, so that the server is done with the one before when
			// it
			// is closed: it would wait for its own lock on the thread of the timer
			assertThat(other.get("/hello").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void theBasePathIsNoPartOfTheRoute() {
		try (WebFluxServer server = WebFluxServer.start(Application.class, "spring.webflux.base-path=/base",
				FAULT_EVERYWHERE[0], FAULT_EVERYWHERE[1], "chaos.middleware.attacks[0].actions[0].route=/{name}")) {
			HttpResponse<String> response = server.get("/base/hello?a=b");

			assertThat(response.statusCode()).isEqualTo(500);
			assertThat(result(response)).as("of a configured attack").isEqualTo("none");
		}
	}

	@Test
	void theSeparateManagementPortIsNeverAttacked() {
		try (WebFluxServer server = WebFluxServer.start(Application.class, "management.server.port=0",
				FAULT_EVERYWHERE[0], FAULT_EVERYWHERE[1])) {
			int management = server.context()
				.getBean(Environment.class)
				.getRequiredProperty("local.management.port", Integer.class);

			assertThat(management).isNotEqualTo(server.port());
			assertThat(server.get("/hello").statusCode()).isEqualTo(500);
			assertThat(server.send(management, "GET", "/actuator/health").statusCode()).isEqualTo(200);
			HttpResponse<String> response = server.send(management, "GET", "/actuator/health",
					AttackEngine.ATTACK_HEADER, document(fault("IllegalStateException")));
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(result(response)).isEqualTo("none");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ HelloController.class, Advice.class })
	static class Application {

		static final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();

		static final Queue<AttackEvent.Decided> decided = new ConcurrentLinkedQueue<>();

		static final AtomicInteger calls = new AtomicInteger();

		@Bean
		AttackEngineCustomizer recorder() {
			return (builder) -> builder.recorder((event) -> {
				if (event instanceof AttackEvent.Decided it) {
					decided.add(it);
				}
			});
		}

		@Bean
		AttackAuthorizer authorizer(Environment environment) {
			boolean all = !environment.getProperty("test.authorize", Boolean.class, false);
			return (request) -> {
				Principal principal = request.principal();
				return all || (principal != null && principal.getName().equals("alice"));
			};
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		WebFilter security() {
			return (exchange, chain) -> {
				String user = exchange.getRequest().getHeaders().getFirst("x-user");
				if (user == null) {
					return chain.filter(exchange);
				}
				Principal principal = () -> user;
				Mono<Principal> resolved = user.equals("broken") ? Mono.error(new IllegalStateException())
						: Mono.just(principal);
				return chain.filter(exchange.mutate().principal(resolved).build());
			};
		}

		@Bean
		WebFilter errors() {
			return (exchange, chain) -> {
				Mono<Void> result = chain.filter(exchange).doOnError(errors::add);
				return "retry".equals(exchange.getRequest().getURI().getQuery()) ? result.retry(1) : result;
			};
		}

	}

	@RestController
	static class HelloController {

		@GetMapping("/hello")
		Mono<String> hello() {
			return Mono.fromSupplier(() -> {
				Application.calls.incrementAndGet();
				return "hello";
			});
		}

		@GetMapping("/cors")
		@CrossOrigin("http://good.example")
		String cors() {
			return "cors";
		}

	}

	@RestControllerAdvice
	static class Advice {

		@ExceptionHandler(UnsupportedOperationException.class)
		@ResponseStatus(HttpStatus.NOT_IMPLEMENTED)
		String handle() {
			return "handled";
		}

	}

}
