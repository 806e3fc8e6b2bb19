package io.chaosmiddleware.spring.contract;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackEvent;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.spring.wire.RawHttp1Client;
import io.chaosmiddleware.spring.wire.Received;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with an adapter of incoming requests, started once for all tests of a
 * class, and a client of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AdapterUnderTest {

	protected static final String CONTEXT_PATH = "/shop";

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private ConfigurableApplicationContext context;

	/** Return the application for the stack and server that are tried. */
	protected abstract SpringApplication application();

	/** Return the name of the server that is tried. */
	protected abstract String serverName();

	/** Return the property that sets the context path on this stack. */
	protected abstract String contextPathProperty();

	@BeforeAll
	void start() {
		SpringApplication application = application();
		this.context = application.run("--server.port=0", "--" + contextPathProperty() + "=" + CONTEXT_PATH,
				"--spring.main.banner-mode=off", "--spring.jmx.enabled=false", "--server.http2.enabled=true",
				"--server.compression.enabled=true", "--server.max-http-request-header-size=64KB",
				"--server.jetty.max-http-request-header-size=64KB",
				"--management.endpoints.web.exposure.include=health", "--chaos.middleware.enabled=true",
				"--chaos.middleware.application-name=shop", "--chaos.middleware.application-env=test",
				"--chaos.middleware.attack-loader=none", "--chaos.middleware.exclude-routes=/orders/calm,/calm/**",
				"--chaos.middleware.fault.allowed=java.**,org.springframework.**,jakarta.servlet.**,java.lang.AssertionError",
				"--chaos.middleware.limits.max-concurrent-delays=3", "--chaos.middleware.limits.max-delay=2s",
				"--chaos.middleware.limits.max-held-body=64KB");
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	@BeforeEach
	@AfterEach
	void calm() {
		engine().control().resume(null);
		engine().control().cancelAll(null);
		// A client knows the end of a slow answer before the server has left it.
		awaitRunningDelays(0);
		ContractApplication.handled.set(0);
	}

	protected final AttackEngine engine() {
		return this.context.getBean(AttackEngine.class);
	}

	protected final ConfigurableApplicationContext context() {
		return this.context;
	}

	protected final int serverPort() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", int.class);
	}

	/** Send a request with an attack, and read what comes back byte for byte. */
	protected final Received receive(String path, String attack, String... headers) {
		List<String> all = new ArrayList<>(List.of(headers));
		all.addAll(List.of(AttackEngine.ATTACK_HEADER, attack));
		return RawHttp1Client.get(serverPort(), CONTEXT_PATH + path, all.toArray(String[]::new));
	}

	/** Wait until the latest decision was reported with a result. */
	protected final void awaitRecent(String result) {
		long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		while (engine().recent().isEmpty() || !result(engine().recent().get(0)).startsWith(result)) {
			assertThat(System.nanoTime()).as("deadline for " + result).isLessThan(deadline);
			Thread.onSpinWait();
		}
	}

	private static String result(AttackEvent.Decided event) {
		return event.decision().verdicts().stream().map(Object::toString).collect(Collectors.joining(", "));
	}

	protected final int decided() {
		return this.context.getBean(ContractApplication.Recorder.class).decided.get();
	}

	protected final void configure(String attack) {
		engine().control()
			.start(new AttackParser(AttackLimits.OPERATOR).parseStrictly(attack), Duration.ofMinutes(1), null);
		assertThat(engine().activeAttacks()).extracting((active) -> active.source())
			.containsExactly(AttackSource.ENDPOINT);
	}

	protected final HttpResponse<String> get(String path, String attack) {
		return send(attacked(path, attack));
	}

	protected final CompletableFuture<HttpResponse<String>> getAsync(String path, String attack) {
		return this.client.sendAsync(attacked(path, attack).build(), HttpResponse.BodyHandlers.ofString());
	}

	private HttpRequest.Builder attacked(String path, String attack) {
		HttpRequest.Builder request = request(path);
		if (attack != null) {
			request.header(AttackEngine.ATTACK_HEADER, attack);
		}
		return request;
	}

	protected final HttpRequest.Builder request(String path) {
		return HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:"
					+ this.context.getEnvironment().getRequiredProperty("local.server.port") + CONTEXT_PATH + path))
			.timeout(Duration.ofSeconds(30));
	}

	protected final HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new AssertionError("The request was broken", ex);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	/** Send a request whose answer is read bit by bit. */
	protected final HttpResponse<InputStream> open(HttpRequest.Builder request) {
		return this.client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream()).join();
	}

	protected static String result(HttpResponse<?> response) {
		return response.headers().firstValue(AttackEngine.RESULT_HEADER).orElse(null);
	}

	protected static String fault(String name) {
		return document("fault " + name);
	}

	protected static Duration elapsed(long begin) {
		return Duration.ofNanos(System.nanoTime() - begin);
	}

	protected final void awaitRunningDelays(int expected) {
		long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		while (engine().runningDelays() != expected) {
			assertThat(System.nanoTime()).as("deadline for " + expected + " running delays").isLessThan(deadline);
			Thread.onSpinWait();
		}
	}

}
