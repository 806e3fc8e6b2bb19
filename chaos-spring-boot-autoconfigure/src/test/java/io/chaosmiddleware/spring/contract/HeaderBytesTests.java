package io.chaosmiddleware.spring.contract;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import io.chaosmiddleware.engine.AttackEngine;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bytes of an attack header and of its token, on every server.
 */
@ParameterizedClass
@EnumSource
class HeaderBytesTests {

	private static final String ATTACK = "{\"actions\":[{\"name\":\"fault\",\"value\":\"IllegalStateException\",\"route\":\"^/stra\u00dfe$\"}],"
			+ "\"target\":{\"application\":\"caf\u00e9\"}}";

	private static final String TOKEN = "schl\u00fcssel";

	private static TestApplication application;

	@Parameter
	private TestServer server;

	@BeforeParameterizedClassInvocation
	static void start(TestServer server) {
		application = TestApplication.start(server, Application.class, "chaos.middleware.application-name=caf\u00e9",
				"chaos.middleware.header.token=" + TOKEN, "management.endpoints.web.exposure.include=chaos");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		application.close();
	}

	@Test
	@DisplayName("D23: are read as UTF-8 if they are UTF-8")
	void asUtf8() {
		assertThat(attack(StandardCharsets.UTF_8)).contains("500 ", "fault;verdict=injected\r\n");
	}

	@Test
	@DisplayName("D23: are read as ISO-8859-1 if they are not UTF-8")
	void asIso88591() {
		assertThat(attack(StandardCharsets.ISO_8859_1)).contains("500 ", "fault;verdict=injected\r\n");
	}

	@Test
	void areExplainedAsTheyAreRead() {
		byte[] body = ("{\"path\":\"/stra\u00dfe\",\"headers\":{\"" + AttackEngine.TOKEN_HEADER + "\":\"" + TOKEN
				+ "\",\"" + AttackEngine.ATTACK_HEADER + "\":\"" + ATTACK.replace("\"", "\\\"") + "\"}}")
			.getBytes(StandardCharsets.UTF_8);
		ByteArrayOutputStream request = new ByteArrayOutputStream();
		request.writeBytes(("POST /actuator/chaos/explain HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
				+ "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
			.getBytes(StandardCharsets.US_ASCII));
		request.writeBytes(body);

		assertThat(application.send(request.toByteArray())).contains("\"verdict\":\"injected\"");
	}

	private static String attack(Charset charset) {
		return application
			.send(("GET /stra%C3%9Fe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + AttackEngine.TOKEN_HEADER
					+ ": " + TOKEN + "\r\n" + AttackEngine.ATTACK_HEADER + ": " + ATTACK + "\r\n\r\n")
				.getBytes(charset));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(StreetController.class)
	static class Application {

	}

	@RestController
	static class StreetController {

		@GetMapping("/stra\u00dfe")
		String street() {
			return "street";
		}

	}

}
