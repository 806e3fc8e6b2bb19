package io.chaosmiddleware.spring.webflux;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.web.HeldBytesLeft;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static io.chaosmiddleware.spring.webflux.WebFluxServer.actions;
import static io.chaosmiddleware.spring.webflux.WebFluxServer.await;
import static io.chaosmiddleware.spring.webflux.WebFluxServer.readUntil;
import static io.chaosmiddleware.spring.webflux.WebFluxServer.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the body of an answer is held, and what is not held.
 */
@ExtendWith(NothingBlocks.class)
class WebFluxHeldBodyTests {

	private static final String LONG = "{\"name\":\"delay\",\"value\":\"30\",\"type\":\"after\"}";

	private static final String SHORT = "{\"name\":\"delay\",\"value\":\"50ms\",\"type\":\"after\"}";

	private static final String BUSY = "{\"name\":\"status\",\"value\":\"503\",\"type\":\"after\",\"body\":\"busy\"}";

	private static final String COMMITTED = "delay;verdict=skipped;reason=committed, status;verdict=skipped;reason=committed";

	@AutoClose
	private static final WebFluxServer server = WebFluxServer.start(Application.class,
			"chaos.middleware.limits.max-held-body=10000B");

	@AfterEach
	void nothingIsHeld() throws InterruptedException {
		assertThat(server.engine().runningDelays()).isZero();
		await(() -> Pieces.made.stream().allMatch((buffer) -> buffer.refCnt() == 0));
		Pieces.made.clear();
		HeldBytesLeft.assertNothingIsHeld();
	}

	@ParameterizedTest
	@CsvSource({ "100, true", "101, false", "5000, false" })
	void aBodyUpToTheLimitIsHeld(int pieces, boolean held) {
		HttpResponse<String> response = attack("/pieces/" + pieces, SHORT);

		assertThat(response.body()).isEqualTo(pieces(pieces));
		assertThat(result(response))
			.isEqualTo(held ? "delay;verdict=injected;seconds=0.05" : "delay;verdict=skipped;reason=committed");
	}

	@ParameterizedTest
	@CsvSource({ "100, true", "101, false", "5000, false" })
	void orReplaced(int pieces, boolean held) {
		HttpResponse<String> response = attack("/pieces/" + pieces, BUSY);

		assertThat(response.body()).isEqualTo(held ? "busy" : pieces(pieces));
		assertThat(response.statusCode()).isEqualTo(held ? 503 : 200);
		assertThat(result(response))
			.isEqualTo("status;verdict=" + (held ? "injected;status=503" : "skipped;reason=committed"));
	}

	@ParameterizedTest
	@CsvSource({ "/one/10000, true", "/one/10001, false" })
	void theSameHoldsForABodyInOnePiece(String path, boolean held) {
		HttpResponse<String> response = attack(path, BUSY);

		assertThat(response.body()).hasSize(held ? 4 : 10001);
		assertThat(response.statusCode()).isEqualTo(held ? 503 : 200);
	}

	@ParameterizedTest
	@CsvSource({ "9000, true", "3000000, false" })
	void andForAFile(int size, boolean held, @TempDir Path directory) throws Exception {
		Pieces.file = Files.writeString(directory.resolve("file.txt"), pieces(size / 100));

		HttpResponse<String> delayed = attack("/file", SHORT);
		HttpResponse<String> replaced = attack("/file", BUSY);

		assertThat(delayed.body()).isEqualTo(pieces(size / 100));
		assertThat(delayed.headers().firstValueAsLong("Content-Length")).hasValue(size);
		assertThat(result(delayed))
			.isEqualTo(held ? "delay;verdict=injected;seconds=0.05" : "delay;verdict=skipped;reason=committed");
		assertThat(replaced.body()).hasSize(held ? 4 : size);
	}

	@Test
	void aBodyThatBreaksOffIsDelayedAndBreaksOff() throws Exception {
		try (Socket socket = request("/broken/3", actions(SHORT, BUSY))) {
			String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

			assertThat(text).startsWith("HTTP/1.1 200")
				.contains("delay;verdict=injected;seconds=0.05, status;verdict=skipped;reason=handler-failed",
						pieces(1))
				.doesNotEndWith("0\r\n\r\n");
		}
	}

