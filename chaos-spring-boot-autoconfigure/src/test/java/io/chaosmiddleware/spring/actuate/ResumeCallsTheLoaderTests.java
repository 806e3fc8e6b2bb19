package io.chaosmiddleware.spring.actuate;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.management.ObjectName;

import io.chaosmiddleware.engine.AttackEvent;
import io.chaosmiddleware.engine.AttackListener;
import io.chaosmiddleware.engine.LoaderStatus.State;
import io.chaosmiddleware.spring.loader.TestApi;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An operator who resumes need not wait until the loader tries again by itself (decision
 * L7 in docs/differences.md).
 */
@Timeout(60)
class ResumeCallsTheLoaderTests {

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void byHttpAndByJmxThoughNothingIsHalted(String type) throws Exception {
		CountDownLatch resumed = new CountDownLatch(1);
		try (TestApi api = TestApi.start()) {
			api.answers((exchange) -> {
				exchange.getResponseHeaders().add("Retry-After", "3600");
				exchange.sendResponseHeaders(503, -1);
			});
			try (EndpointApplication application = new EndpointApplication(type,
					List.of("management.endpoint.chaos.access=unrestricted", "spring.jmx.enabled=true",
							"management.endpoints.web.exposure.include=*",
							"management.endpoints.jmx.exposure.include=*",
							"chaos.middleware.proofdock.api-url=" + api.url(),
							"chaos.middleware.proofdock.api-token=token"),
					Calls.class)) {
				BlockingQueue<State> calls = application.context.getBean(Calls.class).states;
				assertThat(calls.poll(20, TimeUnit.SECONDS)).isEqualTo(State.FAILING);

				// The answer does not wait for the call of the loader.
				api.answers((exchange) -> {
					await(resumed);
					exchange.sendResponseHeaders(200, 0);
					exchange.getResponseBody().write(TestApi.DELAY.getBytes(StandardCharsets.UTF_8));
				});
				EndpointApplication.Answer answer = application.management("POST", "/actuator/chaos/resume", null);
				resumed.countDown();

				assertThat(answer.json().toString()).isEqualTo("{\"state\":\"ACTIVE\"}");
				assertThat(calls.poll(20, TimeUnit.SECONDS)).isEqualTo(State.OK);
				assertThat(application.engine().activeAttacks()).hasSize(1);

				api.answers(200, "[]");
				ManagementFactory.getPlatformMBeanServer()
					.invoke(new ObjectName("org.springframework.boot:type=Endpoint,name=Chaos"), "resume",
							new Object[0], new String[0]);

				assertThat(calls.poll(20, TimeUnit.SECONDS)).isEqualTo(State.OK);
				assertThat(application.engine().activeAttacks()).isEmpty();
				assertThat(api.requests()).hasSize(3);
			}
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Calls {

		private final BlockingQueue<State> states = new LinkedBlockingQueue<>();

		@Bean
		AttackListener calls() {
			return (event) -> {
				if (event instanceof AttackEvent.LoaderCalled call) {
					this.states.add(call.status().state());
				}
			};
		}

	}

}
