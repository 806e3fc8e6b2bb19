package io.chaosmiddleware.spring.contract;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.wire.RawHttp1Client;
import io.chaosmiddleware.spring.wire.Received;
import io.chaosmiddleware.spring.wire.Received.Ending;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What effects on the body do to answers whose bodies are not the bytes of a handler: the
 * rows of docs/on-the-wire.md.
 */
@ParameterizedClass
@EnumSource
class BodiesOnTheWireTests {

	private static final int SIZE = 100_000;

	private static ConfigurableApplicationContext application;

	private static int port;

	@Parameter
	private TestServer server;

	@BeforeParameterizedClassInvocation
	static void start(TestServer server, @TempDir Path files) throws IOException {
		byte[] bytes = new byte[SIZE];
		for (int i = 0; i < SIZE; i++) {
			bytes[i] = (byte) ('a' + i * 31 % 26);
		}
		Files.write(files.resolve("file.txt"), bytes);
		Files.write(files.resolve("file.bin"), bytes);
		application = new SpringApplicationBuilder(Application.class, server.configuration()).web(server.type())
			.properties("server.port=0", "spring.main.banner-mode=off", "server.shutdown=immediate",
					"server.compression.enabled=true", "server.compression.mime-types=text/plain",
					"spring.web.resources.static-locations=" + files.toUri(), "chaos.middleware.enabled=true",
					"chaos.middleware.attack-loader=none")
			.run();
		port = application.getEnvironment().getRequiredProperty("local.server.port", int.class);
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		application.close();
	}

	@Test
	void aFileIsCorruptedOneByteInAHundred() {
		Received calm = get("/file.bin", null);
		Received corrupted = get("/file.bin", document("corrupt 1%"));

		assertThat(calm.header("last-modified")).isNotEqualTo("none");
		assertThat(corrupted.ending()).isEqualTo(Ending.COMPLETE);
		assertThat(corrupted.header("content-length")).isEqualTo(Integer.toString(SIZE));
		assertThat(corrupted.header("last-modified")).isEqualTo("none");
		assertThat(differences(calm.body(), corrupted.body())).isEqualTo(SIZE / 100);
	}

	@Test
	void perCentOfARangeAreThoseOfTheRange() {
		Received calm = get("/file.bin", null, "Range", "bytes=100-299");
		Received truncated = get("/file.bin", document("truncate 50%"), "Range", "bytes=100-299");

		assertThat(truncated.status()).isEqualTo(206);
		assertThat(truncated.header("content-range")).isEqualTo("bytes 100-299/" + SIZE);
		assertThat(truncated.header("content-length")).isEqualTo("200");
		assertThat(truncated.text()).isEqualTo(calm.text().substring(0, 100));
		assertThat(truncated.ending()).isEqualTo(Ending.CLOSED);
	}

	// Spring WebFlux sends several ranges with the length of the whole resource, so that
	// such an answer never ends, attack or not.
	@Test
	void theBoundariesOfSeveralPartsAreCorruptedToo() {
		assumeThat(this.server.type()).isEqualTo(WebApplicationType.SERVLET);
		Received calm = get("/file.bin", null, "Range", "bytes=0-9,20-29");
		Received corrupted = get("/file.bin", document("corrupt 100%"), "Range", "bytes=0-9,20-29");

		assertThat(calm.text()).contains("Content-Range");
		assertThat(corrupted.status()).isEqualTo(206);
		assertThat(corrupted.header("content-type").split(";")[0]).isEqualTo(calm.header("content-type").split(";")[0]);
		assertThat(corrupted.ending()).isEqualTo(Ending.COMPLETE);
		assertThat(corrupted.text()).doesNotContain("Content-Range");
	}

