package io.chaosmiddleware.spring.contract;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.wire.RawHttp1Client;
import io.chaosmiddleware.spring.wire.RawHttp2Client;
import io.chaosmiddleware.spring.wire.Received;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What the effects {@code throttle}, {@code truncate} and {@code corrupt} do to the body
 * of an answer on the wire, whatever the server and whoever answers.
 */
abstract class BodyContractTests extends DisconnectContractTests {

	@ParameterizedTest
	@ValueSource(strings = { "/after/text", "/after/object", "/after/entity", "/after/mono", "/after/flux",
			"/after/large", "/functional", "/static.txt", "/stream" })
	void aBodyIsCutOff(String path, CapturedOutput log) {
		Received calm = calm(path);

		for (int length : new int[] { 5, 0 }) {
			Received received = receive(path, document("truncate " + length + "B"));

			assertThat(received.status()).isEqualTo(200);
			assertThat(received.text()).isEqualTo(new String(calm.body(), 0, length, StandardCharsets.US_ASCII));
			assertThat(received.ending()).isEqualTo(Received.Ending.CLOSED);
			assertThat(received.header("content-length")).isEqualTo(calm.header("content-length"));
			assertThat(received.header(AttackEngine.RESULT_HEADER))
				.isEqualTo("truncate;verdict=injected;bytes=" + length);
			assertNotCached(received);
		}
		assertThat(get("/orders", null).body()).as("the next request").isEqualTo("orders");
		assertThat(log.toString()).doesNotContain(" ERROR ", "\tat ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/after/text", "/after/object", "/after/entity", "/after/mono", "/after/flux",
			"/functional", "/static.txt" })
	void aPartOfABodyIsSent(String path) {
		Received calm = calm(path);

		Received received = receive(path, document("truncate 50%"));

		assertThat(received.body()).isEqualTo(Arrays.copyOf(calm.body(), calm.body().length / 2));
		assertThat(received.ending()).isEqualTo(Received.Ending.CLOSED);
		assertThat(received.header("content-length")).isEqualTo(calm.header("content-length"));
		assertThat(received.header("transfer-encoding")).isEqualTo(calm.header("transfer-encoding"));
		assertThat(received.header(AttackEngine.RESULT_HEADER)).isEqualTo("truncate;verdict=injected;percent=50");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/after/text", "/after/object", "/after/entity", "/after/mono", "/after/flux",
			"/after/large", "/functional", "/static.txt", "/stream" })
	void aBodyIsCorruptedAndOtherwiseWhole(String path) {
		Received calm = calm(path);

		Received received = receive(path, document("corrupt 10%"));

		assertThat(received.ending()).isEqualTo(Received.Ending.COMPLETE);
		assertThat(received.header("content-length")).isEqualTo(calm.header("content-length"));
		assertThat(received.header("content-type")).isEqualTo(calm.header("content-type"));
		assertThat(received.body()).hasSameSizeAs(calm.body());
		assertThat(changed(calm.body(), received.body())).isBetween(Math.max(1, calm.body().length / 10),
				calm.body().length / 10 + 1);
		assertThat(received.header(AttackEngine.RESULT_HEADER)).isEqualTo("corrupt;verdict=injected;percent=10");
		assertNotCached(received);
	}

	@Test
	void aThrottledBodyIsTheSameAndTakesItsTime() throws IOException {
		Received calm = calm("/after/large");
		long begin = System.nanoTime();

		HttpResponse<InputStream> response = open(
				request("/after/large").header(AttackEngine.ATTACK_HEADER, document("throttle 200KB/s")));
		byte[] body = new byte[calm.body().length];
		try (InputStream stream = response.body()) {
			body[0] = (byte) stream.read();
			assertThat(elapsed(begin)).as("the begin of the body").isLessThan(Duration.ofMillis(800));
			assertThat(engine().runningDelays()).isOne();
			assertThat(stream.readNBytes(body, 1, body.length - 1)).isEqualTo(body.length - 1);
			assertThat(stream.read()).isNegative();
		}

		assertThat(elapsed(begin)).isBetween(Duration.ofMillis(900), Duration.ofSeconds(6));
		assertThat(body).isEqualTo(calm.body());
		assertThat(response.headers().firstValue("Content-Length").orElse("none"))
			.isEqualTo(calm.header("content-length"));
		assertThat(response.headers().map()).doesNotContainKey("cache-control");
		assertThat(result(response)).isEqualTo("throttle;verdict=injected;bps=204800");
		awaitRunningDelays(0);
	}

	@Test
	void aHaltSendsTheRestAtOnce() {
		CompletableFuture<HttpResponse<String>> answer = getAsync("/after/large",
				document("throttle 2KB/s", "corrupt 100%"));
		awaitRunningDelays(1);

		engine().control().halt(null);

		assertThat(answer.join().body()).endsWith("large large ");
		awaitRunningDelays(0);
	}

	@Test
	void aClientThatLeavesDuringAThrottleGivesThePlaceBack() throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), serverPort())) {
			socket.getOutputStream()
				.write(("GET " + CONTEXT_PATH + "/after/large HTTP/1.1\r\nHost: localhost\r\n"
						+ AttackEngine.ATTACK_HEADER + ": " + document("throttle 4KB/s") + "\r\n\r\n")
					.getBytes(StandardCharsets.ISO_8859_1));
			awaitRunningDelays(1);
			socket.setSoLinger(true, 0);
		}

		awaitRunningDelays(0);
	}

	@Test
	void eventsAreSentAsTheyCome() throws IOException {
		AnsweringController.lastEvent = new CompletableFuture<>();

		HttpResponse<InputStream> response = open(request("/after/events").header(AttackEngine.ATTACK_HEADER,
				document("throttle 10KB/s", "truncate 50%")));

		try (BufferedReader events = new BufferedReader(
				new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
			assertThat(events.readLine()).isEqualTo("data:first");
			AnsweringController.lastEvent.complete("last");
			assertThat(events.lines().toList()).contains("data:last");
		}
		assertThat(result(response))
			.isEqualTo("throttle;verdict=injected;bps=10240, truncate;verdict=skipped;reason=length-unknown");
		assertThat(response.headers().allValues("Cache-Control")).doesNotContain("no-store");
		awaitRunningDelays(0);
	}

	@Test
	void anAnswerWithoutABodyIsLeftAlone() {
		String attack = document("throttle 1KB/s", "corrupt 1%");
		String skipped = "throttle;verdict=skipped;reason=no-body, corrupt;verdict=skipped;reason=no-body";
		Received calm = RawHttp1Client.send(serverPort(), "HEAD", CONTEXT_PATH + "/after/entity", List.of(), null);

		Received head = RawHttp1Client.send(serverPort(), "HEAD", CONTEXT_PATH + "/after/entity",
				List.of(AttackEngine.ATTACK_HEADER, attack), null);
		Received cached = receive("/after/entity", attack, "If-None-Match", "\"v1\"");
		Received empty = receive("/orders", document("status 204", "corrupt 1%"));

		assertThat(head.header("content-length")).isEqualTo(calm.header("content-length"));
		assertThat(head.header("etag")).isEqualTo("\"v1\"");
		assertThat(head.header(AttackEngine.RESULT_HEADER)).isEqualTo(skipped);
		assertThat(cached.status()).isEqualTo(304);
		assertThat(cached.header(AttackEngine.RESULT_HEADER)).isEqualTo(skipped);
		assertThat(empty.status()).isEqualTo(204);
		assertThat(empty.header(AttackEngine.RESULT_HEADER))
			.isEqualTo("status;verdict=injected;status=204, corrupt;verdict=skipped;reason=no-body");
	}

	@ParameterizedTest
	@ValueSource(strings = { "before", "after" })
	void anInjectedAnswerIsCutOff(String when) {
		Received received = receive("/after/object", "{\"actions\":[{\"name\":\"truncate\",\"value\":\"40%\"},"
				+ "{\"name\":\"status\",\"value\":\"503\",\"body\":\"0123456789\",\"type\":\"" + when + "\"}]}");

		assertThat(received.status()).isEqualTo(503);
		assertThat(received.header("content-length")).isEqualTo("10");
		assertThat(received.text()).isEqualTo("0123");
		assertThat(received.ending()).isEqualTo(Received.Ending.CLOSED);
		assertThat(received.header(AttackEngine.RESULT_HEADER))
			.isEqualTo("truncate;verdict=injected;percent=40, status;verdict=injected;status=503");
	}

	@ParameterizedTest
	@CsvSource({ "status,503,before,503", "status,503,after,503", "fault,IllegalArgumentException,before,422",
			"fault,IllegalArgumentException,after,422", "fault,java.io.IOException,before,500",
			"fault,java.io.IOException,after,500" })
	void soIsWhatTheApplicationAnswersToAnInjectedError(String name, String value, String when, int status) {
		String action = "{\"name\":\"" + name + "\",\"value\":\"" + value + "\",\"type\":\"" + when + "\"}";
		Received whole = receive("/after/object", "{\"actions\":[" + action + "]}");

		Received received = receive("/after/object",
				"{\"actions\":[" + action + ",{\"name\":\"truncate\",\"value\":\"7B\"}]}");

		assertThat(whole.status()).isEqualTo(status);
		assertThat(received.status()).isEqualTo(status);
		assertThat(received.text()).isEqualTo(whole.text().substring(0, 7));
		assertThat(received.ending()).isEqualTo(Received.Ending.CLOSED);
		assertThat(received.header(AttackEngine.RESULT_HEADER))
			.isEqualTo(whole.header(AttackEngine.RESULT_HEADER) + ", truncate;verdict=injected;bytes=7");
		assertNotCached(received);
		Received half = receive("/after/object",
				"{\"actions\":[" + action + ",{\"name\":\"truncate\",\"value\":\"50%\"}]}");
		assertThat(half.body().length).as("the time in it may be shorter")
			.isCloseTo(whole.body().length / 2, within(4));
		assertThat(half.header(AttackEngine.RESULT_HEADER)).endsWith("truncate;verdict=injected;percent=50");
	}

	@Test
	void anAnswerThatWasDelayedAfterItsHandlerIsChanged() {
		Received calm = calm("/after/object");

		Received received = receive("/after/object",
				"{\"actions\":[{\"name\":\"delay\",\"value\":\"20ms\",\"type\":\"after\"},"
						+ "{\"name\":\"corrupt\",\"value\":\"100%\"}]}");

		assertThat(changed(calm.body(), received.body())).isEqualTo(calm.body().length);
		assertThat(received.header(AttackEngine.RESULT_HEADER))
			.isEqualTo("delay;verdict=injected;seconds=0.02, corrupt;verdict=injected;percent=100");
	}

	@Test
	void aRangeOfAFileIsChanged() {
		Received calm = RawHttp1Client.get(serverPort(), CONTEXT_PATH + "/static.txt", "Range", "bytes=2-7");

		Received corrupted = receive("/static.txt", document("corrupt 100%"), "Range", "bytes=2-7");
		Received cut = receive("/static.txt", document("truncate 50%"), "Range", "bytes=2-7");

		assertThat(List.of(calm, corrupted, cut)).extracting(Received::status).containsOnly(206);
		assertThat(List.of(corrupted, cut)).extracting((received) -> received.header("content-range"))
			.containsOnly(calm.header("content-range"));
		assertThat(changed(calm.body(), corrupted.body())).isEqualTo(6);
		assertThat(cut.text()).isEqualTo(calm.text().substring(0, 3));
	}

	@Test
	void aBodyIsChangedBeforeTheServerCompressesIt() throws IOException {
		byte[] calm = calm("/after/large").body();

		Received corrupted = receive("/after/large", document("corrupt 1%"), "Accept-Encoding", "gzip");
		Received cut = receive("/after/large", document("truncate 10%"), "Accept-Encoding", "gzip");

		assertThat(List.of(corrupted, cut)).extracting((received) -> received.header("content-encoding"))
			.containsOnly("gzip");
		assertThat(corrupted.ending()).isEqualTo(Received.Ending.COMPLETE);
		assertThat(changed(calm, unzipped(corrupted))).isBetween(calm.length / 100, calm.length / 100 + 1);
		assertThat(cut.ending()).isEqualTo(Received.Ending.CLOSED);
		assertThat(unzipped(cut)).hasSizeLessThanOrEqualTo(calm.length / 10);
	}

	private static byte[] unzipped(Received received) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(received.body()))) {
			for (int next = stream.read(); next >= 0; next = stream.read()) {
				bytes.write(next);
			}
		}
		catch (EOFException ex) {
			// it was cut off
		}
		return bytes.toByteArray();
	}

	@Test
	void aShortBodyIsNotCutOff() {
		Received calm = calm("/after/entity");

		Received received = receive("/after/entity", document("truncate 1MB"));

		assertThat(received.text()).isEqualTo(calm.text());
		assertThat(received.ending()).isEqualTo(Received.Ending.COMPLETE);
		assertThat(received.header("etag")).isEqualTo(calm.header("etag"));
		assertThat(received.header(AttackEngine.RESULT_HEADER))
			.isEqualTo("truncate;verdict=skipped;reason=short-answer");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/after/text", "/after/object", "/after/entity", "/after/flux", "/after/large",
			"/functional", "/static.txt", "/stream" })
	void whatIsNotHitIsTheSameByteForByte(String path) {
		Received calm = calm(path);
		configure(document("corrupt 100% /elsewhere"));

		Received armed = calm(path);
		Received missed = receive(path, document("corrupt 100% /elsewhere"));

		assertThat(withoutDate(armed)).isEqualTo(withoutDate(calm));
		assertThat(withoutDate(missed)
			.replaceFirst("(?i)" + AttackEngine.RESULT_HEADER + ": corrupt;verdict=missed;reason=route\r\n", ""))
			.isEqualTo(withoutDate(calm));
	}

	private static String withoutDate(Received received) {
		return received.raw().replaceFirst("(?i)\r\ndate:[^\r]*", "");
	}

	@Test
	void aStreamOfHttp2IsChangedAndItsConnectionStays() throws Exception {
		Received calm = calm("/after/entity");
		try (RawHttp2Client client = RawHttp2Client.connect(serverPort())) {
			for (String path : List.of("/after/entity", "/after/flux", "/static.txt")) {
				Received cut = client.get(CONTEXT_PATH + path, AttackEngine.ATTACK_HEADER, document("truncate 5B"));
				assertThat(cut.status()).isEqualTo(200);
				assertThat(cut.body()).hasSize(5);
				assertThat(cut.ending()).isEqualTo(Received.Ending.RESET);
				assertThat(cut.code()).isEqualTo(Received.CANCEL);
			}
			Received corrupted = client.get(CONTEXT_PATH + "/after/entity", AttackEngine.ATTACK_HEADER,
					document("corrupt 100%"));
			assertThat(corrupted.ending()).isEqualTo(Received.Ending.COMPLETE);
			assertThat(changed(calm.body(), corrupted.body())).isEqualTo(calm.body().length);
			long begin = System.nanoTime();
			Received slow = client.get(CONTEXT_PATH + "/after/large", AttackEngine.ATTACK_HEADER,
					document("throttle 500KB/s"));
			assertThat(elapsed(begin)).isGreaterThan(Duration.ofMillis(350));
			assertThat(slow.body()).isEqualTo(calm("/after/large").body());
			assertThat(client.get(CONTEXT_PATH + "/orders").text()).isEqualTo("orders");
			awaitRunningDelays(0);
			assertThat(client.frames()).noneMatch((frame) -> frame.startsWith("GOAWAY"));
		}
	}

	private Received calm(String path) {
		return RawHttp1Client.get(serverPort(), CONTEXT_PATH + path);
	}

	private static void assertNotCached(Received received) {
		assertThat(received.header("cache-control")).contains("no-store");
		assertThat(received.header("etag")).isEqualTo("none");
	}

	private static int changed(byte[] original, byte[] sent) {
		assertThat(sent).hasSameSizeAs(original);
		int changed = 0;
		for (int i = 0; i < original.length; i++) {
			changed += (original[i] != sent[i]) ? 1 : 0;
		}
		return changed;
	}

}
