package io.chaosmiddleware.spring.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.wire.RawHttp1Client;
import io.chaosmiddleware.spring.wire.RawHttp2Client;
import io.chaosmiddleware.spring.wire.Received;
import io.chaosmiddleware.spring.wire.Received.Ending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What effects on the connection and on the body of an answer look like on the wire,
 * whatever the server: each effect, on HTTP/1.1 and HTTP/2, before and after the handler.
 */
abstract class WireContractTests extends AdapterUnderTest {

	private static final String TEXT = "tea pot \u00fc";

	private static final String OBJECT = "{\"name\":\"rubber duck\",\"cents\":450}";

	/** A protocol that every server speaks on the same port, without TLS. */
	enum Protocol {

		HTTP_1_1, HTTP_2

	}

	static Stream<Arguments> disconnects() {
		return Stream.of(Protocol.values())
			.flatMap((protocol) -> Stream.of("before", "after")
				.flatMap((type) -> Stream.of("reset", "close").map((how) -> Arguments.of(protocol, type, how))));
	}

	@ParameterizedTest
	@MethodSource("disconnects")
	void aConnectionEndsWithoutAnAnswer(Protocol protocol, String type, String how) {
		int decided = decided();

		Received received = exchange(protocol, "GET", "/after/object", disconnect(how, type));

		awaitDecided(decided + 1);
		assertWithoutAnswer(protocol, received, how.equals("reset"));
		assertThat(ContractApplication.handled).hasValue(type.equals("after") ? 1 : 0);
		assertThat(engine().recent().get(0).outcome().decision().verdicts()).singleElement()
			.hasToString("disconnect;verdict=injected");
	}

	@ParameterizedTest
	@ValueSource(strings = { "before", "after" })
	void aRequestHangsUntilTheLongestDelay(String type) {
		long begin = System.nanoTime();
		List<CompletableFuture<Received>> hanging = Stream.of(Protocol.values())
			.map((protocol) -> CompletableFuture
				.supplyAsync(() -> exchange(protocol, "GET", "/after/object", disconnect("hang", type))))
			.toList();

		for (Protocol protocol : Protocol.values()) {
			assertWithoutAnswer(protocol, hanging.get(protocol.ordinal()).join(), false);
		}
		assertThat(elapsed(begin)).isBetween(Duration.ofMillis(1990), Duration.ofSeconds(10));
		awaitRunningDelays(0);
	}

