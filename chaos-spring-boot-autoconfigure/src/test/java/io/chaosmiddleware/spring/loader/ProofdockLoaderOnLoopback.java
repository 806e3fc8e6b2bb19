package io.chaosmiddleware.spring.loader;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.document.AttackLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A client of the Chaos API, the API on loopback, and answers of it.
 */
abstract class ProofdockLoaderOnLoopback {

	static final String TOKEN = "top-secret-token";

	static final Duration TIMEOUT = Duration.ofMillis(400);

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	static final AttackLimits LIMITS = new AttackLimits(10_000, 100, Duration.ofSeconds(60));

	TestApi api;

	@BeforeEach
	void startApi() {
		this.api = TestApi.start();
	}

	@AfterEach
	void stopApi() {
		this.api.close();
	}

	ProofdockAttackLoader loader() {
		return loader(this.api.url());
	}

	static ProofdockAttackLoader loader(URI url) {
		return loader(url, new ApplicationIdentity("shop", "test", "id-1"));
	}

	static ProofdockAttackLoader loader(URI url, ApplicationIdentity identity) {
		return loader(url, identity, PATIENCE);
	}

	static ProofdockAttackLoader hastyLoader(URI url) {
		return loader(url, new ApplicationIdentity("shop", "test", "id-1"), TIMEOUT);
	}

	static ProofdockAttackLoader loader(URI url, ApplicationIdentity identity, Duration timeout) {
		return new ProofdockAttackLoader(new ChaosApi(url, TOKEN, timeout), identity, LIMITS, null,
				Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC));
	}

	// what is loaded for the first time in a JVM takes its time
	@BeforeAll
	static void warmUp() throws Exception {
		try (TestApi api = TestApi.start()) {
			loader(api.url()).load();
		}
	}

	static ChaosApiException failureOf(ProofdockAttackLoader loader) {
		AtomicReference<ChaosApiException> failure = new AtomicReference<>();
		assertThatExceptionOfType(ChaosApiException.class).isThrownBy(loader::load).satisfies(failure::set);
		return failure.get();
	}

	static HttpHandler gzip(byte[] body) {
		return (exchange) -> {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			try (OutputStream output = new GZIPOutputStream(bytes)) {
				output.write(body);
			}
			exchange.getResponseHeaders().add("Content-Encoding", "gzip");
			TestApi.answer(exchange, 200, bytes.toByteArray());
		};
	}

	static void trickle(HttpExchange exchange) throws IOException {
		exchange.sendResponseHeaders(200, 0);
		for (int i = 0; i < 600; i++) {
			exchange.getResponseBody().write(' ');
			exchange.getResponseBody().flush();
			pause(50);
		}
	}

	static void pause(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