	@Test
	void aBodyThatBreaksOffAboveTheLimitDoesToo() throws Exception {
		try (Socket socket = request("/broken/300", actions(SHORT, BUSY))) {
			String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

			assertThat(text).startsWith("HTTP/1.1 200")
				.contains(COMMITTED.substring(0, 20), pieces(1))
				.doesNotEndWith("0\r\n\r\n");
		}
	}

	@Test
	void aBodyThatFailsBeforeItBeginsIsAnsweredAsAnError() {
		HttpResponse<String> response = attack("/broken/0", SHORT, BUSY);

		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(response.body()).contains("\"status\":500");
		assertThat(result(response))
			.isEqualTo("delay;verdict=injected;seconds=0.05, status;verdict=skipped;reason=handler-failed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/events", "/ndjson", "/flushed" })
	void streamsPassWithTheirFirstElementAtOnce(String path) throws Exception {
		try (Socket socket = request(path, actions(LONG, BUSY))) {
			assertThat(readUntil(socket, "first")).startsWith("HTTP/1.1 200").contains(COMMITTED);
		}
	}

	@Test
	void aLargeBodyStreamsAsSoonAsItIsTooLarge() throws Exception {
		try (Socket socket = request("/endless", actions(LONG, BUSY))) {
			assertThat(readUntil(socket, pieces(1) + "\r\n")).startsWith("HTTP/1.1 200").contains(COMMITTED);
		}
	}

