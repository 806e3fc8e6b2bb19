package io.chaosmiddleware.spring.contract;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.chaosmiddleware.attack.AttackLimits;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.engine.AttackEngine;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A small application on one of the servers, and a client of it.
 */
final class TestApplication implements AutoCloseable {

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final ConfigurableApplicationContext context;

	private TestApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static TestApplication start(TestServer server, Class<?> configuration, String... properties) {
		SpringApplication application = new SpringApplication(configuration, server.configuration());
		application.setWebApplicationType(server.type());
		List<String> arguments = new ArrayList<>(
				List.of("--server.port=0", "--spring.main.banner-mode=off", "--spring.jmx.enabled=false",
						// Reactor Netty 1.3.7 may stop reading kept-alive connections,
						// see
						// its issue 4361
						"--server.netty.max-keep-alive-requests=1", "--chaos.middleware.enabled=true",
						"--chaos.middleware.attack-loader=none"));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return new TestApplication(application.run(arguments.toArray(String[]::new)));
	}

	HttpResponse<String> get(String path, String... headers) {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:"
					+ this.context.getEnvironment().getRequiredProperty("local.server.port") + path))
			.timeout(Duration.ofSeconds(20));
		if (headers.length > 0) {
			request.headers(headers);
		}
		try {
			return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (Exception ex) {
			throw new AssertionError("The request was broken", ex);
		}
	}

	/**
	 * Send a request byte for byte, on a connection of its own, and return the whole
	 * answer, empty if there is none.
	 */
	String send(byte[] request) {
		try (Socket socket = new Socket("127.0.0.1",
				this.context.getEnvironment().getRequiredProperty("local.server.port", int.class))) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream().write(request);
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new AssertionError("The request was broken", ex);
		}
	}

	/** Send an attack header with actions such as {@code delay 1} or {@code fault X}. */
	HttpResponse<String> attack(String path, String... actions) {
		return get(path, AttackEngine.ATTACK_HEADER, document(actions));
	}

	/** Start an attack such as an operator would, and return its id. */
	String configure(String... actions) {
		return engine()
			.start(new AttackParser(AttackLimits.OPERATOR).parseStrictly(document(actions)), Duration.ofMinutes(1))
			.id();
	}

	static String document(String... actions) {
		List<String> documents = new ArrayList<>();
		for (String action : actions) {
			String[] parts = action.split(" ");
			documents.add("{\"name\":\"" + parts[0] + "\",\"value\":\"" + parts[1] + "\"}");
		}
		return "{\"actions\":[" + String.join(",", documents) + "]}";
	}

	AttackEngine engine() {
		return this.context.getBean(AttackEngine.class);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
