package io.chaosmiddleware.spring.servlet;

import java.net.http.HttpResponse;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.wire.Received;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An answer that is changed while it is sent is otherwise that of the application, in
 * whatever way it is written.
 */
abstract class ChangedAnswersContractTests extends HeldAnswersContractTests {

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

}