	@Test
	void aWebSocketIsLeftAlone() throws Exception {
		try (Socket socket = new Socket("localhost", server.port())) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream()
				.write(("GET /one/3 HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
						+ AttackEngine.ATTACK_HEADER + ": " + actions(LONG, BUSY) + "\r\n\r\n")
					.getBytes(StandardCharsets.ISO_8859_1));
			assertThat(readUntil(socket, "xxx")).startsWith("HTTP/1.1 200").contains(COMMITTED);
		}
	}

	@Test
	void whoGoesAwayDuringTheDelayLeavesNothingBehind() throws Exception {
		for (int pieces : List.of(20, 1)) {
			Pieces.made.clear();
			try (Socket socket = request((pieces > 1) ? "/pieces/20" : "/one/500", actions(LONG, BUSY))) {
				await(() -> server.engine().runningDelays() == 1);
				// One that a cancelled request of before was about to make is freed at
				// once.
				assertThat(Pieces.made).filteredOn((buffer) -> buffer.refCnt() == 1).hasSize(pieces);
			}
			await(() -> server.engine().runningDelays() == 0);
			await(() -> Pieces.made.stream().allMatch((buffer) -> buffer.refCnt() == 0));
			assertThat(server.engine().recent().get(0).decision().resultHeader())
				.matches("delay;verdict=injected;seconds=\\d(\\.\\d+)?, status;verdict=skipped;reason=abandoned");
		}
	}

	@Test
	void whoGoesAwayWhileTheBodyIsCollectedDoesNotEither() throws Exception {
		int before = Pieces.cancelled.get();
		try (Socket socket = request("/unfinished", actions(LONG, BUSY))) {
			await(() -> Pieces.made.size() == 5);
		}
		await(() -> Pieces.cancelled.get() == before + 1);
		await(() -> server.engine()
			.recent()
			.get(0)
			.decision()
			.resultHeader()
			.equals("delay;verdict=skipped;reason=abandoned, status;verdict=skipped;reason=abandoned"));
	}

	@Test
	void whoGoesAwayDuringALargeBodyDoesNotEither() throws Exception {
		int before = Pieces.cancelled.get();
		try (Socket socket = request("/endless", actions(LONG, BUSY))) {
			readUntil(socket, pieces(1));
		}
		await(() -> Pieces.cancelled.get() == before + 1);
	}

	@Test
	void aBodyForWhichTheOthersLeaveNoRoomStreams() throws Exception {
		try (HeldBytesLeft others = HeldBytesLeft.takeAll();
				Socket socket = request("/unfinished", actions(LONG, BUSY))) {
			assertThat(readUntil(socket, pieces(5).substring(400))).startsWith("HTTP/1.1 200").contains(COMMITTED);
		}
		assertThat(attack("/pieces/100", BUSY).body()).as("when there is room again").isEqualTo("busy");
	}

	@Test
	void responsesAreNotTouchedUnlessSomethingIsToBeDoneAfterTheHandler() {
		assertThat(server.get("/type").body()).isEqualTo("ReactorServerHttpResponse");
		assertThat(attack("/type", "{\"name\":\"delay\",\"value\":\"1ms\"}").body()).as("passes").isEqualTo("ZeroCopy");
		assertThat(attack("/type", SHORT.replace("}", ",\"route\":\"/other\"}")).body()).isEqualTo("ZeroCopy");
		assertThat(attack("/type", SHORT).body()).isEqualTo("HeldResponse");
	}

	private static HttpResponse<String> attack(String path, String... actions) {
		return server.get(path, AttackEngine.ATTACK_HEADER, actions(actions));
	}

	private static Socket request(String path, String attack) throws Exception {
		Socket socket = new Socket("localhost", server.port());
		socket.setSoTimeout(10_000);
		socket.getOutputStream()
			.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + AttackEngine.ATTACK_HEADER + ": " + attack
					+ "\r\n\r\n")
				.getBytes(StandardCharsets.ISO_8859_1));
		return socket;
	}

	private static String pieces(int count) {
		return IntStream.range(0, count)
			.mapToObj((i) -> String.format("%099d%n", i).replace("\r", ""))
			.collect(Collectors.joining());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Pieces.class)
	static class Application {

	}

	@RestController
	static class Pieces {

		static final Queue<ByteBuf> made = new ConcurrentLinkedQueue<>();

		static volatile Path file;

		static final AtomicInteger cancelled = new AtomicInteger();

		private static final NettyDataBufferFactory factory = new NettyDataBufferFactory(
				UnpooledByteBufAllocator.DEFAULT);

		@GetMapping("/pieces/{count}")
		Mono<Void> pieces(@PathVariable int count, ServerHttpResponse response) {
			return response.writeWith(Flux.range(0, count).map(Pieces::piece));
		}

		@GetMapping("/one/{size}")
		Mono<Void> one(@PathVariable int size, ServerHttpResponse response) {
			return response.writeWith(Mono.fromSupplier(() -> buffer("x".repeat(size))));
		}

		@GetMapping("/broken/{count}")
		Mono<Void> broken(@PathVariable int count, ServerHttpResponse response) {
			return response.writeWith(Flux.range(0, count)
				.map(Pieces::piece)
				.concatWith(Mono.error(new UnsupportedOperationException("on its own"))));
		}

		@GetMapping("/endless")
		Mono<Void> endless(ServerHttpResponse response) {
			return response.writeWith(Flux.range(0, Integer.MAX_VALUE)
				.delayElements(Duration.ofMillis(1))
				.map(Pieces::piece)
				.doOnCancel(cancelled::incrementAndGet));
		}

		@GetMapping("/unfinished")
		Mono<Void> unfinished(ServerHttpResponse response) {
			return response.writeWith(Flux.range(0, 5)
				.map(Pieces::piece)
				.concatWith(Mono.never())
				.doOnCancel(cancelled::incrementAndGet));
		}

		@GetMapping("/file")
		Mono<Resource> file() {
			return Mono.just(new FileSystemResource(file));
		}

		@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> events() {
			return Flux.just("first").concatWith(Mono.never());
		}

		@GetMapping(path = "/ndjson", produces = MediaType.APPLICATION_NDJSON_VALUE)
		Flux<List<String>> ndjson() {
			return Flux.just(List.of("first")).concatWith(Mono.never());
		}

		@GetMapping("/flushed")
		Mono<Void> flushed(ServerHttpResponse response) {
			return response
				.writeAndFlushWith(Flux.just(Mono.fromSupplier(() -> buffer("first"))).concatWith(Mono.never()));
		}

		@GetMapping("/type")
		String type(ServerHttpResponse response) {
			return (response instanceof AbstractServerHttpResponse) ? "ReactorServerHttpResponse"
					: response.getClass().getSimpleName();
		}

		private static DataBuffer piece(int index) {
			return buffer(String.format("%099d%n", index).replace("\r", ""));
		}

		private static DataBuffer buffer(String text) {
			NettyDataBuffer buffer = (NettyDataBuffer) factory.allocateBuffer(text.length());
			buffer.write(text, StandardCharsets.US_ASCII);
			made.add(buffer.getNativeBuffer());
			return buffer;
		}

	}

}
