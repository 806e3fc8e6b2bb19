package io.chaosmiddleware.spring.actuate;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

import javax.management.MBeanException;
import javax.management.ObjectName;

import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.engine.ActiveAttack;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackEvent;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.spring.WithoutWaiting;
import io.chaosmiddleware.spring.actuate.EndpointApplication.Answer;
import io.chaosmiddleware.spring.autoconfigure.AttackEngineCustomizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Attacks that were started at the endpoint: how many there may be, how they all end, and
 * what is said of them.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartedAttacksOnTheWireTests {

	private static final String DELAY = document("delay 2");

	private static final String REMEDY = "3 attacks that were started here are active, and no more may be; cancel one,"
			+ " or raise 'chaos.middleware.limits.max-started-attacks'";

	private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[^\"]*");

	private static EndpointApplication start(String type) {
		return new EndpointApplication(type, List.of("management.endpoints.web.exposure.include=chaos",
				"management.endpoint.chaos.access=unrestricted", "chaos.middleware.limits.max-started-attacks=3",
				"spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=chaos"), Recorder.class);
	}

	private static Answer startAttack(EndpointApplication application) {
		return application.management("POST", "/actuator/chaos", DELAY.getBytes(StandardCharsets.UTF_8), "Content-Type",
				"application/json");
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void oneMoreThanTheLimitIsRefusedUntilAllEndInOneStep(String type, CapturedOutput output) {
		try (EndpointApplication application = start(type)) {
			for (int i = 0; i < 3; i++) {
				assertThat(startAttack(application).status()).isEqualTo(201);
			}

			Answer refused = startAttack(application);

			assertThat(refused.status()).isEqualTo(409);
			assertThat(refused.header("content-type")).isEqualTo("application/problem+json");
			assertThat(refused.detail()).isEqualTo(REMEDY);
			assertThat(output)
				.contains("Chaos attack refused: $: " + REMEDY + " (limit-started), by somebody (127.0.0.1, HTTP)");
			assertThat(application.management("DELETE", "/actuator/chaos", null).json().path("cancelled")).hasSize(3);
			assertThat(application.context.getBean(Recorder.class).remaining).containsExactly(0L, 0L, 0L);
			assertThat(startAttack(application).status()).isEqualTo(201);
		}
	}

	@Test
	void jmxSaysTheSame() throws Exception {
		try (EndpointApplication application = start("none")) {
			ObjectName name = new ObjectName("org.springframework.boot:type=Endpoint,name=Chaos");
			for (int i = 0; i < 3; i++) {
				invoke(name, "start", DELAY);
			}

			assertThatExceptionOfType(MBeanException.class).isThrownBy(() -> invoke(name, "start", DELAY))
				.withCause(new IllegalStateException(REMEDY));

			invoke(name, "cancelAll");
			assertThat(application.context.getBean(Recorder.class).remaining).containsExactly(0L, 0L, 0L);
			invoke(name, "start", DELAY);
		}
	}

	private static void invoke(ObjectName name, String operation, String... arguments) throws Exception {
		String[] signature = Collections.nCopies(arguments.length, "java.lang.String").toArray(String[]::new);
		ManagementFactory.getPlatformMBeanServer().invoke(name, operation, arguments, signature);
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void whatTheStatusShowsOfAnAttackCanBePostedAgain(String type) {
		try (EndpointApplication application = start(type)) {
			String document = "{\"actions\":[{\"name\":\"delay\",\"value\":\"1\",\"route\":\"/orders/{id}\",\"probability\":\"50\"},"
					+ "{\"name\":\"fault\",\"value\":\"\"}],\"target\":{\"application\":\"shop\"}}";
			post(application, document);
			JsonNode shown = application.management("GET", "/actuator/chaos", null).json().at("/attacks/0");

			post(application, "{\"actions\":" + shown.get("actions") + ",\"target\":" + shown.get("target") + "}");

			JsonNode again = application.management("GET", "/actuator/chaos", null).json().at("/attacks/1");
			assertThat(again.get("actions")).isEqualTo(shown.get("actions"));
			assertThat(again.get("target")).isEqualTo(shown.get("target"));
			assertThat(application.engine().activeAttacks()).extracting(ActiveAttack::attack)
				.containsOnly(new AttackParser(AttackLimits.OPERATOR).parse(document));
		}
	}

	private static void post(EndpointApplication application, String document) {
		assertThat(application.management("POST", "/actuator/chaos", document.getBytes(StandardCharsets.UTF_8),
				"Content-Type", "application/json"))
			.returns(201, EndpointApplication.Answer::status);
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void whatIsSaidOfThemIsShortAndComplete(String type, CapturedOutput output) {
		try (EndpointApplication application = start(type)) {
			AttackEngine engine = application.engine();
			String document = "{\"actions\":[{\"name\":\"delay\",\"value\":\"1\"},{\"name\":\"delay\",\"value\":\"1\"},"
					+ "{\"name\":\"fault\",\"value\":\"\"}],\"duration\":\"1h\"}";
			String started = application
				.management("POST", "/actuator/chaos", document.getBytes(StandardCharsets.UTF_8), "Content-Type",
						"application/json")
				.response()
				.body();
			WithoutWaiting.perform(engine.begin(engine.decide(RequestView.of("GET", "/orders", null))));
			WithoutWaiting.perform(engine.begin(engine.decide(RequestView.of("GET", "/products", null))));

			String status = application.management("GET", "/actuator/chaos", null).response().body();
			String cancelled = application.management("DELETE", "/actuator/chaos", null).response().body();

			assertThat(started).contains("\"hits\":0,\"requests\":0,\"actions\":[{\"name\":\"delay\",\"value\":\"1\"},"
					+ "{\"name\":\"delay\",\"value\":\"1\"},{\"name\":\"fault\",\"value\":\"\"}]");
			assertThat(status).contains("\"hits\":6,\"requests\":2,").doesNotContain("\"route\"", "null");
			assertThat(cancelled).contains("\"hits\":6,\"requests\":2,");
			assertThat(output)
				.containsPattern("Chaos attack started: endpoint attack \\w{8} with 3 action\\(s\\) until "
						+ "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z, by somebody \\(127\\.0\\.0\\.1, HTTP\\)")
				.containsPattern("Chaos attack ended: endpoint attack \\w{8} after 6 hit\\(s\\) in 2 request\\(s\\),"
						+ " by somebody \\(127\\.0\\.0\\.1, HTTP\\)");
			List<String> times = new ArrayList<>();
			for (String body : List.of(started, status, cancelled)) {
				TIME.matcher(body).results().forEach((time) -> times.add(time.group()));
			}
			assertThat(times).hasSize(2 + 4 + 2)
				.allSatisfy((time) -> assertThat(time).matches("[-0-9]{10}T[:0-9]{8}(\\.\\d{3})?Z"));
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Recorder {

		/** The number of attacks that were active when each of them was cancelled. */
		final List<Long> remaining = Collections.synchronizedList(new ArrayList<>());

		@Bean
		AttackEngineCustomizer remainingAttacksRecorder(ObjectProvider<AttackEngine> engine) {
			return (builder) -> builder.recorder((event) -> {
				if (event instanceof AttackEvent.Ended ended && ended.cause() == AttackEvent.Cause.CANCELLED) {
					this.remaining.add(engine.getObject().activeAttacks(AttackSource.ENDPOINT));
				}
			});
		}

	}

}
