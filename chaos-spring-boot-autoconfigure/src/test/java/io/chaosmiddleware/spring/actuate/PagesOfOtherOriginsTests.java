package io.chaosmiddleware.spring.actuate;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.EngineState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which pages in a browser may command chaos, with the very requests that browsers send
 * for them: on both web stacks, on the application's port and on one of the actuator's
 * own.
 */
class PagesOfOtherOriginsTests {

	private static final String DELAY = document("delay 2");

	private static final String REQUEST = "{\"path\":\"/orders\"}";

	private static final String PANEL = "https://panel.example";

	private static EndpointApplication start(String stack, String... more) {
		List<String> properties = new ArrayList<>(List.of("management.endpoints.web.exposure.include=chaos",
				"management.endpoint.chaos.access=unrestricted"));
		properties.addAll(List.of(more));
		String[] words = stack.split(" ");
		properties.addAll(Arrays.asList(words).subList(1, words.length));
		return new EndpointApplication(words[0], properties);
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive", "servlet management.server.port=0",
			"reactive management.server.port=0" })
	void aPageCommandsOnlyIfItsOriginIsALoopbackNameOrConfigured(String stack) {
		try (EndpointApplication application = start(stack, "management.endpoints.web.cors.allowed-origins=" + PANEL,
				"management.endpoints.web.cors.allowed-origin-patterns=https://*.admin.example",
				"management.endpoints.web.cors.allowed-methods=GET,POST,DELETE")) {
			int port = port(application);
			// The name of a stranger's domain can resolve to this machine.
			String rebound = "evil.example:" + port;
			for (String origin : List.of("http://" + rebound, "http://evil.example", "null", "", "file://",
					"http://localhost.evil.example:" + port, "http://127.0.0.1.evil.example",
					"http://evil.example/localhost", "http://notlocalhost", "http://128.0.0.1", "capacitor://localhost",
					"http://localhost@evil.example", "http://[")) {
				assertRefused(application, rebound, origin);
			}
			for (String origin : List.of("http://localhost:" + port, "http://localhost:3000", "https://LOCALHOST",
					"http://shop.localhost:4200", "http://127.0.0.1:" + port, "http://127.8.9.10", "http://[::1]:8080",
					PANEL, "https://east.admin.example")) {
				assertAllowed(application, "localhost:" + port, origin);
			}
			// The page is served on the machine of the operator, and the endpoint is on
			// another machine.
			for (String elsewhere : List.of("staging.example:" + port, "192.0.2.7:" + port, "[2001:db8::7]:" + port)) {
				assertRefused(application, elsewhere, "http://localhost:3000");
				assertRefused(application, elsewhere, "https://[::1]");
			}
			assertAllowed(application, "127.0.0.1:" + port, "http://localhost:3000");
			assertAllowed(application, "[::1]:" + port, "http://localhost:3000");
			// Behind a proxy that passes the host name on, the page and the endpoint have
			// the same origin.
			assertAllowed(application, "panel.example", PANEL);
			assertThat(send(application, "GET", "", "", "Host: " + rebound, "Origin: http://" + rebound)).as("status")
				.startsWith("HTTP/1.1 200");
			assertThat(json(application, "/explain", REQUEST, rebound, "http://" + rebound)).as("explain")
				.startsWith("HTTP/1.1 200");
			assertThat(json(application, "/explain", REQUEST, "localhost:" + port, "https://evil.example"))
				.startsWith("HTTP/1.1 403");
			assertThat(json(application, "/explain", REQUEST, "staging.example", "http://localhost:3000"))
				.startsWith("HTTP/1.1 403");
		}
	}

	private static void assertRefused(EndpointApplication application, String host, String origin) {
		AttackEngine engine = application.engine();
		engine.control().cancelAll(null);
		String id = application
			.management("POST", "/actuator/chaos", DELAY.getBytes(StandardCharsets.UTF_8), "Content-Type",
					"application/json")
			.json()
			.path("id")
			.asString();
		for (String answer : List.of(json(application, "", DELAY, host, origin),
				send(application, "DELETE", "", "", "Host: " + host, "Origin: " + origin),
				send(application, "DELETE", "/" + id, "", "Host: " + host, "Origin: " + origin),
				send(application, "POST", "/halt", "", "Host: " + host, "Origin: " + origin),
				send(application, "POST", "/resume", "", "Host: " + host, "Origin: " + origin))) {
			assertThat(answer).as(origin)
				.startsWith("HTTP/1.1 403")
				.containsIgnoringCase("content-type: application/problem+json")
				.contains("of the origin '" + origin + "'", "'management.endpoints.web.cors.allowed-origins'",
						"'management.endpoints.web.cors.allowed-methods'");
		}
		assertThat(engine.state()).isEqualTo(EngineState.ACTIVE);
		assertThat(engine.activeAttacks()).hasSize(1);
	}

	private static void assertAllowed(EndpointApplication application, String host, String origin) {
		assertThat(List.of(json(application, "", DELAY, host, origin),
				send(application, "POST", "/halt", "", "Host: " + host, "Origin: " + origin),
				send(application, "POST", "/resume", "", "Host: " + host, "Origin: " + origin),
				send(application, "DELETE", "", "", "Host: " + host, "Origin: " + origin)))
			.extracting((answer) -> answer.substring(0, 12))
			.as(origin)
			.containsExactly("HTTP/1.1 201", "HTTP/1.1 200", "HTTP/1.1 200", "HTTP/1.1 200");
	}

	/**
	 * Spring Boot Admin calls the instance by the instance's own address, and passes all
	 * headers of the browser on, except for cookies, credentials, {@code Host} and what
	 * concerns one connection only.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void springBootAdminCommandsIfItsOriginIsConfigured(String stack) {
		String[] forwarded = { "Accept: application/vnd.spring-boot.actuator.v3+json, application/json",
				"Accept-Language: en", "Content-Type: application/vnd.spring-boot.actuator.v3+json",
				"Origin: https://admin.example", "Referer: https://admin.example/instances/1a2b/details",
				"Sec-Fetch-Mode: cors", "Sec-Fetch-Site: same-origin", "User-Agent: Mozilla/5.0",
				"X-Requested-With: XMLHttpRequest" };
		String[] ofAnother = Arrays.stream(forwarded)
			.map((header) -> header.replace("//admin", "//other-admin"))
			.toArray(String[]::new);
		try (EndpointApplication application = start(stack,
				"management.endpoints.web.cors.allowed-origins=https://admin.example",
				"management.endpoints.web.cors.allowed-methods=GET,POST,DELETE")) {
			assertThat(send(application, "POST", "", DELAY, forwarded)).startsWith("HTTP/1.1 201");
			assertThat(send(application, "DELETE", "", "", forwarded)).startsWith("HTTP/1.1 200");
			assertThat(send(application, "POST", "", DELAY, ofAnother)).startsWith("HTTP/1.1 403")
				.contains("of the origin 'https://other-admin.example'");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void methodsAreAskedForWhereCorsAsksForThem(String stack) {
		try (EndpointApplication application = start(stack,
				"management.endpoints.web.cors.allowed-origins=http://panel.example")) {
			assertThat(send(application, "POST", "/halt", "", "Origin: http://panel.example"))
				.startsWith("HTTP/1.1 403")
				.contains("POST in 'management.endpoints.web.cors.allowed-methods'");
			assertThat(application.engine().state()).isEqualTo(EngineState.ACTIVE);
			assertThat(send(application, "POST", "/halt", "", "Host: panel.example", "Origin: http://panel.example"))
				.as("the same origin")
				.startsWith("HTTP/1.1 200");
		}
	}

	private static int port(EndpointApplication application) {
		return Integer.parseInt(application.context.getEnvironment().getRequiredProperty("local.management.port"));
	}

	private static String json(EndpointApplication application, String call, String body, String host, String origin) {
		return send(application, "POST", call, body, "Host: " + host, "Origin: " + origin,
				"Content-Type: application/json");
	}

	// This is a plain socket, since no HTTP client of the JDK sends another host name.
	private static String send(EndpointApplication application, String method, String call, String body,
			String... headers) {
		int port = port(application);
		String lines = Arrays.stream(headers).map((line) -> line + "\r\n").collect(Collectors.joining());
		if (!lines.toLowerCase(Locale.ROOT).contains("host: ")) {
			lines += "Host: localhost:" + port + "\r\n";
		}
		try (Socket socket = new Socket("localhost", port)) {
			OutputStream output = socket.getOutputStream();
			output.write((method + " /actuator/chaos" + call + " HTTP/1.1\r\n" + lines + "Content-Length: "
					+ body.length() + "\r\nConnection: close\r\n\r\n" + body)
				.getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