	@Test
	void whatTheServerCompressesIsCorruptedBefore() throws IOException {
		Received calm = get("/file.txt", null);
		Received corrupted = get("/file.txt", document("corrupt 1%"), "Accept-Encoding", "gzip");

		assertThat(calm.header("content-encoding")).isEqualTo("none");
		assertThat(corrupted.header("content-encoding")).isEqualTo("gzip");
		try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(corrupted.body()))) {
			assertThat(differences(calm.body(), body.readAllBytes())).isEqualTo(SIZE / 100);
		}
	}

	@Test
	void whatTheServerCompressesIsTruncatedBefore() {
		Received truncated = get("/file.txt", document("truncate 50%"), "Accept-Encoding", "gzip");

		assertThat(truncated.header("content-encoding")).isEqualTo("gzip");
		assertThat(truncated.body()).hasSizeLessThan(SIZE / 2);
		assertThat(truncated.ending()).isEqualTo(Ending.CLOSED);
	}

	@Test
	void whatTheApplicationHasCompressedIsTakenAsItIs() {
		Received calm = get("/zipped", null);
		Received corrupted = get("/zipped", document("corrupt 100%"));
		Received truncated = get("/zipped", document("truncate 10B"));

		assertThat(corrupted.header("content-encoding")).isEqualTo("gzip");
		assertThat(differences(calm.body(), corrupted.body())).isEqualTo(calm.body().length);
		assertThat(truncated.body()).isEqualTo(Arrays.copyOf(calm.body(), 10));
		assertThat(truncated.ending()).isEqualTo(Ending.CLOSED);
	}

	@ParameterizedTest
	@ValueSource(ints = { 205, 304 })
	void anAnswerThatCannotHaveABodyIsLeftAlone(int status) {
		Received received = get("/zipped", document("status " + status, "truncate 0B", "corrupt 1%"));

		assertThat(received.status()).isEqualTo(status);
		assertThat(received.header(AttackEngine.RESULT_HEADER)).isEqualTo("status;verdict=injected;status=" + status
				+ ", truncate;verdict=skipped;reason=no-body, corrupt;verdict=skipped;reason=no-body");
	}

	@Test
	void theServerCountsARequestWhoseConnectionWasEnded() {
		get("/lost", "{\"actions\":[{\"name\":\"disconnect\",\"value\":\"close\",\"type\":\"after\"}]}");

		List<String> counted = switch (this.server) {
			case TOMCAT -> List.of("200", "ClientAbortException");
			case JETTY -> List.of("200", "none");
			case NETTY -> List.of("UNKNOWN", "none");
		};
		MeterRegistry registry = application.getBean(MeterRegistry.class);
		long begin = System.nanoTime();
		// The client knows first.
		while (registry.find("http.server.requests").tag("uri", "/lost").timer() == null) {
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
			Thread.onSpinWait();
		}
		Meter.Id requests = registry.get("http.server.requests").tag("uri", "/lost").timer().getId();
		assertThat(List.of(requests.getTag("status"), requests.getTag("exception"))).isEqualTo(counted);
	}

	private static Received get(String path, String attack, String... headers) {
		List<String> all = new ArrayList<>(List.of(headers));
		if (attack != null) {
			all.addAll(List.of(AttackEngine.ATTACK_HEADER, attack));
		}
		return RawHttp1Client.get(port, path, all.toArray(String[]::new));
	}

	private static int differences(byte[] some, byte[] others) {
		assertThat(others).hasSameSizeAs(some);
		int differences = 0;
		for (int i = 0; i < some.length; i++) {
			differences += (some[i] != others[i]) ? 1 : 0;
		}
		return differences;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		ZippingController zippingController() {
			return new ZippingController();
		}

	}

	/**
	 * Answers what is lost, and what is compressed already.
	 */
	@RestController
	static class ZippingController {

		@GetMapping("/lost")
		String lost() {
			return "lost";
		}

		@GetMapping("/zipped")
		ResponseEntity<byte[]> zipped() throws IOException {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
				zip.write("a rubber duck".repeat(100).getBytes(StandardCharsets.UTF_8));
			}
			return ResponseEntity.ok().header(HttpHeaders.CONTENT_ENCODING, "gzip").body(bytes.toByteArray());
		}

	}

}
