package io.chaosmiddleware.spring.servlet;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;

import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.engine.Verdict;
import io.chaosmiddleware.spring.contract.ContractApplication;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.util.ContentCachingResponseWrapper;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests with which a filter of the application has done something before they come to
 * Spring MVC.
 */
abstract class ServletDispatchContractTests extends ServletContractTests {

	@Test
	void aRequestThatAFilterDispatchesIsAttackedWhereItArrives() {
		int decided = decided();
		configure(fault("IllegalArgumentException"));

		assertThat(get("/dispatched", null).statusCode()).isEqualTo(422);
		HttpResponse<String> delayed = get("/dispatched", document("delay 1ms"));

		assertThat(result(delayed)).isEqualTo("delay;verdict=injected;seconds=0.001");
		assertThat(delayed.body()).isEqualTo("dispatched");
		assertThat(decided()).isEqualTo(decided + 2);
		assertThat(get("/dispatched", after("status", "\"503\",\"body\":\"lost\"")).body()).isEqualTo("lost");
	}

	@ParameterizedTest
	@ValueSource(strings = { "status 503", "fault IllegalStateException" })
	void anAnswerThatIsOnItsWayIsDelayedButNotReplaced(String outcome) {
		long begin = System.nanoTime();

		HttpResponse<String> response = get("/flushed", document("delay 100ms", outcome));

		Duration elapsed = elapsed(begin);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo(">flushed");
		assertThat(ContractApplication.handled()).isOne();
		assertThat(engine().recent().get(0).decision().verdicts()).extracting(Verdict::kind)
			.containsExactly(Verdict.Kind.INJECTED, Verdict.Kind.SKIPPED);
		assertThat(engine().recent().get(0).decision().verdicts().get(1).reason()).isEqualTo(Reason.COMMITTED);
		assertThat(elapsed).isGreaterThan(Duration.ofMillis(95));
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ DispatchController.class, FlushingInterceptor.class })
	static class DispatchApplication {

		@Bean
		Filter dispatching() {
			return (request, response, chain) -> {
				String uri = ((HttpServletRequest) request).getRequestURI();
				if (uri.endsWith("/dispatched")) {
					request.startAsync().dispatch();
				}
				else if (uri.endsWith("/cached")) {
					ContentCachingResponseWrapper cache = new ContentCachingResponseWrapper(
							(HttpServletResponse) response);
					chain.doFilter(request, cache);
					cache.copyBodyToResponse();
				}
				else {
					chain.doFilter(request, response);
				}
			};
		}

	}

	// a filter could do so as well, but Jetty does not call a servlet after that
	static class FlushingInterceptor implements WebMvcConfigurer, HandlerInterceptor {

		@Override
		public void addInterceptors(InterceptorRegistry registry) {
			registry.addInterceptor(this).addPathPatterns("/flushed");
		}

		@Override
		public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
				throws IOException {
			response.getOutputStream().write('>');
			response.flushBuffer();
			return true;
		}

	}

	@RestController
	static class DispatchController {

		@GetMapping("/dispatched")
		String dispatched() {
			return ContractApplication.handle("dispatched");
		}

		@GetMapping("/flushed")
		String flushed() {
			return ContractApplication.handle("flushed");
		}

	}

}
