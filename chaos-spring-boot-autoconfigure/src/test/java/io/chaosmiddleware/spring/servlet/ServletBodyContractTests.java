package io.chaosmiddleware.spring.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.wire.Received;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Changes of the bodies of answers that only Spring MVC can give: by views, writers,
 * asynchronous dispatches, forwards and other servlets.
 */
abstract class ServletBodyContractTests extends HeldAnswersContractTests {

	@ParameterizedTest
	@ValueSource(strings = { "/callable", "/deferred", "/answers/view", "/answers/writer", "/answers/latin",
			"/answers/closed", "/answers/flushed", "/answers/forward", "/answers/include", "/answers/forwarded",
			"/answers/forwarded-twice", "/answers/forwarded-callable", "/answers/forwarded-plain",
			"/answers/forwarded-named", "/held/flushed-and-closed", "/held/closed-by-writer",
			"/held/flushed-and-closed-by-writer" })
	void aBodyIsChangedHereToo(String path) {
		Received calm = receive(path, "{\"actions\":[]}");

		Received corrupted = receive(path, document("corrupt 100%"));
		Received cut = receive(path, document("truncate 2B"));
		Received slow = receive(path, document("throttle 100KB/s"));

		assertThat(corrupted.ending()).isEqualTo(Received.Ending.COMPLETE);
		assertThat(corrupted.body()).hasSameSizeAs(calm.body()).isNotEqualTo(calm.body());
		assertThat(result(corrupted)).isEqualTo("corrupt;verdict=injected;percent=100");
		assertThat(cut.body()).hasSize(2).isEqualTo(new byte[] { calm.body()[0], calm.body()[1] });
		assertThat(cut.ending()).isEqualTo(Received.Ending.CLOSED);
		assertThat(result(cut)).isEqualTo("truncate;verdict=injected;bytes=2");
		assertThat(slow.body()).isEqualTo(calm.body());
		assertThat(slow.header("content-type")).isEqualTo(calm.header("content-type"));
		assertThat(slow.ending()).isEqualTo(Received.Ending.COMPLETE);
		assertThat(result(slow)).isEqualTo("throttle;verdict=injected;bps=102400");
		awaitRunningDelays(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/callable", "/deferred", "/answers/view", "/answers/writer", "/answers/forwarded",
			"/answers/forwarded-callable" })
	void aPartOfABodyIsSentHereToo(String path) {
		Received calm = receive(path, "{\"actions\":[]}");

		Received cut = receive(path, document("truncate 50%"));

		assertThat(cut.body()).hasSize(calm.body().length / 2);
		assertThat(cut.ending()).isEqualTo(Received.Ending.CLOSED);
		assertThat(result(cut)).isEqualTo("truncate;verdict=injected;percent=50");
	}

	@ParameterizedTest
	@CsvSource({ "/answers/stream, a", "/answers/emitter, a", "/answers/two-flushes, a", "/answers/own-async, a" })
	void aThrottledStreamStaysAStream(String path, String first) throws IOException {
		AnsweringServletController.gate = new CompletableFuture<>();
		HttpResponse<InputStream> response = open(
				request(path).header(AttackEngine.ATTACK_HEADER, document("throttle 100KB/s")));

		try (InputStream body = response.body()) {
			assertThat(new String(body.readNBytes(1))).isEqualTo(first);
			assertThat(engine().runningDelays()).isOne();
			AnsweringServletController.gate.complete("b");
			assertThat(new String(body.readAllBytes())).matches("a*b");
		}
		assertThat(result(response)).isEqualTo("throttle;verdict=injected;bps=102400");
		awaitRunningDelays(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/answers/redirect", "/answers/redirect-view" })
	void aRedirectHasNoBodyToChange(String path) {
		Received received = receive(path, document("corrupt 100%", "throttle 1KB/s"));

		assertThat(received.status()).isBetween(302, 307);
		assertThat(result(received))
			.isEqualTo("corrupt;verdict=skipped;reason=no-body, throttle;verdict=skipped;reason=no-body");
		awaitRunningDelays(0);
	}

	private static String result(Received received) {
		return received.header(AttackEngine.RESULT_HEADER);
	}

}
