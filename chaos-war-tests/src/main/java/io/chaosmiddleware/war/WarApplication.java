package io.chaosmiddleware.war;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/**
 * A shop in which everything needs authentication, as Spring Security's reference
 * recommends: forwards and error dispatches are permitted, since the request itself was
 * not.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class WarApplication extends SpringBootServletInitializer {

	@Override
	protected SpringApplicationBuilder configure(SpringApplicationBuilder builder) {
		return builder.sources(WarApplication.class);
	}

	@Bean
	SecurityFilterChain security(HttpSecurity http) {
		return http
			.authorizeHttpRequests(
					(requests) -> requests.dispatcherTypeMatchers(DispatcherType.FORWARD, DispatcherType.ERROR)
						.permitAll()
						.requestMatchers("/reports")
						.hasRole("ACCOUNTANT")
						.anyRequest()
						.authenticated())
			.exceptionHandling((denied) -> denied.accessDeniedPage("/denied"))
			.httpBasic(Customizer.withDefaults())
			.build();
	}

	@Bean
	Filter oldAddress() {
		return (request, response, chain) -> {
			if (((HttpServletRequest) request).getRequestURI().endsWith("/old")) {
				request.getRequestDispatcher("/orders/1").forward(request, response);
				return;
			}
			chain.doFilter(request, response);
		};
	}

}
