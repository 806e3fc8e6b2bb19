package io.chaosmiddleware.spring.servlet;

import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The contract on Jetty.
 */
class JettyContractTests extends ChangedAnswersContractTests {

	@Override
	protected String serverName() {
		return "Jetty";
	}

	@Override
	protected Class<?> server() {
		return Jetty.class;
	}

	@Configuration(proxyBeanMethods = false)
	static class Jetty {

		@Bean
		JettyServletWebServerFactory webServerFactory() {
			return new JettyServletWebServerFactory();
		}

	}

}
