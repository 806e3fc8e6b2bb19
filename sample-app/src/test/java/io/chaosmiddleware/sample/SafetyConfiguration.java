package io.chaosmiddleware.sample;

import java.security.Principal;

import io.chaosmiddleware.engine.AttackAuthorizer;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.server.WebFilter;

/**
 * A shop that only testers may attack. Who sends a request is told by the header
 * {@code user}, in the place of a real authentication.
 */
@TestConfiguration(proxyBeanMethods = false)
class SafetyConfiguration {

	@Bean
	AttackAuthorizer testersOnly() {
		return (request) -> request.principal() != null && request.principal().getName().equals("tester");
	}

	@Bean
	Filter servletAuthentication() {
		return (request, response, chain) -> {
			String user = ((HttpServletRequest) request).getHeader("user");
			Principal principal = (user != null) ? () -> user : null;
			chain.doFilter(new HttpServletRequestWrapper((HttpServletRequest) request) {

				@Override
				public Principal getUserPrincipal() {
					return principal;
				}

			}, response);
		};
	}

	@Bean
	WebFilter reactiveAuthentication() {
		return (exchange, chain) -> {
			String user = exchange.getRequest().getHeaders().getFirst("user");
			if (user == null) {
				return chain.filter(exchange);
			}
			return chain.filter(exchange.mutate().principal(Mono.just(() -> user)).build());
		};
	}

}
