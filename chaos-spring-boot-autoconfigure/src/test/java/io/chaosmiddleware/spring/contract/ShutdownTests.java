package io.chaosmiddleware.spring.contract;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.engine.ActiveAttack;
import io.chaosmiddleware.engine.AttackEngine;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that is told to stop does not wait for delayed requests, and serves
 * them.
 */
@ExtendWith(OutputCaptureExtension.class)
class ShutdownTests {

	@ParameterizedTest
	@EnumSource
	void aDelayedRequestIsServedAtOnceWhenTheApplicationStops(TestServer server, CapturedOutput output) {
		SpringApplication application = new SpringApplication(ContractApplication.class, server.configuration());
		application.setWebApplicationType(server.type());
		ConfigurableApplicationContext context = application.run("--server.port=0", "--server.shutdown=graceful",
				"--spring.main.banner-mode=off", "--chaos.middleware.enabled=true",
				"--chaos.middleware.attack-loader=none");
		CompletableFuture<HttpResponse<String>> response = HttpClient.newHttpClient()
			.sendAsync(HttpRequest
				.newBuilder(URI.create("http://127.0.0.1:"
						+ context.getEnvironment().getRequiredProperty("local.server.port") + "/orders"))
				.header(AttackEngine.ATTACK_HEADER, document("delay 60"))
				.build(), HttpResponse.BodyHandlers.ofString());
		AttackEngine engine = context.getBean(AttackEngine.class);
		ActiveAttack started = engine.control()
			.start(new AttackParser(AttackLimits.OPERATOR).parse(document("delay 1")), Duration.ofMinutes(1), null);
		while (engine.runningDelays() == 0) {
			assertThat(response).isNotDone();
			Thread.onSpinWait();
		}
		long begin = System.nanoTime();

		context.close();

		// without the middleware's own lifecycle it would take 30 seconds
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
		assertThat(response.join().body()).isEqualTo("orders");
		assertThat(response.join().headers().firstValue(AttackEngine.RESULT_HEADER))
			.hasValue("delay;verdict=skipped;reason=halted");
		assertThat(output).contains("Chaos attack ended: " + started
				+ " after 0 hit(s) in 0 request(s), since the application stops or restarts");
	}

}
