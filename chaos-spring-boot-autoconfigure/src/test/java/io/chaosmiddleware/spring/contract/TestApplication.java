package io.chaosmiddleware.spring.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.engine.AttackEngine;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static io.chaosmiddleware.spring.TestDocuments.document;

/**
 * A small application on one of the servers, and a client of it.
 */
final class TestApplication implements AutoCloseable {

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final ConfigurableApplicationContext context;

	private final @Nullable String port;

	private TestApplication(ConfigurableApplicationContext context) {
		this.context = context;
		// children of the context would overwrite it
		this.port = context.getEnvironment().getProperty("local.server.port");
	}

	static TestApplication start(TestServer server, Class<?> configuration, String... properties) {
		return run(new SpringApplicationBuilder(configuration, server.configuration()).web(server.type()), properties);
	}

	/** Start an application whose context is a child of that of this one. */
	TestApplication startChild(TestServer server, Class<?> configuration, String... properties) {
		return run(new SpringApplicationBuilder(configuration, server.configuration()).web(server.type())
			.parent(this.context), properties);
	}

	/** Start an application that serves nothing. */
	static TestApplication startWithoutServer(Class<?> configuration, String... properties) {
		return run(new SpringApplicationBuilder(configuration).web(WebApplicationType.NONE), properties);
	}

	private static TestApplication run(SpringApplicationBuilder application, String... properties) {
		Map<String, String> all = new LinkedHashMap<>();
		// Reactor Netty 1.3.7 may stop reading kept-alive connections, see its issue 4361
		Stream
			.concat(Stream.of("server.port=0", "spring.main.banner-mode=off", "spring.jmx.enabled=false",
					"server.netty.max-keep-alive-requests=1", "chaos.middleware.enabled=true",
					"chaos.middleware.attack-loader=none"), Stream.of(properties))
			.forEach((property) -> all.put(property.split("=", 2)[0], property.split("=", 2)[1]));
		return new TestApplication(application.run(all.entrySet()
			.stream()
			.map((property) -> "--" + property.getKey() + "=" + property.getValue())
			.toArray(String[]::new)));
	}

	HttpResponse<String> get(String path, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
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
	 * answer, empty if there is none, or as much as has come within some seconds.
	 */
	String send(byte[] request) {
		try (Socket socket = new Socket("127.0.0.1",
				this.context.getEnvironment().getRequiredProperty("local.server.port", int.class))) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream().write(request);
			ByteArrayOutputStream answer = new ByteArrayOutputStream();
			try {
				socket.getInputStream().transferTo(answer);
			}
			catch (SocketTimeoutException ex) {
				answer.writeBytes("(not finished)".getBytes(StandardCharsets.US_ASCII));
			}
			return answer.toString(StandardCharsets.UTF_8);
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
		return engine().control()
			.start(new AttackParser(AttackLimits.OPERATOR).parseStrictly(document(actions)), Duration.ofMinutes(1),
					null)
			.id();
	}

	int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	AttackEngine engine() {
		return this.context.getBean(AttackEngine.class);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	String property(String name) {
		return this.context.getEnvironment().getRequiredProperty(name);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
