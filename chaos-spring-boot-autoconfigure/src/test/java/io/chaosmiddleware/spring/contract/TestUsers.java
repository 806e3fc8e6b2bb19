package io.chaosmiddleware.spring.contract;

import java.io.IOException;
import java.security.Principal;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.WebFilter;

/**
 * Filters that authenticate whoever says a name in the header {@code test-user}, as those
 * of Spring Security would.
 */
final class TestUsers {

	static final String HEADER = "test-user";

	/** How often somebody asked who sends a request. */
	static final AtomicInteger asked = new AtomicInteger();

	private TestUsers() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class OfServlets {

		@Bean
		Filter testUsers() {
			return (request, response, chain) -> {
				String user = ((HttpServletRequest) request).getHeader(HEADER);
				chain.doFilter((user != null) ? new Authenticated((HttpServletRequest) request, user) : request,
						response);
			};
		}

	}

	private static final class Authenticated extends HttpServletRequestWrapper {

		private final String user;

		Authenticated(HttpServletRequest request, String user) throws IOException {
			super(request);
			this.user = user;
		}

		@Override
		public Principal getUserPrincipal() {
			// Spring MVC asks too, after the request, to publish who has sent it.
			if (StackWalker.getInstance()
				.walk((frames) -> frames
					.noneMatch((frame) -> frame.getMethodName().equals("publishRequestHandledEvent")))) {
				asked.incrementAndGet();
			}
			return () -> this.user;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class OfWebFlux {

		@Bean
		@Order(0)
		WebFilter testUsers() {
			return (exchange, chain) -> {
				String user = exchange.getRequest().getHeaders().getFirst(HEADER);
				Mono<Principal> principal = Mono.fromSupplier(() -> {
					asked.incrementAndGet();
					return () -> user;
				});
				return chain.filter((user != null) ? exchange.mutate().principal(principal).build() : exchange);
			};
		}

	}

}