	private static void assertWithoutAnswer(Protocol protocol, Received received, boolean reset) {
		assertThat(received.status()).as("%s", received).isZero();
		assertThat(received.bytes()).isEmpty();
		assertBroken(protocol, received, reset);
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void aHangingRequestGoesOnWhenAttacksAreHalted(Protocol protocol) {
		for (String type : List.of("before", "after")) {
			CompletableFuture<Received> received = CompletableFuture
				.supplyAsync(() -> exchange(protocol, "GET", "/after/text", disconnect("hang", type)));
			awaitRunningDelays(1);

			engine().control().halt(null);

			assertThat(received.join().text()).isEqualTo(TEXT);
			assertThat(result(received.join())).isEqualTo("disconnect;verdict=skipped;reason=halted");
			engine().control().resume(null);
		}
	}

	@Test
	void otherConnectionsAreNotHarmed() {
		for (int i = 0; i < 20; i++) {
			assertBroken(Protocol.HTTP_1_1,
					exchange(Protocol.HTTP_1_1, "GET", "/orders", disconnect("reset", "before")), true);
			assertBroken(Protocol.HTTP_1_1,
					exchange(Protocol.HTTP_1_1, "GET", "/orders", disconnect("close", "before")), false);
			assertThat(get("/orders", null).body()).isEqualTo("orders");
		}
	}

	static Stream<Arguments> truncated() {
		return Stream.of(Protocol.values())
			.flatMap((protocol) -> Stream.of(Arguments.of(protocol, "/after/text", "5B", "tea p", "bytes=5"),
					Arguments.of(protocol, "/after/object", "10B", OBJECT.substring(0, 10), "bytes=10"),
					Arguments.of(protocol, "/after/object", "50%", OBJECT.substring(0, OBJECT.length() / 2),
							"percent=50"),
					Arguments.of(protocol, "/after/flux", "20B", "[{\"name\":\"one\",\"cent", "bytes=20"),
					Arguments.of(protocol, "/after/object", "0B", "", "bytes=0"),
					Arguments.of(protocol, "/after/missing", "4B", "miss", "bytes=4")));
	}

	@ParameterizedTest
	@MethodSource("truncated")
	void anAnswerIsTruncated(Protocol protocol, String path, String value, String rest, String detail) {
		Received received = exchange(protocol, "GET", path, actions(change("truncate", value)));

		assertThat(received.text()).as("%s", received).isEqualTo(rest);
		assertThat(received.raw()).as("no last chunk").doesNotContain("\r\n0\r\n\r\n");
		assertBroken(protocol, received, false);
		assertThat(result(received)).isEqualTo("truncate;verdict=injected;" + detail);
		assertThat(received.header("cache-control")).isEqualTo("no-store");
	}

	@ParameterizedTest
	@CsvSource({ "HTTP_1_1,/after/object,1KB,short-answer", "HTTP_1_1,/after/large,100%,truncate-invalid",
			"HTTP_1_1,/after/events,50%,length-unknown" })
	void anAnswerThatCannotBeTruncatedIsWhole(Protocol protocol, String path, String value, String reason) {
		AnsweringController.lastEvent = CompletableFuture.completedFuture("last");

		Received received = exchange(protocol, "GET", path, actions(change("truncate", value)));

		assertThat(received.ending()).as("%s", received).isEqualTo(Ending.COMPLETE);
		assertThat(result(received)).startsWith("truncate;verdict=").endsWith(";reason=" + reason);
		assertThat(received.header("cache-control")).isEqualTo("none");
		assertThat(received.text()).isEqualTo(exchange(protocol, "GET", path, null).text());
	}

	@ParameterizedTest
	@MethodSource("corrupted")
	void anAnswerIsCorruptedButNotItsFraming(Protocol protocol, String path, String value, int changed) {
		Received calm = exchange(protocol, "GET", path, null);

		Received received = exchange(protocol, "GET", path, actions(change("corrupt", value)));

		assertThat(received.ending()).as("%s", received).isEqualTo(Ending.COMPLETE);
		assertThat(received.status()).isEqualTo(calm.status());
		assertThat(received.header("content-length")).isEqualTo(calm.header("content-length"));
		assertThat(received.body()).hasSameSizeAs(calm.body());
		assertThat(differences(calm.body(), received.body())).isEqualTo(changed);
		assertThat(result(received)).startsWith("corrupt;verdict=injected;percent=");
		assertThat(received.header("cache-control")).isEqualTo("no-store");
		assertThat(received.header("etag")).isEqualTo("none");
	}

	static Stream<Arguments> corrupted() {
		return Stream.of(Protocol.values())
			.flatMap((protocol) -> Stream.of(Arguments.of(protocol, "/after/text", "100%", 10),
					Arguments.of(protocol, "/after/entity", "1%", 1),
					Arguments.of(protocol, "/after/flux", "0.0001%", 1),
					Arguments.of(protocol, "/after/large", "1%", AnsweringController.LARGE / 100)));
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void anAnswerIsThrottled(Protocol protocol) {
		Received calm = exchange(protocol, "GET", "/after/large", null);
		long begin = System.nanoTime();

		Received received = exchange(protocol, "GET", "/after/large", actions(change("throttle", "400KB/s")));

		Duration expected = Duration.ofMillis(1000L * AnsweringController.LARGE / (400 * 1024));
		assertThat(elapsed(begin)).isBetween(expected.minusMillis(60), expected.plusSeconds(5));
		assertThat(received.ending()).isEqualTo(Ending.COMPLETE);
		assertThat(received.body()).isEqualTo(calm.body());
		assertThat(result(received)).isEqualTo("throttle;verdict=injected;bps=409600");
		assertThat(received.header("cache-control")).as("it is the right answer").isEqualTo("none");
		awaitRunningDelays(0);
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void aThrottledAnswerEndsAtFullSpeedWhenAttacksAreHalted(Protocol protocol) {
		long begin = System.nanoTime();
		CompletableFuture<Received> received = CompletableFuture
			.supplyAsync(() -> exchange(protocol, "GET", "/after/large", actions(change("throttle", "2KB/s"))));
		awaitRunningDelays(1);

		engine().control().halt(null);

		assertThat(received.join().body()).hasSizeGreaterThan(AnsweringController.LARGE - 10);
		assertThat(elapsed(begin)).isLessThan(Duration.ofSeconds(20));
		awaitRunningDelays(0);
	}

	@Test
	void aThrottledAnswerGivesItsPlaceBackWhenTheClientLeaves() throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
			socket.getOutputStream()
				.write(("GET " + CONTEXT_PATH + "/after/large HTTP/1.1\r\nHost: localhost\r\n"
						+ AttackEngine.ATTACK_HEADER + ": " + actions(change("throttle", "4KB/s")) + "\r\n\r\n")
					.getBytes(StandardCharsets.ISO_8859_1));
			awaitRunningDelays(1);
			socket.setSoLinger(true, 0);
		}

		awaitRunningDelays(0);
	}

	@Test
	void aThrottledStreamStaysAStream() {
		AnsweringController.lastEvent = new CompletableFuture<>();
		CompletableFuture<Received> received = CompletableFuture.supplyAsync(
				() -> exchange(Protocol.HTTP_1_1, "GET", "/after/events", actions(change("throttle", "1KB/s"))));
		awaitRunningDelays(1);

		AnsweringController.lastEvent.complete("last");

		assertThat(received.join().text()).contains("data:first").contains("data:last");
		assertThat(result(received.join())).isEqualTo("throttle;verdict=injected;bps=1024");
		awaitRunningDelays(0);
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void anAnswerWithoutABodyIsLeftAlone(Protocol protocol) {
		String changes = actions(change("truncate", "0B"), change("corrupt", "100%"), change("throttle", "1KB/s"));

		Received head = exchange(protocol, "HEAD", "/orders", changes);
		Received empty = exchange(protocol, "GET", "/orders",
				actions("{\"name\":\"status\",\"value\":\"204\"}", change("truncate", "0B")));

		assertThat(head.status()).isEqualTo(200);
		assertThat(result(head)).isEqualTo("truncate;verdict=skipped;reason=no-body, "
				+ "corrupt;verdict=skipped;reason=no-body, throttle;verdict=skipped;reason=no-body");
		assertThat(empty.status()).isEqualTo(204);
		assertThat(result(empty))
			.isEqualTo("status;verdict=injected;status=204, truncate;verdict=skipped;reason=no-body");
		awaitRunningDelays(0);
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void anInjectedAnswerIsChangedToo(Protocol protocol) {
		Received received = exchange(protocol, "GET", "/orders",
				actions("{\"name\":\"status\",\"value\":\"503\",\"body\":\"0123456789\"}", change("truncate", "50%")));

		assertThat(received.status()).isEqualTo(503);
		assertThat(received.text()).isEqualTo("01234");
		assertBroken(protocol, received, false);
		assertThat(result(received))
			.isEqualTo("status;verdict=injected;status=503, truncate;verdict=injected;percent=50");
	}

	@ParameterizedTest
	@CsvSource({ "before,/orders", "after,/after/object" })
	void theAnswerOfAnExceptionHandlerIsChangedToo(String type, String path) {
		Received received = exchange(Protocol.HTTP_1_1, "GET", path, actions(
				"{\"name\":\"fault\",\"value\":\"java.lang.IllegalArgumentException\",\"type\":\"" + type + "\"}",
				change("truncate", "10B")));

		assertThat(received.status()).isEqualTo(422);
		assertThat(received.text()).isEqualTo("handled by");
		assertBroken(Protocol.HTTP_1_1, received, false);
		assertThat(result(received)).isEqualTo("fault;verdict=injected, truncate;verdict=injected;bytes=10");
	}

	@ParameterizedTest
	@CsvSource({ "before,/orders", "after,/after/object" })
	void theErrorThatTheApplicationRendersIsChangedToo(String type, String path) {
		Received received = exchange(Protocol.HTTP_1_1, "GET", path, actions(
				"{\"name\":\"status\",\"value\":\"503\",\"type\":\"" + type + "\"}", change("truncate", "13B")));

		assertThat(received.status()).isEqualTo(503);
		assertThat(received.text()).as("%s", received).isEqualTo("{\"timestamp\":");
		assertBroken(Protocol.HTTP_1_1, received, false);
		assertThat(result(received))
			.isEqualTo("status;verdict=injected;status=503, truncate;verdict=injected;bytes=13");
	}

	@Test
	void anUnhandledFaultIsChangedToo() {
		Received received = exchange(Protocol.HTTP_1_1, "GET", "/orders",
				actions("{\"name\":\"fault\",\"value\":\"java.lang.UnsupportedOperationException\"}",
						change("truncate", "13B")));

		assertThat(received.status()).isEqualTo(500);
		assertThat(received.text()).as("%s", received).isEqualTo("{\"timestamp\":");
		assertBroken(Protocol.HTTP_1_1, received, false);
		assertThat(result(received)).isEqualTo("fault;verdict=injected, truncate;verdict=injected;bytes=13");
	}

	@Test
	void aDelayAfterTheHandlerAndAChangeAddUp() {
		Received received = exchange(Protocol.HTTP_1_1, "GET", "/after/object",
				actions("{\"name\":\"delay\",\"value\":\"20ms\",\"type\":\"after\"}", change("truncate", "5B")));

		assertThat(received.text()).isEqualTo(OBJECT.substring(0, 5));
		assertThat(result(received))
			.isEqualTo("delay;verdict=injected;seconds=0.02, truncate;verdict=injected;bytes=5");
	}

	@Test
	void aConfiguredAttackChangesAnswersToo() {
		configure(actions(change("truncate", "5B")));

		Received received = exchange(Protocol.HTTP_1_1, "GET", "/after/object", null);

		assertThat(received.text()).isEqualTo(OBJECT.substring(0, 5));
		assertThat(result(received)).isEqualTo("none");
		assertThat(received.header("cache-control")).isEqualTo("no-store");
	}

	@Test
	void answersThatAnAttackMissesPassAsTheyAre() {
		Received calm = exchange(Protocol.HTTP_1_1, "GET", "/after/entity", null);
		configure("{\"actions\":[" + change("truncate", "0B").replace("}", ",\"route\":\"/elsewhere\"}") + "]}");

		Received missed = exchange(Protocol.HTTP_1_1, "GET", "/after/entity", null);

		assertThat(withoutDate(missed)).isEqualTo(withoutDate(calm));
	}

	private static String withoutDate(Received received) {
		return received.raw().replaceAll("(?i)\r\ndate:[^\r]*", "");
	}

	private static long differences(byte[] some, byte[] others) {
		long differences = 0;
		for (int i = 0; i < some.length; i++) {
			differences += (some[i] != others[i]) ? 1 : 0;
		}
		return differences;
	}

	private static void assertBroken(Protocol protocol, Received received, boolean reset) {
		if (protocol == Protocol.HTTP_2) {
			assertThat(received.ending()).as("%s", received).isEqualTo(Ending.RESET);
			assertThat(received.code()).isEqualTo(reset ? Received.INTERNAL_ERROR : Received.CANCEL);
		}
		else {
			assertThat(received.ending()).as("%s", received).isEqualTo(reset ? Ending.RESET : Ending.CLOSED);
		}
	}

	private static String disconnect(String how, String type) {
		return actions("{\"name\":\"disconnect\",\"value\":\"" + how + "\",\"type\":\"" + type + "\"}");
	}

	private static String change(String name, String value) {
		return "{\"name\":\"" + name + "\",\"value\":\"" + value + "\"}";
	}

	private static String actions(String... actions) {
		return "{\"actions\":[" + String.join(",", Stream.of(actions).filter((action) -> action != null).toList())
				+ "]}";
	}

	private static String result(Received received) {
		return received.header(AttackEngine.RESULT_HEADER);
	}

	// The client knows first.
	private void awaitDecided(int expected) {
		long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		while (decided() != expected) {
			assertThat(System.nanoTime()).as("deadline for decision " + expected).isLessThan(deadline);
			Thread.onSpinWait();
		}
	}

	private int port() {
		return Integer.parseInt(context().getEnvironment().getRequiredProperty("local.server.port"));
	}

	/** Send a request, and on HTTP/2 another one on the same connection afterwards. */
	private Received exchange(Protocol protocol, String method, String path, String attack) {
		List<String> headers = (attack != null) ? List.of(AttackEngine.ATTACK_HEADER, attack) : List.of();
		if (protocol == Protocol.HTTP_1_1) {
			return RawHttp1Client.send(port(), method, CONTEXT_PATH + path, headers, null);
		}
		try (RawHttp2Client client = RawHttp2Client.connect(port())) {
			Received received = client.send(method, CONTEXT_PATH + path, headers, null);
			int handled = ContractApplication.handled();
			assertThat(client.get(CONTEXT_PATH + "/orders").text()).as("another stream").isEqualTo("orders");
			ContractApplication.handled.set(handled);
			return received;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
