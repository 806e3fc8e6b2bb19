package io.chaosmiddleware.spring.contract;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.chaosmiddleware.effect.Phase;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.wire.RawHttp1Client;
import io.chaosmiddleware.spring.wire.RawHttp2Client;
import io.chaosmiddleware.spring.wire.Received;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the effect {@code disconnect} does on the wire, whatever the server.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class DisconnectContractTests extends AdapterUnderTest {

	@ParameterizedTest
	@CsvSource({ "reset,before,RESET", "close,before,CLOSED", "reset,after,RESET", "close,after,CLOSED" })
	void aConnectionEndsWithoutAnAnswer(String how, String when, Received.Ending ending, CapturedOutput log) {
		for (String path : List.of("/after/object", "/after/mono", "/after/flux")) {
			ContractApplication.handled.set(0);

			Received received = receive(path, disconnect(how, when));

			assertThat(received.raw()).isEmpty();
			assertThat(received.ending()).isEqualTo(ending);
			awaitRecent("disconnect;verdict=injected");
			assertThat(ContractApplication.handled).hasValue(when.equals("after") ? 1 : 0);
		}
		assertThat(get("/orders", null).body()).as("the next request").isEqualTo("orders");
		assertThat(log.toString()).doesNotContain(" ERROR ", "\tat ");
	}

	@ParameterizedTest
	@CsvSource({ "reset,before,2", "close,before,8", "reset,after,2", "close,after,8" })
	void aStreamEndsAndItsConnectionStays(String how, String when, long code) throws Exception {
		try (RawHttp2Client client = RawHttp2Client.connect(serverPort())) {
			CompletableFuture<Received> broken = client.start("GET", CONTEXT_PATH + "/after/object",
					List.of(AttackEngine.ATTACK_HEADER, disconnect(how, when)), null);
			Received fine = client.get(CONTEXT_PATH + "/orders");

			assertThat(fine.text()).isEqualTo("orders");
			assertThat(broken.get(20, TimeUnit.SECONDS).status()).isZero();
			assertThat(broken.join().ending()).isEqualTo(Received.Ending.RESET);
			assertThat(broken.join().code()).isEqualTo(code);
			assertThat(client.get(CONTEXT_PATH + "/orders").text()).isEqualTo("orders");
			assertThat(client.frames()).noneMatch((frame) -> frame.startsWith("GOAWAY"));
		}
	}

	@Test
	void aConfiguredAttackEndsConnectionsToo() {
		configure(disconnect("reset", "before"));

		assertThat(RawHttp1Client.get(serverPort(), CONTEXT_PATH + "/orders").ending())
			.isEqualTo(Received.Ending.RESET);
		awaitRecent("disconnect");
	}

	@Test
	void delaysComeFirst() {
		Received received = receive("/orders",
				"{\"actions\":[{\"name\":\"delay\",\"value\":\"50ms\"},{\"name\":\"disconnect\",\"value\":\"close\"},"
						+ "{\"name\":\"status\",\"value\":\"503\"}]}");

		assertThat(received.raw()).isEmpty();
		assertThat(received.ending()).isEqualTo(Received.Ending.CLOSED);
		awaitRecent("delay;verdict=injected;seconds=0.05, disconnect;verdict=injected,"
				+ " status;verdict=skipped;reason=after-outcome");
	}

	@ParameterizedTest
	@ValueSource(strings = { "before", "after" })
	void aRequestHangsUntilTheLongestDelay(String when) throws Exception {
		long begin = System.nanoTime();
		try (RawHttp2Client client = RawHttp2Client.connect(serverPort())) {
			CompletableFuture<Received> stream = client.start("GET", CONTEXT_PATH + "/after/object",
					List.of(AttackEngine.ATTACK_HEADER, disconnect("hang", when)), null);

			Received received = receive("/after/object", disconnect("hang", when));

			assertThat(received.raw()).isEmpty();
			assertThat(received.ending()).isEqualTo(Received.Ending.CLOSED);
			assertThat(stream.get(20, TimeUnit.SECONDS).status()).isZero();
			assertThat(stream.join().code()).isEqualTo(Received.CANCEL);
		}
		assertThat(elapsed(begin)).isBetween(Duration.ofMillis(1990), Duration.ofSeconds(10));
		awaitRunningDelays(0);
	}

	@ParameterizedTest
	@EnumSource(names = { "BEFORE", "AFTER" })
	void aHangingRequestThatIsHaltedIsAnswered(Phase when) {
		CompletableFuture<HttpResponse<String>> answer = getAsync("/after/object",
				disconnect("hang", when.name().toLowerCase()));
		awaitRunningDelays(1);
		assertThat(ContractApplication.handled).hasValue((when == Phase.AFTER) ? 1 : 0);

		engine().control().halt(null);

		assertThat(answer.join().statusCode()).isEqualTo(200);
		assertThat(answer.join().body()).contains("rubber duck");
		assertThat(result(answer.join())).isEqualTo("disconnect;verdict=skipped;reason=halted");
		assertThat(ContractApplication.handled).hasValue(1);
	}

	@Test
	void aHandlerThatFailsAnswersItself() {
		Received received = receive("/after/missing", disconnect("reset", "after"));

		assertThat(received.status()).isEqualTo(404);
		assertThat(received.header(AttackEngine.RESULT_HEADER))
			.isEqualTo("disconnect;verdict=skipped;reason=handler-failed");
	}

	private static String disconnect(String how, String when) {
		return "{\"actions\":[{\"name\":\"disconnect\",\"value\":\"" + how + "\",\"type\":\"" + when + "\"}]}";
	}

}
