package io.chaosmiddleware.spring.contract;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.chaosmiddleware.spring.wire.RawHttp1Client;
import io.chaosmiddleware.spring.wire.RawHttp2Client;
import io.chaosmiddleware.spring.wire.Received;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.util.DisconnectedClientHelper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client sees when the server breaks its connection.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
abstract class ClientConnectionContractTests {

	// what Tomcat says when these tests close HTTP/2 although a request still goes on
	private static final String CLIENT_CLOSED = "Client reset the stream";

	private final ConfigurableApplicationContext application;

	private final int port;

	ClientConnectionContractTests(BreakingServer server) {
		this.application = server.start();
		this.port = this.application.getEnvironment().getRequiredProperty("local.server.port", int.class);
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	@BeforeEach
	void forget() {
		BreakingServer.failures(this.application).clear();
	}

	@AfterEach
	void nothingIsLoggedAsAProblem(CapturedOutput output) {
		assertThat(RawHttp1Client.get(this.port, "/fine").text()).isEqualTo("fine");
		assertThat(BreakingServer.failures(this.application))
			.filteredOn((failure) -> !failure.toString().contains(CLIENT_CLOSED))
			.allMatch(DisconnectedClientHelper::isClientDisconnectedException);
		assertThat(output.getOut()
			.lines()
			.filter((line) -> line.matches(".*( WARN | ERROR |\tat ).*"))
			.filter((line) -> !line.contains(CLIENT_CLOSED))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "reset,RESET", "close,CLOSED" })
	void aConnectionEndsWithoutAnAnswer(String how, Received.Ending ending) {
		for (String then : List.of("return", "late")) {
			Received received = RawHttp1Client.get(this.port, "/" + how + "/before/" + then);

			assertThat(received.raw()).isEmpty();
			assertThat(received.ending()).isEqualTo(ending);
		}
	}

	@ParameterizedTest
	@CsvSource({ "reset,RESET", "close,CLOSED" })
	void aConnectionEndsAfterAPartOfAKnownLength(String how, Received.Ending ending) {
		for (String then : List.of("return", "late")) {
			Received received = RawHttp1Client.get(this.port, "/" + how + "/length/" + then);

			assertThat(received.header("content-length")).isEqualTo("14");
			assertThat(received.raw()).endsWith("\r\n\r\n12345");
			assertThat(received.ending()).isEqualTo(ending);
		}
	}

	@ParameterizedTest
	@CsvSource({ "reset,RESET", "close,CLOSED" })
	void aConnectionEndsAfterSomeChunks(String how, Received.Ending ending) {
		for (String then : List.of("return", "late")) {
			Received received = RawHttp1Client.get(this.port, "/" + how + "/chunked/" + then);

			assertThat(received.header("transfer-encoding")).isEqualTo("chunked");
			// Jetty ends a chunk when the next one begins
			assertThat(received.raw().stripTrailing()).endsWith("\r\n\r\n5\r\n12345");
			assertThat(received.ending()).isEqualTo(ending);
		}
	}

	@ParameterizedTest
	@CsvSource({ "reset,2", "close,8" })
	void aStreamEndsAndItsConnectionStays(String how, long code) throws Exception {
		try (RawHttp2Client client = RawHttp2Client.connect(this.port)) {
			for (String then : List.of("return", "late")) {
				Received before = client.get("/" + how + "/before/" + then);
				Received length = client.get("/" + how + "/length/" + then);
				Received chunked = client.get("/" + how + "/chunked/" + then);

				assertThat(before.status()).describedAs(client.frames().toString()).isZero();
				assertThat(length.header("content-length")).isEqualTo("14");
				assertThat(List.of(length, chunked)).extracting(Received::text).containsOnly("12345");
				assertThat(List.of(before, length, chunked)).extracting(Received::ending)
					.containsOnly(Received.Ending.RESET);
				assertThat(List.of(before, length, chunked)).extracting(Received::code).containsOnly(code);
			}
			assertThat(client.get("/fine").text()).isEqualTo("fine");
			assertThat(client.frames()).describedAs("%s", client.frames())
				.filteredOn((frame) -> frame.startsWith("RST_STREAM"))
				.hasSize(6);
			assertThat(client.frames()).noneMatch((frame) -> frame.startsWith("GOAWAY"));
		}
	}

	@Test
	void aServerThatBreaksManyConnectionsStaysWell() throws IOException {
		for (int i = 0; i < 100; i++) {
			RawHttp1Client.get(this.port, "/reset/before/late");
			RawHttp1Client.get(this.port, "/close/before/return");
			assertThat(RawHttp1Client.get(this.port, "/fine").text()).isEqualTo("fine");
		}
	}

	@Test
	void manyStreamsOfOneConnectionEndWhileOthersAnswer() throws Exception {
		try (RawHttp2Client client = RawHttp2Client.connect(this.port)) {
			for (int i = 0; i < 100; i++) {
				CompletableFuture<Received> broken = client.start("GET", "/reset/before/late", List.of(), null);
				CompletableFuture<Received> fine = client.start("GET", "/fine", List.of(), null);

				assertThat(fine.get(20, TimeUnit.SECONDS).text()).isEqualTo("fine");
				assertThat(broken.get(20, TimeUnit.SECONDS).ending()).isEqualTo(Received.Ending.RESET);
			}
		}
	}

}
