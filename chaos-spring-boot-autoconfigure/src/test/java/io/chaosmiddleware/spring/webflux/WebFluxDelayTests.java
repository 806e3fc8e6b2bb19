package io.chaosmiddleware.spring.webflux;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static io.chaosmiddleware.spring.webflux.WebFluxServer.delay;
import static io.chaosmiddleware.spring.TestDocuments.document;
import static io.chaosmiddleware.spring.webflux.WebFluxServer.fault;
import static io.chaosmiddleware.spring.webflux.WebFluxServer.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(NothingBlocks.class)
class WebFluxDelayTests {

	@AutoClose
	private static final WebFluxServer server = WebFluxServer.start(Application.class);

	@BeforeEach
	void forget() {
		ThreadController.calls.set(0);
	}

	@AfterEach
	void noPlaceIsHeld() {
		assertThat(server.engine().runningDelays()).isZero();
	}

	@Test
	void aDelayTakesAsLongAsItSays() {
		server.get("/thread");

		long start = System.nanoTime();
		HttpResponse<String> response = server.attack("/thread", delay(1));

		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(1000),
				Duration.ofSeconds(5));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(result(response)).isEqualTo("delay;verdict=injected;seconds=1");
	}

	@Test
	void aDelayedHandlerRunsOnTheEventLoopOfItsConnection() {
		HttpResponse<String> response = server.attack("/thread", delay(1));

		assertThat(response.body()).startsWith("webflux-http-");
	}

	@Test
	void aDisconnectEndsTheDelayAndFreesItsPlace() throws Exception {
		for (String request : List.of("GET /thread HTTP/1.1\r\n", "POST /echo HTTP/1.1\r\nContent-Length: 3\r\n")) {
			try (Socket socket = new Socket("localhost", server.port())) {
				send(socket,
						request + "Host: localhost\r\n" + AttackEngine.ATTACK_HEADER + ": "
								+ document(delay(50), fault("IllegalStateException")) + "\r\n\r\n"
								+ (request.startsWith("POST") ? "abc" : ""));
				await(() -> server.engine().runningDelays() == 1);
			}
			await(() -> server.engine().runningDelays() == 0);
		}
		assertThat(ThreadController.calls).hasValue(0);
		AttackEvent.Decided reported = server.engine().recent().get(0);
		assertThat(reported.outcome().fault()).as("hit nobody").isNull();
		assertThat(reported.decision().verdicts()).extracting(Object::toString)
			.satisfiesExactly((delay) -> assertThat(delay).matches("delay;verdict=injected;seconds=\\d(\\.\\d+)?"),
					(fault) -> assertThat(fault).isEqualTo("fault;verdict=skipped;reason=abandoned"));
	}

	@Test
	void aClientThatTimesOutFreesThePlace() {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/thread"))
			.header(AttackEngine.ATTACK_HEADER, document(delay(50)))
			.version(HttpClient.Version.HTTP_1_1)
			.timeout(Duration.ofMillis(300))
			.build();

		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()));

		await(() -> server.engine().runningDelays() == 0);
		assertThat(ThreadController.calls).hasValue(0);
	}

	@Test
	void haltEndsRunningDelaysAtOnceAndSkipsWhatFollows() throws Exception {
		List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			responses.add(server.sendAsync("/thread", AttackEngine.ATTACK_HEADER,
					document(delay(20), fault("IllegalStateException"))));
		}
		await(() -> server.engine().runningDelays() == 20);

		server.engine().control().halt(null);

		try {
			for (CompletableFuture<HttpResponse<String>> pending : responses) {
				HttpResponse<String> response = pending.get(3, TimeUnit.SECONDS);
				assertThat(response.statusCode()).isEqualTo(200);
				assertThat(response.body()).as("not the thread that halts").startsWith("webflux-http-");
				assertThat(result(response))
					.isEqualTo("delay;verdict=skipped;reason=halted, fault;verdict=skipped;reason=halted");
			}
			assertThat(result(server.attack("/thread", delay(20)))).isEqualTo("delay;verdict=skipped;reason=halted");
		}
		finally {
			server.engine().control().resume(null);
		}
	}

	@Test
	void manyDelaysRunAtTheSameTimeWithoutThreads() {
		// 8 connections each for the event loops that exist at most
		List<CompletableFuture<HttpResponse<String>>> warmUp = new ArrayList<>();
		for (int i = 0; i < 32; i++) {
			warmUp.add(server.sendAsync("/thread"));
		}
		warmUp.forEach(CompletableFuture::join);
		// the one thread that counts injections for the log
		server.attack("/thread", delay(1));
		Set<String> before = threads();

		int most = 0;
		long start = System.nanoTime();
		List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
		for (int i = 0; i < 2000; i++) {
			responses.add(server.sendAsync("/thread", AttackEngine.ATTACK_HEADER, document(delay(1))));
		}
		while (!responses.stream().allMatch(CompletableFuture::isDone)) {
			most = Math.max(most, server.engine().runningDelays());
			pause();
		}
		Duration elapsed = Duration.ofNanos(System.nanoTime() - start);

		// one after the other they would take more than half an hour
		assertThat(elapsed).isLessThan(Duration.ofSeconds(20));
		assertThat(most).isGreaterThan(100);
		assertThat(responses).allMatch((response) -> response.join().statusCode() == 200);
		assertThat(threads()).isSubsetOf(before);
	}

	@Test
	void aConnectionStaysUsableAfterADelay() throws Exception {
		List<Socket> sockets = new ArrayList<>();
		try {
			for (int i = 0; i < 200; i++) {
				Socket socket = new Socket("localhost", server.port());
				socket.setSoTimeout(5000);
				sockets.add(socket);
			}
			for (Socket socket : sockets) {
				send(socket, "GET /thread HTTP/1.1\r\nHost: localhost\r\n" + AttackEngine.ATTACK_HEADER + ": "
						+ document(delay(1)) + "\r\n\r\n");
			}
			for (Socket socket : sockets) {
				assertThat(receive(socket)).startsWith("HTTP/1.1 200");
				for (int i = 0; i < 3; i++) {
					send(socket, "GET /thread HTTP/1.1\r\nHost: localhost\r\n\r\n");
					assertThat(receive(socket)).startsWith("HTTP/1.1 200");
				}
			}
		}
		finally {
			for (Socket socket : sockets) {
				socket.close();
			}
		}
	}

	private static void send(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	// the answers have a body of letters, digits and dashes, and a length
	private static String receive(Socket socket) throws IOException {
		InputStream in = socket.getInputStream();
		StringBuilder text = new StringBuilder();
		while (text.indexOf("\r\n\r\n") < 0) {
			text.append((char) in.read());
		}
		int length = Integer.parseInt(text.toString().replaceAll("(?is).*content-length: (\\d+).*", "$1"));
		return text + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
	}

	private static Set<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.matches("(webflux|reactor|parallel|boundedElastic|chaos|single).*"))
			.collect(Collectors.toSet());
	}

	private static void await(BooleanSupplier condition) {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
			pause();
		}
	}

	private static void pause() {
		try {
			Thread.sleep(5);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ThreadController.class)
	static class Application {

	}

	@RestController
	static class ThreadController {

		static final AtomicInteger calls = new AtomicInteger();

		@GetMapping("/thread")
		String thread() {
			calls.incrementAndGet();
			return Thread.currentThread().getName();
		}

		@PostMapping("/echo")
		String echo(@RequestBody String body) {
			calls.incrementAndGet();
			return body;
		}

	}

}
