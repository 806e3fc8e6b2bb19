package io.chaosmiddleware.spring.actuate;

import io.chaosmiddleware.spring.WithoutWaiting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.Outcome;
import io.chaosmiddleware.spring.actuate.EndpointApplication.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The actuator's own paths are never attacked on the application's port, wherever they
 * are mapped. Routes see the path without the context path, and so do these tests.
 */
class ActuatorIsNeverAttackedTests {

	private static final String EVERY_ROUTE = document("fault java.lang.IllegalStateException");

	private static EndpointApplication start(String type, String... properties) {
		EndpointApplication application = new EndpointApplication(type,
				Stream.concat(Stream.of("management.endpoints.web.exposure.include=*"), Stream.of(properties))
					.toList());
		application.engine()
			.control()
			.start(new AttackParser(AttackLimits.OPERATOR).parseStrictly(EVERY_ROUTE), Duration.ofHours(1), null);
		return application;
	}

	private static boolean attacked(AttackEngine engine, String path) {
		Outcome configured = WithoutWaiting.perform(engine.begin(engine.decide(RequestView.of("GET", path, null))));
		Outcome byHeader = WithoutWaiting
			.perform(engine.begin(engine.decide(RequestView.of("GET", path, EVERY_ROUTE))));
		assertThat(configured.fault() != null).as(path).isEqualTo(byHeader.fault() != null);
		return configured.fault() != null;
	}

	private static void assertCalm(EndpointApplication application, String... paths) {
		assertThat(List.of(paths)).allSatisfy((path) -> assertThat(attacked(application.engine(), path)).isFalse());
	}

