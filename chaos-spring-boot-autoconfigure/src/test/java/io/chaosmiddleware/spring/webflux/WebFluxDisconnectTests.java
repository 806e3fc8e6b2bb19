package io.chaosmiddleware.spring.webflux;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.web.HeldBytesLeft;
import io.chaosmiddleware.spring.webflux.WebFluxHeldBodyTests.Pieces;
import io.chaosmiddleware.spring.wire.RawHttp1Client;
import io.chaosmiddleware.spring.wire.Received;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

import static io.chaosmiddleware.spring.webflux.WebFluxServer.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is left of a request whose connection an attack ends: nothing.
 */
@ExtendWith({ NothingBlocks.class, OutputCaptureExtension.class })
class WebFluxDisconnectTests {

	private static final AtomicInteger observed = new AtomicInteger();

	private static WebFluxServer server;

	@BeforeAll
	static void start() {
		server = WebFluxServer.start(Application.class, "chaos.middleware.limits.max-delay=300ms");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void forget() {
		observed.set(0);
	}

	@AfterEach
	void nothingIsLeft(CapturedOutput output) throws InterruptedException {
		await(() -> server.engine().runningDelays() == 0);
		await(() -> observed.get() == 0);
		await(() -> Pieces.made.stream().allMatch((buffer) -> buffer.refCnt() == 0));
		Pieces.made.clear();
		HeldBytesLeft.assertNothingIsHeld();
		assertThat(output).doesNotContain(" WARN ").doesNotContain(" ERROR ").doesNotContain("\tat ");
	}

	@ParameterizedTest
	@CsvSource({ "reset,before", "close,before", "hang,before", "reset,after", "close,after", "hang,after" })
	void aRequestEndsWithItsConnection(String how, String when) throws Exception {
		for (String path : List.of("/pieces/20", "/one/500", "/type")) {
			long begin = System.nanoTime();

			Received received = RawHttp1Client.get(server.port(), path, AttackEngine.ATTACK_HEADER,
					disconnect(how, when));

			assertThat(received.raw()).isEmpty();
			assertThat(received.ending())
				.isEqualTo(how.equals("reset") ? Received.Ending.RESET : Received.Ending.CLOSED);
			assertThat(Duration.ofNanos(System.nanoTime() - begin))
				.isGreaterThan(how.equals("hang") ? Duration.ofMillis(295) : Duration.ZERO);
			await(() -> observed.get() == 0);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "before", "after" })
	void whoGoesAwayIsNotWaitedFor(String when) throws Exception {
		try (Socket socket = new Socket("localhost", server.port())) {
			socket.getOutputStream()
				.write(("GET /pieces/20 HTTP/1.1\r\nHost: localhost\r\n" + AttackEngine.ATTACK_HEADER + ": "
						+ disconnect("hang", when) + "\r\n\r\n")
					.getBytes(StandardCharsets.ISO_8859_1));
			await(() -> server.engine().runningDelays() == 1);
		}
		long begin = System.nanoTime();
		await(() -> server.engine().runningDelays() == 0);

		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(200));
		assertThat(server.engine().recent().get(0).decision().resultHeader()).isEqualTo("disconnect;verdict=injected");
	}

	@Test
	void theEndIsObservedAndSoIsAChangedBody() throws Exception {
		Application.events.clear();

		RawHttp1Client.get(server.port(), "/one/1", AttackEngine.ATTACK_HEADER, disconnect("reset", "before"));
		await(() -> Application.events.equals(List.of("chaos.disconnect")));
		RawHttp1Client.get(server.port(), "/one/10", AttackEngine.ATTACK_HEADER,
				"{\"actions\":[{\"name\":\"corrupt\",\"value\":\"1%\"},{\"name\":\"truncate\",\"value\":\"1B\"},"
						+ "{\"name\":\"status\",\"value\":\"503\",\"body\":\"busy\"}]}");

		await(() -> Application.events
			.equals(List.of("chaos.disconnect", "chaos.status", "chaos.corrupt", "chaos.truncate")));
	}

	private static String disconnect(String how, String when) {
		return "{\"actions\":[{\"name\":\"disconnect\",\"value\":\"" + how + "\",\"type\":\"" + when + "\"}]}";
	}

	@Configuration(proxyBeanMethods = false)
	@Import(WebFluxHeldBodyTests.Application.class)
	static class Application {

		static final List<String> events = new CopyOnWriteArrayList<>();

		@Bean
		ObservationRegistry observations() {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(new ObservationHandler<ServerRequestObservationContext>() {

				@Override
				public boolean supportsContext(Observation.Context context) {
					return context instanceof ServerRequestObservationContext;
				}

				@Override
				public void onStart(ServerRequestObservationContext context) {
					observed.incrementAndGet();
				}

				@Override
				public void onEvent(Observation.Event event, ServerRequestObservationContext context) {
					events.add(event.getName());
				}

				@Override
				public void onStop(ServerRequestObservationContext context) {
					observed.decrementAndGet();
				}

			});
			return registry;
		}

	}

}
