package io.chaosmiddleware.war;

import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** What {@code docs/endpoint-access.md} recommends on Spring MVC. */
@Configuration(proxyBeanMethods = false)
class ServletSecurity {

	// @formatter:off
	@Bean
	SecurityFilterChain security(HttpSecurity http) {
		return http
			.authorizeHttpRequests((requests) -> requests
				.requestMatchers(EndpointRequest.to("chaos")).hasRole("OPERATOR")
				.anyRequest().authenticated())
			.httpBasic(Customizer.withDefaults())
			.csrf((csrf) -> csrf.ignoringRequestMatchers(EndpointRequest.to("chaos")))
			.build();
	}
	// @formatter:on

}
