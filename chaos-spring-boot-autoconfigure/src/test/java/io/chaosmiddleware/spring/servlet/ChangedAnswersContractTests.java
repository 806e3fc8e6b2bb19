package io.chaosmiddleware.spring.servlet;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.wire.RawHttp1Client;
import io.chaosmiddleware.spring.wire.Received;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An answer that is changed while it is sent is otherwise that of the application, in
 * whatever way it is written.
 */
abstract class ChangedAnswersContractTests extends ServletBodyContractTests {

	@ParameterizedTest
	@CsvSource({ "/answers/forward, ord", "/answers/forwarded, ord", "/answers/forwarded-twice, ord",
			"/answers/forwarded-plain, pl", "/answers/forwarded-named, pl", "/answers/include, include" })
	void whatAnotherDispatchAnswersIsCutOff(String path, String half) {
		Received received = receive(path, document("truncate 50%"));

		assertThat(received.status()).isEqualTo(200);
		assertThat(received.text()).isEqualTo(half);
		assertThat(received.ending()).isEqualTo(Received.Ending.CLOSED);
		assertThat(received.header(AttackEngine.RESULT_HEADER)).isEqualTo("truncate;verdict=injected;percent=50");
		HttpResponse<String> shorter = get(path, document("truncate 1KB"));
		assertThat(shorter.body()).isEqualTo(get(path, null).body());
		assertThat(result(shorter)).isEqualTo("truncate;verdict=skipped;reason=short-answer");
	}

	@ParameterizedTest
	@CsvSource({ "reset, 200", "reset-buffer, 200", "late-encoding, 200", "error, 410", "redirect, 302", "failure, 422",
			"unhandled-failure, 500" })
	void whatTheApplicationDropsIsNotSentByASlowAnswerEither(String path, int status) {
		Received calm = RawHttp1Client.get(serverPort(), CONTEXT_PATH + "/changed/" + path);

		Received received = receive("/changed/" + path, document("throttle 100KB/s"));

		assertThat(received.status()).isEqualTo(calm.status()).isEqualTo(status);
		assertThat(received.text()).hasSameSizeAs(calm.text()).doesNotContain("dropped");
		assertThat(received.header("content-type")).isEqualTo(calm.header("content-type"));
		assertThat(received.ending()).isEqualTo(Received.Ending.COMPLETE);
	}

	@Test
	void aRedirectHasNoBodyToChangeWhateverWasWrittenBefore() {
		Received received = receive("/changed/redirect", document("corrupt 100%"));

		assertThat(received.header(AttackEngine.RESULT_HEADER)).isEqualTo("corrupt;verdict=skipped;reason=no-body");
		assertThat(received.header("cache-control")).isEqualTo("none");
	}

	@Test
	void whatAFilterAnswersToAnExceptionIsNotChanged() {
		Received received = receive("/changed/caught", document("fault java.io.IOException", "truncate 2B"));

		assertThat(received.text()).isEqualTo("answered by a filter");
		assertThat(received.ending()).isEqualTo(Received.Ending.COMPLETE);
		awaitRecent("fault;verdict=injected, truncate;verdict=skipped;reason=committed");
	}

	@Test
	void aSlowErrorPageHoldsAPlace() {
		CompletableFuture<HttpResponse<String>> page = getAsync("/changed/unhandled-failure",
				document("throttle 1KB/s"));
		awaitRunningDelays(1);

		assertThat(page.join().statusCode()).isEqualTo(500);
		assertThat(result(page.join())).isEqualTo("throttle;verdict=injected;bps=1024");
		awaitRunningDelays(0);
	}

	@Test
	void aBodyThatIsWrittenInVerySmallPiecesIsNotSlowerThanIsAskedFor() {
		long begin = System.nanoTime();

		Received received = receive("/changed/letters", document("throttle 100KB/s"));

		assertThat(received.body()).hasSize(20_000);
		assertThat(elapsed(begin)).isBetween(Duration.ofMillis(150), Duration.ofMillis(1400));
	}

	@Test
	void whoeverMustNotBlockIsLeftAlone() {
		Received received = receive("/changed/not-blocking", document("throttle 100KB/s", "corrupt 1%"));

		assertThat(received.body()).isEqualTo(new byte[20_000]);
		assertThat(received.ending()).isEqualTo(Received.Ending.COMPLETE);
		assertThat(received.header(AttackEngine.RESULT_HEADER))
			.isEqualTo("throttle;verdict=skipped;reason=unsupported, corrupt;verdict=skipped;reason=unsupported");
	}

}
