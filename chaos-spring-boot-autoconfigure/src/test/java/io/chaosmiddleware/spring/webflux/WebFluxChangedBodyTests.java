package io.chaosmiddleware.spring.webflux;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.web.HeldBytesLeft;
import io.chaosmiddleware.spring.webflux.WebFluxHeldBodyTests.Pieces;
import io.chaosmiddleware.spring.wire.RawHttp1Client;
import io.chaosmiddleware.spring.wire.Received;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import org.springframework.web.server.WebHandler;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static io.chaosmiddleware.spring.webflux.WebFluxServer.await;
import static io.chaosmiddleware.spring.webflux.WebFluxServer.readUntil;
import static io.chaosmiddleware.spring.webflux.WebFluxServer.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the body of an answer is changed without blocking a thread, leaking a buffer or
 * reading more than is sent.
 */
@ExtendWith({ NothingBlocks.class, OutputCaptureExtension.class })
class WebFluxChangedBodyTests {

	private static WebFluxServer server;

	@BeforeAll
	static void start() {
		server = WebFluxServer.start(Application.class, "chaos.middleware.limits.max-held-body=10000B",
				"spring.web.resources.chain.compressed=true", "spring.web.resources.chain.enabled=true");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@AfterEach
	void nothingIsLeft() throws InterruptedException {
		await(() -> server.engine().runningDelays() == 0);
		await(() -> Pieces.made.stream().allMatch((buffer) -> buffer.refCnt() == 0));
		Pieces.made.clear();
		HeldBytesLeft.assertNothingIsHeld();
	}

	@ParameterizedTest
	@CsvSource({ "/pieces/50,5000", "/one/500,500" })
	void theBuffersOfTheHandlerAreReleased(String path, int size, CapturedOutput output) {
		for (String action : List.of("corrupt 100%", "truncate 150B", "truncate 40%", "truncate 0B", "throttle 1MB/s",
				"truncate 1MB")) {
			Received received = receive(path, action);

			assertThat(received.status()).as("%s", received).isEqualTo(200);
			assertThat(received.header("x-proofdock-attack-result")).contains("verdict=");
			assertThat(received.body().length).isEqualTo(switch (action) {
				case "truncate 150B" -> 150;
				case "truncate 40%" -> size * 2 / 5;
				case "truncate 0B" -> 0;
				default -> size;
			});
		}
		assertThat(output).doesNotContain(" WARN ").doesNotContain(" ERROR ").doesNotContain("\tat ");
	}

	@Test
	void aLargeBodyOfUnknownLengthIsNotCutAtAPart() {
		Received received = receive("/pieces/101", "truncate 50%");

		assertThat(received.body()).hasSize(10_100);
		assertThat(received.ending()).isEqualTo(Received.Ending.COMPLETE);
		assertThat(received.header("x-proofdock-attack-result"))
			.isEqualTo("truncate;verdict=skipped;reason=length-unknown");
	}

	@ParameterizedTest
	@ValueSource(strings = { "corrupt 1%", "throttle 1MB/s", "truncate 50%" })
	void aBodyThatBreaksOffBreaksOff(String action) {
		for (int pieces : List.of(3, 300)) {
			Received received = receive("/broken/" + pieces, action);

			assertThat(received.status()).isEqualTo(200);
			assertThat(received.ending()).as("%s", received).isNotEqualTo(Received.Ending.COMPLETE);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "truncate 10B", "truncate 2%" })
	void theAnswerToABodyThatFailsBeforeItBeginsIsTheOneThatIsChanged(String action) {
		Received whole = receive("/broken/0");

		Received received = receive("/broken/0", action);

		assertThat(received.status()).isEqualTo(500);
		assertThat(received.body().length).isPositive().isLessThan(11);
		assertThat(whole.text()).startsWith(received.text());
		assertThat(received.header("x-proofdock-attack-result")).startsWith("truncate;verdict=injected");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/events", "/ndjson", "/flushed" })
	void streamsPassWithTheirFirstElementAtOnce(String path) throws Exception {
		try (Socket socket = open(path, "throttle 1KB/s", "corrupt 0.0001%", "truncate 1KB", "truncate 50%")) {
			assertThat(readUntil(socket, "\r\n\r\n")).contains("throttle;verdict=injected;bps=1024, "
					+ "corrupt;verdict=injected;percent=0.0001, truncate;verdict=injected;bytes=1024, "
					+ "truncate;verdict=skipped;reason=length-unknown");
			socket.getInputStream().read();
		}
	}

	@Test
	void aThrottledBodyIsReadAsFastAsItIsSentAndEndsWithItsClient() throws Exception {
		try (Socket socket = open("/pieces/5000", "throttle 20KB/s")) {
			readUntil(socket, String.format("%099d", 10));
			assertThat(Pieces.made.size()).isLessThan(500);
			assertThat(server.engine().runningDelays()).isOne();
		}
		await(() -> server.engine().runningDelays() == 0);
		assertThat(Pieces.made.size()).isLessThan(1000);
	}

	@Test
	void aBodyThatIsCutOffIsNotReadToItsEnd() throws Exception {
		int before = Pieces.cancelled.get();

		Received received = receive("/endless", "truncate 250B");

		assertThat(received.body()).hasSize(250);
		assertThat(received.ending()).isEqualTo(Received.Ending.CLOSED);
		await(() -> Pieces.cancelled.get() == before + 1);
	}

	@Test
	void whoGoesAwayWhileTheLengthIsFoundOutLeavesNothingBehind() throws Exception {
		int before = Pieces.cancelled.get();
		try (Socket socket = open("/unfinished", "truncate 50%")) {
			await(() -> Pieces.made.size() == 5);
		}
		await(() -> Pieces.cancelled.get() == before + 1);
	}

	@Test
	void filesAreChangedToo(@TempDir Path directory) throws Exception {
		byte[] bytes = new byte[1_000_000];
		Pieces.file = Files.write(directory.resolve("file.bin"), bytes);

		Received missed = receive("/file", "corrupt 100% /elsewhere");
		Received corrupted = receive("/file", "corrupt 100%");
		Received half = receive("/file", "truncate 50%");
		Received slow = receive("/file", "throttle 4MB/s");

		assertThat(List.of(missed, corrupted, half, slow)).extracting((received) -> received.header("content-length"))
			.containsOnly("1000000");
		assertThat(missed.body()).isEqualTo(bytes);
		assertThat(slow.body()).isEqualTo(bytes);
		assertThat(corrupted.body()).hasSize(bytes.length).doesNotContain(0);
		assertThat(half.body()).hasSize(500_000).containsOnly(0);
		assertThat(half.ending()).isEqualTo(Received.Ending.CLOSED);
		try (Socket socket = new Socket("localhost", server.port())) {
			for (int i = 0; i < 5; i++) {
				List<String> attack = List.of(AttackEngine.ATTACK_HEADER, document("corrupt 100%"));
				assertThat(RawHttp1Client.send(socket, "GET", "/file", attack, null).body())
					.as("%s requests on one connection", i + 1)
					.hasSize(bytes.length);
			}
		}
	}

	@Test
	void filesThatAreLeftAloneAreSentWithoutCopies() {
		assertThat(server.get("/type", AttackEngine.ATTACK_HEADER, document("corrupt 1% /elsewhere")).body())
			.isEqualTo("ZeroCopy");
	}

	@Test
	void aCompressedResourceIsChangedAsItIs() {
		Received calm = RawHttp1Client.get(server.port(), "/packed.txt", "Accept-Encoding", "gzip");

		Received received = RawHttp1Client.get(server.port(), "/packed.txt", "Accept-Encoding", "gzip",
				AttackEngine.ATTACK_HEADER, document("truncate 10B"));

		assertThat(List.of(calm, received)).extracting((answer) -> answer.header("content-encoding"))
			.containsOnly("gzip");
		assertThat(received.header("content-length")).isEqualTo(calm.header("content-length"));
		assertThat(received.body()).isEqualTo(Arrays.copyOf(calm.body(), 10));
	}

	@Test
	void aWebSocketIsLeftAlone() throws Exception {
		CompletableFuture<String> echo = new CompletableFuture<>();
		WebSocket socket = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.header(AttackEngine.ATTACK_HEADER, document("corrupt 100%", "truncate 0B", "throttle 1KB/s"))
			.buildAsync(URI.create("ws://localhost:" + server.port() + "/echo"), new WebSocket.Listener() {

				@Override
				public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
					echo.complete(data.toString());
					return null;
				}

			})
			.get(10, TimeUnit.SECONDS);
		socket.sendText("hello", true);

		assertThat(echo.get(10, TimeUnit.SECONDS)).isEqualTo("hello");
		socket.abort();
		assertThat(server.engine().recent().get(0).decision().resultHeader())
			.isEqualTo("corrupt;verdict=skipped;reason=no-body, truncate;verdict=skipped;reason=no-body, "
					+ "throttle;verdict=skipped;reason=no-body");
	}

	@Test
	void aConnectionServesTheNextRequest() {
		for (int i = 0; i < 5; i++) {
			HttpResponse<String> response = server.attack("/pieces/5", "corrupt 1%", "throttle 1MB/s");
			assertThat(result(response)).startsWith("corrupt;verdict=injected");
			assertThat(server.get("/one/3").body()).isEqualTo("xxx");
		}
	}

	private static Received receive(String path, String... actions) {
		return (actions.length > 0)
				? RawHttp1Client.get(server.port(), path, AttackEngine.ATTACK_HEADER, document(actions))
				: RawHttp1Client.get(server.port(), path);
	}

	private static Socket open(String path, String... actions) throws Exception {
		Socket socket = new Socket("localhost", server.port());
		socket.setSoTimeout(10_000);
		socket.getOutputStream()
			.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + AttackEngine.ATTACK_HEADER + ": "
					+ document(actions) + "\r\n\r\n")
				.getBytes(StandardCharsets.ISO_8859_1));
		return socket;
	}

	@Configuration(proxyBeanMethods = false)
	@Import(WebFluxHeldBodyTests.Application.class)
	static class Application {

		@Bean
		HandlerMapping echo() {
			WebSocketHandler echo = (session) -> session
				.send(session.receive().map((message) -> session.textMessage(message.getPayloadAsText())));
			// there are other servers on the class path, too
			WebSocketService service = new HandshakeWebSocketService(new ReactorNettyRequestUpgradeStrategy());
			WebHandler handler = (exchange) -> service.handleRequest(exchange, echo);
			return new SimpleUrlHandlerMapping(Map.of("/echo", handler), -1);
		}

	}

}
