package io.chaosmiddleware.spring.servlet;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The contract on Tomcat.
 */
class TomcatContractTests extends ChangedAnswersContractTests {

	@Override
	protected String serverName() {
		return "Tomcat";
	}

	@Override
	protected Class<?> server() {
		return Tomcat.class;
	}

	@Configuration(proxyBeanMethods = false)
	static class Tomcat {

		@Bean
		TomcatServletWebServerFactory webServerFactory() {
			return new TomcatServletWebServerFactory();
		}

	}

}
