package io.chaosmiddleware.spring.actuate;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.actuate.EndpointApplication.Answer;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A route that is certainly a mistake is answered with a warning that names a correct
 * one, on a real application.
 */
@ParameterizedClass
@ValueSource(strings = { "servlet", "reactive" })
class RouteWarningsTests {

	private static EndpointApplication application;

	@Parameter
	@SuppressWarnings("unused")
	private String type;

	@BeforeParameterizedClassInvocation
	static void start(String type) {
		application = new EndpointApplication(type,
				List.of("server.servlet.context-path=/clinic", "spring.webflux.base-path=/clinic",
						"management.endpoints.web.exposure.include=*", "management.endpoint.chaos.access=unrestricted",
						"management.endpoints.web.base-path=/Manage",
						"management.endpoints.web.path-mapping.health=up/check",
						"management.endpoint.health.group.live.include=ping",
						"management.endpoint.health.group.live.additional-path=server:/livez",
						"chaos.middleware.exclude-routes=/oups"),
				PetClinic.class);
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		application.close();
	}

	private static String document(String route) {
		return JsonMapper.shared()
			.createObjectNode()
			.set("actions",
					JsonMapper.shared()
						.createArrayNode()
						.add(JsonMapper.shared()
							.createObjectNode()
							.put("name", "fault")
							.put("value", "java.lang.IllegalStateException")
							.put("route", route)))
			.toString();
	}

