package io.chaosmiddleware.spring.autoconfigure;

import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.Decision;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

import static io.chaosmiddleware.spring.TestDocuments.document;

/**
 * An application context without a server that has an engine, and requests that the
 * engine decides.
 */
abstract class EngineInAContext {

	static final String FAULT = document("fault java.io.IOException");

	final ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(Application.class)
		.withPropertyValues("chaos.middleware.enabled=true", "chaos.middleware.attack-loader=none");

	static Decision decide(ApplicationContext context, String header) {
		return engine(context).decide(RequestView.of("GET", "/orders", header));
	}

	static AttackEngine engine(ApplicationContext context) {
		return context.getBean(AttackEngine.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
