package io.chaosmiddleware.spring.contract;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.chaosmiddleware.engine.AttackEngine;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.error.DefaultErrorAttributes;
import org.springframework.boot.webmvc.error.ErrorAttributes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.context.request.async.DeferredResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The MDC key {@code chaos} is there wherever an attacked servlet request can log, and
 * never on a request that comes after it on the same thread.
 */
@ParameterizedClass
@EnumSource(names = { "TOMCAT", "JETTY" })
class LogContextTests {

	private static TestApplication application;

	@Parameter
	private TestServer server;

	@BeforeParameterizedClassInvocation
	static void start(TestServer server) {
		// one thread for requests; those of Jetty also accept and select
		application = TestApplication.start(server, Application.class, "server.tomcat.threads.max=1",
				"server.tomcat.threads.min-spare=1", "server.jetty.threads.max=4", "server.jetty.threads.min=4",
				"server.jetty.threads.acceptors=1", "server.jetty.threads.selectors=1");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		application.close();
	}

	@BeforeEach
	void forget() {
		Recorder.seen.clear();
	}

	@AfterEach
	void noThreadRemembers() {
		for (int i = 0; i < 20; i++) {
			assertThat(application.get("/orders").body()).isEqualTo("mdc=null");
			assertThat(application.get("/missing?calm").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void aRequestThatIsNotAttackedHasNoKey() {
		assertThat(application.get("/orders?seen").body()).isEqualTo("mdc=null");
		assertThat(application.attack("/orders", "delay x").body()).as("refused").isEqualTo("mdc=null");
		assertThat(seen(1)).containsExactly("REQUEST from null to null");
	}

	@Test
	void theHandlerAndTheFiltersOnTheWayOutHaveTheKey() {
		assertThat(application.attack("/orders?seen", "delay 1").body()).isEqualTo("mdc=delay");
		assertThat(seen(1)).containsExactly("REQUEST from null to delay");
	}

	@Test
	void anExceptionHandlerHasTheKey() {
		assertThat(application.attack("/orders?seen", "fault UnsupportedOperationException").body())
			.isEqualTo("handled mdc=fault");
		assertThat(seen(1)).containsExactly("REQUEST from null to fault");
	}

	@Test
	void anAttackByConfigurationHasTheKeyToo() {
		application.configure("delay 1", "fault UnsupportedOperationException");

		assertThat(application.get("/orders?seen").body()).isEqualTo("handled mdc=delay,fault");

		application.engine().control().cancelAll(null);
	}

	@ParameterizedTest
	@ValueSource(strings = { "IllegalStateException", "java.io.IOException" })
	void theErrorPageHasTheKey(String exception) {
		HttpResponse<String> response = application.attack("/orders?seen", "fault " + exception);

		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(response.body()).contains("\"mdc\":\"fault\"");
		assertThat(seen(2)).containsExactly("REQUEST from null to fault", "ERROR from fault to fault");
	}

	@Test
	void theErrorPageOfADelayedRequestThatReallyFailsHasTheKey() {
		assertThat(application.attack("/missing?seen", "delay 1").body()).contains("\"mdc\":\"delay\"");
		assertThat(seen(2)).containsExactly("REQUEST from null to delay", "ERROR from delay to delay");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/callable", "/deferred" })
	void theDispatchOfAnAsynchronousResultHasTheKey(String path) {
		assertThat(application.attack(path + "?seen", "delay 1").body()).isEqualTo("other thread mdc=null");
		assertThat(seen(2)).containsExactly("REQUEST from null to delay", "ASYNC from delay to delay");
	}

	@Test
	void theErrorPageOfAnAsynchronousResultHasTheKey() {
		HttpResponse<String> response = application.attack("/callable?seen&fail", "delay 1");

		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(response.body()).contains("\"mdc\":\"delay\"");
		assertThat(seen(3)).containsExactly("REQUEST from null to delay", "ASYNC from delay to delay",
				"ERROR from delay to delay");
	}

	@Test
	void aHaltedDelayStillHasTheKey() {
		CompletableFuture<HttpResponse<String>> response = CompletableFuture
			.supplyAsync(() -> application.attack("/orders", "delay 30", "fault IllegalStateException"));
		AttackEngine engine = application.engine();
		while (engine.runningDelays() == 0) {
			Thread.onSpinWait();
		}

		engine.control().halt(null);

		assertThat(response.join().body()).isEqualTo("mdc=delay");
		engine.control().resume(null);
	}

	@Test
	void aValueOfTheApplicationFromBeforeIsThereAgainAfterwards() {
		application.attack("/orders?seen&outer", "delay 1");

		assertThat(seen(2)).containsExactly("REQUEST from own to delay", "outer own");
	}

	@Test
	void aValueThatAFilterOfTheApplicationLeftIsThereAgainAfterwards() {
		application.attack("/orders?seen&left", "fault IllegalStateException");

		assertThat(seen(3)).containsExactly("REQUEST from null to fault", "ERROR from fault to fault", "outer left");
	}

	@Test
	void aFilterThatCleansUpAfterItselfLeavesNothing() {
		assertThat(application.attack("/orders?seen&clean", "delay 1").body()).isEqualTo("mdc=delay");

		assertThat(seen(1)).containsExactly("REQUEST from null to null");
	}

	private static List<String> seen(int expected) {
		// filters end after the answer
		long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		while (Recorder.seen.size() < expected) {
			assertThat(System.nanoTime()).as("deadline for more than " + Recorder.seen).isLessThan(deadline);
			Thread.onSpinWait();
		}
		return List.copyOf(Recorder.seen);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(OrderController.class)
	static class Application {

		@Bean
		FilterRegistrationBean<Outermost> outermost() {
			return filter(new Outermost(), Ordered.HIGHEST_PRECEDENCE);
		}

		@Bean
		FilterRegistrationBean<Recorder> recorder() {
			return filter(new Recorder(), 0);
		}

		@Bean
		FilterRegistrationBean<OwnValues> ownValues() {
			return filter(new OwnValues(), 1);
		}

		private static <F extends Filter> FilterRegistrationBean<F> filter(F filter, int order) {
			FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
			registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
			registration.setOrder(order);
			return registration;
		}

		@Bean
		ErrorAttributes errorAttributes() {
			return new DefaultErrorAttributes() {

				@Override
				public Map<String, Object> getErrorAttributes(WebRequest request, ErrorAttributeOptions options) {
					Map<String, Object> attributes = super.getErrorAttributes(request, options);
					attributes.put("mdc", String.valueOf(MDC.get("chaos")));
					return attributes;
				}

			};
		}

	}

	/** Comes even before the filter that is tested, since it is registered earlier. */
	static final class Outermost implements Filter {

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			boolean outer = request.getDispatcherType() == DispatcherType.REQUEST
					&& request.getParameter("outer") != null;
			boolean left = request.getDispatcherType() == DispatcherType.ERROR && request.getParameter("left") != null;
			if (outer) {
				MDC.put("chaos", "own");
			}
			try {
				chain.doFilter(request, response);
			}
			finally {
				if (outer || left) {
					Recorder.seen.add("outer " + MDC.get("chaos"));
					MDC.remove("chaos");
				}
			}
		}

	}

	static final class Recorder implements Filter {

		static final Queue<String> seen = new ConcurrentLinkedQueue<>();

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			String before = MDC.get("chaos");
			try {
				chain.doFilter(request, response);
			}
			finally {
				if (request.getParameter("seen") != null) {
					seen.add(request.getDispatcherType() + " from " + before + " to " + MDC.get("chaos"));
				}
			}
		}

	}

	static final class OwnValues implements Filter {

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			if (request.getDispatcherType() == DispatcherType.REQUEST && (request.getParameter("left") != null)) {
				MDC.put("chaos", "left");
			}
			try {
				chain.doFilter(request, response);
			}
			finally {
				if (request.getParameter("clean") != null) {
					MDC.clear();
				}
			}
		}

	}

	@RestController
	static class OrderController {

		@GetMapping("/orders")
		String orders() {
			return "mdc=" + MDC.get("chaos");
		}

		@GetMapping("/callable")
		Callable<String> callable(ServletRequest request) {
			boolean fail = request.getParameter("fail") != null;
			return () -> {
				if (fail) {
					throw new IOException("really");
				}
				return "other thread mdc=" + MDC.get("chaos");
			};
		}

		@GetMapping("/deferred")
		DeferredResult<String> deferred() {
			DeferredResult<String> result = new DeferredResult<>();
			CompletableFuture.runAsync(() -> result.setResult("other thread mdc=" + MDC.get("chaos")));
			return result;
		}

		@ExceptionHandler
		String handle(UnsupportedOperationException ex) {
			return "handled mdc=" + MDC.get("chaos");
		}

	}

}