	private static void assertAttacked(EndpointApplication application, String... paths) {
		assertThat(List.of(paths)).allSatisfy((path) -> assertThat(attacked(application.engine(), path)).isTrue());
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void underTheDefaultPath(String type) {
		try (EndpointApplication application = start(type)) {
			assertCalm(application, "/actuator", "/actuator/", "/actuator/health", "/actuator/chaos/halt",
					"//actuator/chaos", "/%61ctuator/chaos", "/actuator;a=b/chaos;c=d", "/actuator/nothing",
					"/ACTUATOR/Health", "/actuator%2Fhealth", "/actuator/health;a=%2F", "/x/..;/actuator/health",
					"/actuator;" + "a".repeat(3000) + "/health");
			assertAttacked(application, "/", "/orders", "/actuators", "/actuator-old/x", "/app/actuator/health",
					"/orders;/actuator");
			assertThat(application.main("GET", "/actuator/health").status()).isEqualTo(200);
			assertThat(application.main("GET", "/actuator/chaos", AttackEngine.ATTACK_HEADER, EVERY_ROUTE).status())
				.isEqualTo(200);
			assertThat(List.of("/actuator/nothing", "/actuator/chaosx", "/ACTUATOR/health", "/actuator;a=b/nothing"))
				.allSatisfy((path) -> {
					assertThat(application.main("GET", path).status()).isEqualTo(404);
					Answer byHeader = application.main("GET", path, AttackEngine.ATTACK_HEADER, EVERY_ROUTE);
					assertThat(byHeader.status()).isEqualTo(404);
					assertThat(byHeader.header(AttackEngine.RESULT_HEADER)).isEmpty();
				});
			String request = "{\"path\":\"/actuator/health\"}";
			assertThat(application
				.management("POST", "/actuator/chaos/explain", request.getBytes(StandardCharsets.UTF_8), "Content-Type",
						"application/json")
				.json()
				.at("/verdicts/0/reason")
				.asString()).isEqualTo("excluded-route");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void underOtherPaths(String type) {
		try (EndpointApplication application = start(type, "management.endpoints.web.base-path=/manage/it",
				"management.endpoints.web.path-mapping.health=/up/check")) {
			assertCalm(application, "/manage/it", "/manage/it/up/check", "/manage/it/chaos", "/Manage//IT/chaos");
			assertAttacked(application, "/manage", "/actuator/health", "/up/check");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void atTheRoot(String type) {
		try (EndpointApplication application = start(type, "management.endpoints.web.base-path=/",
				"management.endpoints.web.path-mapping.health=healthz")) {
			assertThat(application.main("GET", "/healthz/liveness").status()).isEqualTo(200);
			assertThat(application.main("GET", "/chaos").status()).isEqualTo(200);
			assertCalm(application, "/chaos", "/chaos/explain", "/healthz", "/healthz/liveness", "/env/x");
			assertAttacked(application, "/", "/orders", "/health", "/healthzz");
		}
	}

	@Test
	void belowAServletPath() {
		try (EndpointApplication application = start("servlet", "server.servlet.context-path=/app",
				"spring.mvc.servlet.path=/api")) {
			assertThat(application.main("GET", "/app/api/actuator/health").status()).isEqualTo(200);
			assertCalm(application, "/api/actuator/health", "/api/actuator");
			assertAttacked(application, "/actuator/health", "/api/orders", "/app/api/actuator");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void onAdditionalPathsOfHealth(String type) {
		try (EndpointApplication application = start(type, "management.endpoint.health.group.up.include=ping",
				"management.endpoint.health.group.up.additional-path=server:/up")) {
			assertThat(application.main("GET", "/up").status()).isEqualTo(200);
			assertCalm(application, "/up", "/up/ping", "/UP/", "/up%2Fping");
			assertAttacked(application, "/upper", "/ping");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void onAPortOfItsOwnTheSamePathsOfTheApplicationAreOrdinary(String type) {
		try (EndpointApplication application = start(type, "management.server.port=0",
				"management.endpoint.health.group.up.include=ping",
				"management.endpoint.health.group.up.additional-path=server:/up",
				"management.endpoint.health.group.inside.include=ping",
				"management.endpoint.health.group.inside.additional-path=management:/inside")) {
			assertThat(application.main("GET", "/up").status()).isEqualTo(200);
			assertCalm(application, "/up");
			assertAttacked(application, "/actuator/health", "/actuator/chaos", "/orders", "/inside");
			assertThat(application.management("GET", "/actuator/health", null).status()).isEqualTo(200);
			assertThat(application.management("GET", "/actuator/chaos", null, AttackEngine.ATTACK_HEADER, EVERY_ROUTE)
				.status()).isEqualTo(200);
			assertThat(application.main("GET", "/orders").status()).isEqualTo(500);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void whereTheProbesAre(String type) {
		try (EndpointApplication application = start(type, "management.server.port=0",
				"management.endpoint.health.probes.add-additional-paths=true")) {
			assertThat(application.main("GET", "/livez", AttackEngine.ATTACK_HEADER, EVERY_ROUTE).status())
				.isEqualTo(200);
			assertThat(application.main("GET", "/readyz").status()).isEqualTo(200);
			assertCalm(application, "/livez", "/readyz", "/LIVEZ", "/readyz/");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void whereCloudFoundryMapsIt(String type) {
		try (EndpointApplication application = start(type, "spring.main.cloud-platform=cloud_foundry")) {
			assertCalm(application, "/cloudfoundryapplication", "/cloudfoundryapplication/health", "/actuator/health");
			assertAttacked(application, "/orders");
		}
	}

	@Test
	void thoughTheEndpointIsNotExposed() {
		try (EndpointApplication application = start("servlet", "management.endpoints.web.exposure.exclude=chaos")) {
			assertCalm(application, "/actuator/health", "/actuator/chaos");
			assertAttacked(application, "/orders");
		}
	}

	@Test
	void nothingIsExcludedWhereTheActuatorIsSwitchedOff() {
		try (EndpointApplication application = start("servlet", "management.server.port=-1")) {
			assertAttacked(application, "/actuator/health", "/orders");
		}
	}

}
