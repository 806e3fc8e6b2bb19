package io.chaosmiddleware.spring.contract;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.engine.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * As many requests are delayed at the same time as leave the server able to answer
 * others.
 */
class ConcurrentDelaysTests {

	@ParameterizedTest
	@CsvSource({ "TOMCAT, 100", "JETTY, 100", "NETTY, 10000" })
	void onThreadsOfAPoolTheyAreAHundred(TestServer server, int expected) {
		assertThat(places(server, "spring.threads.virtual.enabled=false")).isEqualTo(inThisHeap(expected));
	}

	@ParameterizedTest
	@CsvSource({ "TOMCAT, 6144", "JETTY, 100", "NETTY, 10000" })
	@EnabledForJreRange(min = JRE.JAVA_21)
	void onVirtualThreadsTheyLeaveSomeConnectionsUnlessTheServerHasAPoolOfThem(TestServer server, int expected) {
		assertThat(places(server, "spring.threads.virtual.enabled=true")).isEqualTo(inThisHeap(expected));
	}

	private static int inThisHeap(int expected) {
		return (int) Math.min(expected, Runtime.getRuntime().maxMemory() / (256 * 1024));
	}

	@ParameterizedTest
	@CsvSource({ "TOMCAT", "JETTY", "NETTY" })
	void whoSaysHowManyIsBelieved(TestServer server) {
		assertThat(places(server, "chaos.middleware.limits.max-concurrent-delays=7")).isEqualTo(7);
	}

	@Test
	void inAnExternalContainerTheyAreAHundredWhateverTheApplicationSaysOfThreads() {
		// its mocked servlet context is there before the application, as that of a WAR is
		new WebApplicationContextRunner().withUserConfiguration(Application.class, TestServer.Tomcat.class)
			.withPropertyValues("spring.threads.virtual.enabled=true", "chaos.middleware.enabled=true",
					"chaos.middleware.attack-loader=none")
			.run((context) -> assertThat(places(context.getBean(AttackEngine.class))).isEqualTo(100));
	}

	private static int places(TestServer server, String property) {
		try (TestApplication application = TestApplication.start(server, Application.class, property)) {
			return places(application.engine());
		}
	}

	private static int places(AttackEngine engine) {
		Decision delayed = engine.decide(RequestView.of("GET", "/", document("delay 60")));
		while (!engine.begin(delayed).decision().delay().isZero()) {
			assertThat(engine.runningDelays()).isLessThanOrEqualTo(10_000);
		}
		return engine.runningDelays();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
