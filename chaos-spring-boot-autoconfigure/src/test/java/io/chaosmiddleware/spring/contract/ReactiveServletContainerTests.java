package io.chaosmiddleware.spring.contract;

import java.util.List;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.wire.RawHttp1Client;
import io.chaosmiddleware.spring.wire.RawHttp2Client;
import io.chaosmiddleware.spring.wire.Received;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * WebFlux on a servlet container, whose connections and bodies behave as on Reactor
 * Netty.
 */
@ParameterizedClass
@EnumSource(names = { "REACTIVE_TOMCAT", "REACTIVE_JETTY" })
@ExtendWith(OutputCaptureExtension.class)
class ReactiveServletContainerTests {

	private static ConfigurableApplicationContext application;

	private static int port;

	@Parameter
	BreakingServer server;

	@BeforeParameterizedClassInvocation
	static void start(BreakingServer server) {
		application = server.start("chaos.middleware.enabled=true", "chaos.middleware.attack-loader=none",
				"chaos.middleware.limits.max-delay=100ms");
		port = application.getEnvironment().getRequiredProperty("local.server.port", int.class);
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		application.close();
	}

	@AfterEach
	void nothingIsLeft(CapturedOutput output) {
		assertThat(application.getBean(AttackEngine.class).runningDelays()).isZero();
		assertThat(RawHttp1Client.get(port, "/fine").text()).isEqualTo("fine");
		assertThat(output).doesNotContain(" WARN ").doesNotContain(" ERROR ").doesNotContain("\tat ");
	}

	@ParameterizedTest
	@CsvSource({ "reset,before,RESET", "close,before,CLOSED", "reset,after,RESET", "close,after,CLOSED",
			"hang,before,CLOSED", "hang,after,CLOSED" })
	void aConnectionEndsWithoutAnAnswer(String how, String when, Received.Ending ending) throws Exception {
		String attack = "{\"actions\":[{\"name\":\"disconnect\",\"value\":\"" + how + "\",\"type\":\"" + when + "\"}]}";

		Received received = RawHttp1Client.get(port, "/fine", AttackEngine.ATTACK_HEADER, attack);

		assertThat(received.raw()).isEmpty();
		assertThat(received.ending()).isEqualTo(ending);
		try (RawHttp2Client client = RawHttp2Client.connect(port)) {
			assertThat(client.get("/fine", AttackEngine.ATTACK_HEADER, attack).ending())
				.isEqualTo(Received.Ending.RESET);
			assertThat(client.get("/fine").text()).isEqualTo("fine");
		}
	}

	@Test
	void aBodyIsChanged() throws Exception {
		Received cut = RawHttp1Client.get(port, "/fine", AttackEngine.ATTACK_HEADER, document("truncate 50%"));
		Received corrupted = RawHttp1Client.get(port, "/fine", AttackEngine.ATTACK_HEADER,
				document("corrupt 100%", "throttle 1KB/s"));

		assertThat(cut.header("content-length")).isEqualTo("4");
		assertThat(cut.text()).isEqualTo("fi");
		assertThat(cut.ending()).isEqualTo(Received.Ending.CLOSED);
		assertThat(corrupted.body()).hasSize(4).isNotEqualTo("fine".getBytes());
		assertThat(corrupted.ending()).isEqualTo(Received.Ending.COMPLETE);
		try (RawHttp2Client client = RawHttp2Client.connect(port)) {
			Received stream = client.get("/fine", AttackEngine.ATTACK_HEADER, document("truncate 50%"));
			assertThat(stream.text()).isEqualTo("fi");
			assertThat(List.of(stream.ending(), stream.code())).isEqualTo(List.of(Received.Ending.RESET, 8L));
		}
	}

}