	private static JsonNode explained(String route) {
		String request = JsonMapper.shared()
			.createObjectNode()
			.put("path", "/")
			.set("headers", JsonMapper.shared().createObjectNode().put(AttackEngine.ATTACK_HEADER, document(route)))
			.toString();
		Answer answer = application.management("POST", "/clinic/Manage/chaos/explain",
				request.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json");
		assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
		return answer.json().at("/routes/0");
	}

	private static String warning(String route) {
		return explained(route).path("warning").asString("none");
	}

	private static List<String> mappings(String route) {
		return explained(route).at("/mappings").valueStream().map(JsonNode::asString).toList();
	}

	private static String verdict(String path, String route) {
		// This is how people write the route in a header, which has to be ASCII.
		StringBuilder ascii = new StringBuilder();
		document(route).chars()
			.forEach((c) -> ascii.append((c < 0x7f) ? Character.toString(c) : "\\u%04x".formatted(c)));
		return application.main("GET", path, AttackEngine.ATTACK_HEADER, ascii.toString())
			.header(AttackEngine.RESULT_HEADER);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			/vest.html                   ; similar is /vets.html
			/vets.json                   ; similar are /vets, /vets.html
			/OWNERS.json                 ; similar are /owners, /owners/new, /owners/find
			/Vets                        ; similar are /vets, /vets.html
			/owners.html                 ; similar are /owners, /owners/new, /owners/find
			^/ownrs/42/edit$             ; similar is /owners/{ownerId}/edit
			/ownrs?lastName=             ; similar are /owners, /owners/new, /owners/find
			""")
	void aMisspeltRouteIsToldTheNearestMapping(String route, String similar) {
		assertThat(mappings(route)).isEmpty();
		assertThat(warning(route)).startsWith("'" + route + "' hits none of the application's mappings")
			.endsWith("; " + similar);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			/owners/fnd                  ; /owners/{ownerId}       ; /owners/find
			/owners/FIND                 ; /owners/{ownerId}       ; /owners/find
			/owners/find.html            ; /owners/{ownerId}       ; /owners/find
			/owners/neww                 ; /owners/{ownerId}       ; /owners/new
			""")
	void aRouteThatHitsAVariableInsteadOfAMappingWithTheText(String route, String mapping, String similar) {
		assertThat(mappings(route)).contains(mapping);
		assertThat(warning(route)).isEqualTo("'" + route + "' hits only what a variable or wildcard stands for, as in '"
				+ route + "'; similar is " + similar);
		assertThat(verdict("/clinic" + route, route)).contains("verdict=injected");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			textBlock = """
					/owners?lastName=            ; /owners?lastName=x       ; query    ; ?lastName=                ; /owners
					/owners?lastName=Davis&page=2; /owners?lastName=x       ; query    ; ?lastName=Davis&page=2    ; /owners
					^/owners\\?lastName=.*$      ; /owners?lastName=x       ; query    ; \\?lastName=.*$           ; ^/owners
					/owners/find?x               ; /owners/find?x           ; query    ; ?x                        ; /owners/find
					/owners/42?tab               ; /owners/42?tab           ; query    ; ?tab                      ; /owners/42
					/owners/{ownerId}?tab=pets   ; /owners/42?tab=pets      ; query    ; ?tab=pets                 ; /owners/{ownerId}
					/vets.html?page=2            ; /vets.html?page=2        ; query    ; ?page=2                   ; /vets.html
					/owners/*?page=1             ; /owners/42?page=1        ; query    ; ?page=1                   ; /owners/*
					/clinic/owners               ; /owners                  ; context path ; /clinic              ; /owners
					^/clinic/owners$             ; /owners                  ; context path ; /clinic              ; ^/owners$
					/clinic/owners/{ownerId}     ; /owners/42               ; context path ; /clinic              ; /owners/{ownerId}
					/clinic/**                   ; /owners/42               ; context path ; /clinic              ; /**
					GET /owners                  ; /owners                  ; method   ; GET                       ; /owners
					http://localhost:8080/owners ; /owners                  ; host     ; http://localhost:8080     ; /owners
					localhost:8080/owners        ; /owners                  ; host     ; localhost:8080            ; /owners
					/vets.html#top               ; /vets.html               ; fragment ; #top                      ; /vets.html
					//vets                       ; /vets                    ; slashes  ;                           ; /vets
					^/owners/{ownerId}           ; /owners/42               ; whole path ; ^                       ; /owners/{ownerId}
					/owners/{ownerId}$           ; /owners/42               ; whole path ; $                       ; /owners/{ownerId}
					/stra%C3%9Fe                 ; /stra%C3%9Fe             ; decoded path ; %C3%9F                ; /stra\u00dfe
					""")
	void aRouteWithWhatNoPathHasIsToldWhatToWrite(String route, String path, String subject, String wrong,
			String remedy) {
		assertThat(mappings(route)).isEmpty();
		assertThat(warning(route)).startsWith("'" + route + "' hits none of the application's mappings")
			.contains(subject)
			.contains((wrong != null) ? "'" + wrong + "'" : "")
			.endsWith("; use '" + remedy.replace("\u00df", "\\u00df") + "'");
		assertThat(mappings(remedy)).isNotEmpty();
		assertThat(verdict("/clinic" + path, route)).contains("verdict=missed;reason=route");
		assertThat(verdict("/clinic" + path, remedy)).contains("verdict=injected");
	}

	@ParameterizedTest
	@ValueSource(strings = { " /owners", "/owners\t", "GET  http://localhost:8080/clinic/owners?lastName=x#top " })
	void severalMistakesAreNamedAtOnce(String route) {
		assertThat(warning(route)).endsWith("; use '/owners'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/clinic", "^/clinic/", "http://localhost:8080/", "localhost:8080" })
	void aRouteOfNothingElseIsToldThatEveryPathIsHitWithout(String route) {
		assertThat(warning(route)).endsWith("; without a route every path is hit");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			/Manage                      ; /Manage
			/Manage/chaos                ; /Manage/chaos
			/Manage/**                   ; /Manage
			^/Manage/info                ; /Manage/info
			/metrics                     ; /Manage/metrics
			/up/check                    ; /Manage/up/check
			/livez                       ; /livez
			""")
	void aRouteOnTheActuatorIsToldThatItIsNeverAttacked(String route, String path) {
		assertThat(mappings(route)).isEmpty();
		assertThat(warning(route))
			.isEqualTo("'" + route + "' hits none of the application's mappings, only paths of the actuator such as '"
					+ path + "'; the actuator is never attacked");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			/clinic/Manage/info          ; the actuator is never attacked
			/Manage/info?x=1             ; the actuator is never attacked
			/clinic/oups                 ; nor may /oups be attacked
			/oups                        ; that may be attacked, only others such as /oups
			""")
	void whatIsNeverAttackedIsNoRemedy(String route, String end) {
		assertThat(warning(route)).endsWith(end);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/owners?", "/owners?$", "/owners?/find", "/vets.html", "/vets\\.html", "/vets[.]html",
			"\\.html$", "/vets(\\.html)?", "/vets?", "/owners/find", "/owners/(find|new)", "/owners/fin?d",
			"/owners/42", "^/owners/\\d+$", "^/owners/[0-9]+/edit$", "/owners/[^/]+/pets", "/owners/.*?/edit",
			"/owners/{ownerId}", "/owners/*/edit", "/owners/**", "/**", "/pets/", "/pets/42/edit", "/(owners|vets)",
			"(?i)/OWNERS", "/owners;jsessionid=0", "/owners;a=1/7", "/owners/george", "/own", "vets", ".*",
			"/stra\u00dfe", "/find" })
	void whatMakesSenseIsNotWarnedOf(String route) {
		assertThat(mappings(route)).isNotEmpty();
		assertThat(warning(route)).isEqualTo("none");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/owners?lastName=", "/vest.html", "/clinic/owners", "/Manage/info" })
	void whoeverStartsAnAttackIsToldTheSame(String route) {
		Answer answer = application.management("POST", "/clinic/Manage/chaos",
				document(route).getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json");

		assertThat(answer.status()).isEqualTo(201);
		assertThat(answer.json().at("/warnings/0").asString()).isEqualTo("$.actions[0].route: " + warning(route));
		application.engine().control().cancel(answer.json().path("id").asString(), null);
	}

}
