package io.chaosmiddleware.spring.servlet;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.chaosmiddleware.engine.Outcome;
import io.chaosmiddleware.spring.contract.AdapterContractTests;
import io.chaosmiddleware.spring.contract.ContractApplication;
import jakarta.servlet.Filter;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract on Spring MVC, and what only servlets have: dispatches of other types,
 * interceptors, and asynchronous results.
 */
abstract class ServletContractTests extends AdapterContractTests {

	protected abstract Class<?> server();

	@Override
	protected SpringApplication application() {
		SpringApplication application = new SpringApplication(ContractApplication.class, MvcApplication.class,
				ServletDispatchContractTests.DispatchApplication.class,
				ServletAfterHandlerContractTests.AnsweringApplication.class, server());
		application.setWebApplicationType(WebApplicationType.SERVLET);
		return application;
	}

	@Override
	protected String contextPathProperty() {
		return "server.servlet.context-path";
	}

	@ParameterizedTest
	@CsvSource({ "/callable,callable", "/deferred,deferred", "/forward,orders" })
	void furtherDispatchesOfARequestAreNotAttackedAgain(String path, String body) {
		int decided = decided();
		long begin = System.nanoTime();

		HttpResponse<String> response = get(path, document("delay 1"));

		assertThat(response.body()).isEqualTo(body);
		assertThat(elapsed(begin)).isBetween(Duration.ofMillis(995), Duration.ofSeconds(5));
		assertThat(decided()).isEqualTo(decided + 1);
		assertThat(get(path, fault("IllegalArgumentException")).statusCode()).isEqualTo(422);
	}

	@Test
	void aRequestThatAFilterForwardsIsAttackedOnce() {
		int decided = decided();

		HttpResponse<String> response = get("/old", fault("IllegalArgumentException"));

		assertThat(response.statusCode()).isEqualTo(422);
		assertThat(decided()).isEqualTo(decided + 1);
		assertThat(get("/old", null).body()).isEqualTo("orders");
	}

	@ParameterizedTest
	@CsvSource({ "/failed,200", "/forbidden,403" })
	void aRequestThatAFilterForwardsToAnswerAnErrorIsNotAttacked(String path, int status) {
		configure(fault("IllegalArgumentException"));
		int decided = decided();

		HttpResponse<String> response = get(path, fault("IllegalArgumentException"));

		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.body()).isEqualTo("orders");
		assertThat(result(response)).isNull();
		assertThat(decided()).isEqualTo(decided);
	}

	@Test
	void aConfiguredAttackDoesNotHitTheErrorPage() {
		configure(fault("java.io.IOException"));

		HttpResponse<String> response = get("/orders", null);

		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(response.body()).contains("\"path\":\"/shop/orders\"");
		assertThat(engine().activeAttacks().get(0).hits()).isOne();
	}

	@Test
	void theInterceptorsOfTheApplicationSeeTheFailureAsARealOne() {
		List<String> seen = context().getBean(SeeingInterceptor.class).seen;

		get("/orders?seen", fault("java.io.IOException"));

		assertThat(seen).containsExactly("preHandle", "afterCompletion java.io.IOException");
	}

	@Test
	void theDecisionTravelsWithTheRequest() {
		assertThat(get("/decision", document("delay 1")).body()).isEqualTo("[delay;verdict=injected;seconds=1]");
	}

	@Test
	void aPathWithoutHandlerIsServedByTheStaticResourcesAndSoIsAttacked() {
		assertThat(get("/nowhere", null).statusCode()).isEqualTo(404);
		assertThat(get("/nowhere", fault("IllegalArgumentException")).statusCode()).isEqualTo(422);
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ MvcController.class, MvcController.ForwardController.class, SeeingInterceptor.class })
	static class MvcApplication {

		@Bean
		RouterFunction<ServerResponse> functional() {
			return RouterFunctions.route()
				.GET("/functional", (request) -> ServerResponse.ok().body(ContractApplication.handle("functional")))
				.build();
		}

		@Bean
		Filter security() {
			return (request, response, chain) -> {
				if (((HttpServletRequest) request).getRequestURI().endsWith("/secured")) {
					((HttpServletResponse) response).setStatus(401);
					return;
				}
				// as Spring Boot's ErrorPageFilter does in a container, and Spring
				// Security
				if (((HttpServletRequest) request).getRequestURI().endsWith("/failed")) {
					request.setAttribute(RequestDispatcher.ERROR_STATUS_CODE, 401);
					request.getRequestDispatcher("/orders").forward(request, response);
					return;
				}
				if (((HttpServletRequest) request).getRequestURI().endsWith("/forbidden")) {
					((HttpServletResponse) response).setStatus(403);
					request.getRequestDispatcher("/orders").forward(request, response);
					return;
				}
				if (((HttpServletRequest) request).getRequestURI().endsWith("/old")) {
					request.getRequestDispatcher("/orders").forward(request, response);
					return;
				}
				chain.doFilter(request, response);
			};
		}

	}

	static class SeeingInterceptor implements WebMvcConfigurer, HandlerInterceptor {

		final List<String> seen = new CopyOnWriteArrayList<>();

		@Override
		public void addInterceptors(InterceptorRegistry registry) {
			registry.addInterceptor(this).excludePathPatterns("/error");
		}

		@Override
		public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
			see(request, "preHandle");
			return true;
		}

		@Override
		public void afterCompletion(HttpServletRequest request, HttpServletResponse response, Object handler,
				Exception ex) {
			see(request, "afterCompletion " + ((ex != null) ? ex.getClass().getName() : "null"));
		}

		// other requests may still be completed after their answer was received
		private void see(HttpServletRequest request, String event) {
			if ("seen".equals(request.getQueryString())) {
				this.seen.add(event);
			}
		}

	}

	@RestController
	static class MvcController {

		@GetMapping("/callable")
		Callable<String> callable() {
			return () -> ContractApplication.handle("callable");
		}

		@GetMapping("/deferred")
		DeferredResult<String> deferred() {
			DeferredResult<String> result = new DeferredResult<>();
			CompletableFuture.runAsync(() -> result.setResult(ContractApplication.handle("deferred")));
			return result;
		}

		@GetMapping("/stream")
		StreamingResponseBody stream() {
			return (body) -> body.write(ContractApplication.handle("streamed").getBytes(StandardCharsets.UTF_8));
		}

		@GetMapping("/decision")
		String decision(HttpServletRequest request) {
			return ((Outcome) request.getAttribute(AttackInterceptor.OUTCOME_ATTRIBUTE)).decision()
				.verdicts()
				.toString();
		}

		@Controller
		static class ForwardController {

			@GetMapping("/forward")
			String forward() {
				return "forward:/orders";
			}

		}

	}

}
