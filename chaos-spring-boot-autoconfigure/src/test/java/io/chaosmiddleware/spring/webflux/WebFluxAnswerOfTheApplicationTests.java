package io.chaosmiddleware.spring.webflux;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.wire.RawHttp1Client;
import io.chaosmiddleware.spring.wire.Received;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is done to the body of an answer is done to the one that is sent, whoever sends
 * it.
 */
@ExtendWith(NothingBlocks.class)
class WebFluxAnswerOfTheApplicationTests {

	private static WebFluxServer server;

	@BeforeAll
	static void start() {
		server = WebFluxServer.start(AnsweringApplication.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@AfterEach
	void noPlaceIsHeld() {
		assertThat(server.engine().runningDelays()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/text", "/object", "/objects", "/entity", "/functional", "/view", "/static.txt",
			"/handled", "/rejected", "/broken", "/nowhere" })
	void theAnswerIsCutOff(String path) {
		Received calm = RawHttp1Client.get(server.port(), path);

		Received received = receive(path, "truncate 1B");

		assertThat(received.status()).isEqualTo(calm.status());
		assertThat(received.text()).isEqualTo(calm.text().substring(0, 1));
		assertThat(received.ending()).isEqualTo(Received.Ending.CLOSED);
		assertThat(result(received)).isEqualTo("truncate;verdict=injected;bytes=1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/nothing", "/unwritten", "/missing" })
	void anAnswerWithoutABodyIsAsEver(String path) {
		Received calm = RawHttp1Client.get(server.port(), path);

		Received received = receive(path, "truncate 3B");

		assertThat(received.status()).isEqualTo(calm.status());
		assertThat(received.ending()).isEqualTo(Received.Ending.COMPLETE);
		assertThat(received.header("cache-control")).isEqualTo("none");
		assertThat(result(received)).isEqualTo("truncate;verdict=skipped;reason=no-body");
	}

	@Test
	void aProblemDetailSaysThatItWasInjectedAndIsCutOff() {
		Received whole = receive("/object", "fault java.lang.ArithmeticException");

		Received received = receive("/object", "fault java.lang.ArithmeticException", "truncate 90%");

		assertThat(whole.text()).contains("\"chaos\":{\"effect\":\"fault\"");
		assertThat(received.status()).isEqualTo(507);
		assertThat(received.text()).startsWith("{");
		assertThat(received.ending()).isEqualTo(Received.Ending.CLOSED);
		assertThat(result(received)).isEqualTo("fault;verdict=injected, truncate;verdict=injected;percent=90");
	}

	@Test
	void anApplicationThatTriesAgainAnswersAndThatIsChanged() {
		Received received = receive("/object?retry", "fault java.lang.UnsupportedOperationException", "truncate 3B");

		assertThat(received.status()).isEqualTo(200);
		assertThat(received.text()).isEqualTo("{\"i");
		assertThat(received.ending()).isEqualTo(Received.Ending.CLOSED);
		assertThat(result(received)).isEqualTo("fault;verdict=injected, truncate;verdict=injected;bytes=3");
	}

	@Test
	void anApplicationThatStopsWaitingAnswersAsEver() {
		Received received = receive("/text?timeout", "delay 20", "truncate 3B");

		assertThat(received.text()).isEqualTo("timeout");
		assertThat(received.ending()).isEqualTo(Received.Ending.COMPLETE);
		assertThat(result(received))
			.matches("delay;verdict=injected;seconds=\\d(\\.\\d+)?, truncate;verdict=skipped;reason=abandoned");
	}

	private static Received receive(String path, String... actions) {
		return RawHttp1Client.get(server.port(), path, AttackEngine.ATTACK_HEADER, document(actions));
	}

	private static String result(Received received) {
		return received.header(AttackEngine.RESULT_HEADER);
	}

}
