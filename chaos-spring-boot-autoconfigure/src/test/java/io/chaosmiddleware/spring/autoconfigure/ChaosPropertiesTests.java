package io.chaosmiddleware.spring.autoconfigure;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.chaosmiddleware.attack.AttackWriter;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.engine.ActiveAttack;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.Decision;
import io.chaosmiddleware.engine.Performance;
import io.chaosmiddleware.spring.autoconfigure.testapp.ApplicationPackage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What each property of docs/properties.md does.
 */
@ExtendWith(OutputCaptureExtension.class)
class ChaosPropertiesTests extends EngineInAContext {

	@Test
	void theNameIsThatOfTheApplicationUnlessSet() {
		this.runner.withPropertyValues("spring.application.name=shop")
			.run((context) -> assertThat(engine(context).identity().application()).isEqualTo("shop"));
		this.runner.withPropertyValues("spring.application.name=shop", "chaos.middleware.application-name=other")
			.run((context) -> assertThat(engine(context).identity().application()).isEqualTo("other"));
		this.runner.run((context) -> assertThat(engine(context).identity().application()).isNull());
	}

	@Test
	void theIdIsRandomUnlessSet() {
		this.runner.run((context) -> assertThat(engine(context).identity().id()).hasSize(36));
		this.runner.withPropertyValues("chaos.middleware.application-id=one")
			.run((context) -> assertThat(engine(context).identity().id()).isEqualTo("one"));
	}

	@Test
	@DisplayName("The original's environment variables work unchanged")
	void theEnvironmentVariablesOfTheOriginalWork() {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								Map.of("CHAOS_MIDDLEWARE_APPLICATION_NAME", "shop", "CHAOS_MIDDLEWARE_APPLICATION_ENV",
										"staging", "CHAOS_MIDDLEWARE_APPLICATION_ID", "one",
										"CHAOS_MIDDLEWARE_ATTACK_LOADER", "none", "CHAOS_MIDDLEWARE_PROOFDOCK_API_URL",
										"http://127.0.0.1:1/", "CHAOS_MIDDLEWARE_PROOFDOCK_API_TOKEN", "secret"))))
			.run((context) -> {
				ChaosProperties properties = context.getBean(ChaosProperties.class);
				assertThat(properties.applicationName()).isEqualTo("shop");
				assertThat(properties.applicationEnv()).isEqualTo("staging");
				assertThat(properties.applicationId()).isEqualTo("one");
				assertThat(properties.attackLoader()).isEqualTo("none");
				assertThat(properties.proofdock().apiUrl()).isEqualTo("http://127.0.0.1:1/");
				assertThat(properties.proofdock().apiToken()).isEqualTo("secret");
				assertThat(engine(context).identity().application()).isEqualTo("shop");
				assertThat(engine(context).identity().environment()).isEqualTo("staging");
				assertThat(engine(context).identity().id()).isEqualTo("one");
			});
	}

	@Test
	void theTokensAreNotPrinted() {
		this.runner
			.withPropertyValues("chaos.middleware.header.token=secret-1",
					"chaos.middleware.proofdock.api-token=secret-2")
			.run((context) -> assertThat(context.getBean(ChaosProperties.class).toString()).contains("timeout=PT13S")
				.doesNotContain("secret"));
	}

	@Test
	void headerAttacksCanBeSwitchedOff() {
		this.runner.withPropertyValues("chaos.middleware.header.enabled=false")
			.run((context) -> assertThat(decide(context, FAULT).resultHeader())
				.isEqualTo("attack;verdict=refused;reason=unauthorized"));
	}

	@ParameterizedTest
	@CsvSource({ "secret,injected", "Secret,refused", "secret1,refused", "secre,refused", "'',refused" })
	void aHeaderAttackNeedsTheToken(String token, String verdict) {
		this.runner.withPropertyValues("chaos.middleware.header.token=secret")
			.run((context) -> assertThat(engine(context).decide(request(FAULT, List.of(token))).resultHeader())
				.contains("verdict=" + verdict));
	}

	@Test
	void aHeaderAttackWithoutOrWithTwoTokensIsRefused() {
		this.runner.withPropertyValues("chaos.middleware.header.token=secret").run((context) -> {
			for (List<String> tokens : List.of(List.<String>of(), List.of("secret", "secret"))) {
				assertThat(engine(context).decide(request(FAULT, tokens)).resultHeader())
					.isEqualTo("attack;verdict=refused;reason=unauthorized");
			}
		});
	}

	@Test
	void attacksFromPropertiesAreTheSameLanguage() {
		this.runner.withPropertyValues("spring.application.name=shop", "chaos.middleware.application-env=test",
				"chaos.middleware.attacks[0].actions[0].name=delay", "chaos.middleware.attacks[0].actions[0].value=2",
				"chaos.middleware.attacks[0].actions[0].route=/orders/*",
				"chaos.middleware.attacks[0].actions[1].name=fault",
				"chaos.middleware.attacks[0].actions[1].value=java.io.IOException",
				"chaos.middleware.attacks[0].actions[1].probability=100",
				"chaos.middleware.attacks[0].actions[1].type=before",
				"chaos.middleware.attacks[0].target.application=shop",
				"chaos.middleware.attacks[0].target.environment=test",
				"chaos.middleware.attacks[1].actions[0].name=delay", "chaos.middleware.attacks[1].actions[0].value=9",
				"chaos.middleware.attacks[1].target.environment=other")
			.run((context) -> {
				Decision decision = engine(context).decide(RequestView.of("GET", "/orders/1", null));
				assertThat(decision.verdicts()).extracting(Object::toString)
					.containsExactly("delay;verdict=injected;seconds=2", "fault;verdict=injected",
							"delay;verdict=skipped;reason=after-outcome");
				assertThat(decision.resultHeader()).isNull();
				assertThat(engine(context).activeAttacks()).extracting((attack) -> attack.id())
					.containsExactly("properties-1", "properties-2");
			});
	}

	@Test
	void everyFaultOfAnAttackInPropertiesStopsStartUpAndIsNamed() {
		this.runner.withPropertyValues("chaos.middleware.attacks[0].actions[0].name=delay",
				"chaos.middleware.attacks[0].actions[0].value=2 s",
				"chaos.middleware.attacks[0].actions[0].probability=0",
				"chaos.middleware.attacks[1].actions[0].name=abort", "chaos.middleware.attacks[1].actions[0].value=1",
				"chaos.middleware.attacks[1].actions[1].name=fault", "chaos.middleware.attacks[2].target.application=")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidChaosPropertiesException.class)
				.hasMessageContainingAll("chaos.middleware.attacks[0].actions[0].value: '2 s' is not a delay",
						"chaos.middleware.attacks[0].actions[0].probability: a probability must be between 0.0001 and 100 per cent",
						"chaos.middleware.attacks[1].actions[1].value: 'value' is missing",
						"chaos.middleware.attacks[1].actions[0].name: unknown action 'abort'; use 'delay', 'fault', 'status', 'disconnect', 'throttle', 'truncate' or 'corrupt'",
						"chaos.middleware.attacks[2].actions: 'actions' is missing",
						"chaos.middleware.attacks[2].target.application: 'application' must not be blank"));
	}

	@Test
	void everyFieldOfAnAttackIsAProperty() {
		this.runner.withPropertyValues("chaos.middleware.attacks[0].id=a", "chaos.middleware.attacks[0].name=Slow",
				"chaos.middleware.attacks[0].start=2026-11-25T10:00:00Z",
				"chaos.middleware.attacks[0].until=9999-11-25T11:00:00+01:00",
				"chaos.middleware.attacks[0].duration=36500d", "chaos.middleware.attacks[0].actions[0].name=status",
				"chaos.middleware.attacks[0].actions[0].value=429",
				"chaos.middleware.attacks[0].actions[0].headers.Retry-After=5",
				"chaos.middleware.attacks[0].actions[0].headers[X-Why]=many",
				"chaos.middleware.attacks[0].actions[0].body={}",
				"chaos.middleware.attacks[0].actions[0].content-type=application/json",
				"chaos.middleware.attacks[0].actions[1].name=fault", "chaos.middleware.attacks[0].actions[1].value=X",
				"chaos.middleware.attacks[0].actions[1].message=Read timed out")
			.run((context) -> {
				ActiveAttack attack = context.getBean(AttackEngine.class).activeAttacks().get(0);
				assertThat(attack).hasToString("properties attack a 'Slow'");
				assertThat(JsonMapper.shared().writeValueAsString(AttackWriter.write(attack.attack())))
					.isEqualTo("{\"id\":\"a\",\"name\":\"Slow\",\"start\":\"2026-11-25T10:00:00Z\","
							+ "\"until\":\"9999-11-25T10:00:00Z\",\"duration\":\"876000h\",\"actions\":["
							+ "{\"name\":\"status\",\"value\":\"429\",\"headers\":{\"Retry-After\":\"5\",\"X-Why\":\"many\"},"
							+ "\"body\":\"{}\",\"contentType\":\"application/json\"},"
							+ "{\"name\":\"fault\",\"value\":\"X\",\"message\":\"Read timed out\"}]}");
			});
	}

	@Test
	void theSameSeedHitsTheSameRequests() {
		this.runner.withPropertyValues("chaos.middleware.seed=42")
			.run((first) -> this.runner.withPropertyValues("chaos.middleware.seed=42")
				.run((second) -> assertThat(hits(first)).isEqualTo(hits(second)).contains(true, false)));
	}

	private static List<Boolean> hits(ApplicationContext context) {
		AttackEngine engine = context.getBean(AttackEngine.class);
		String attack = "{\"actions\":[{\"name\":\"delay\",\"value\":\"1\",\"probability\":\"50\"}]}";
		return Stream.generate(() -> engine.decide(RequestView.of("GET", "/", attack)).delay().isZero())
			.limit(100)
			.toList();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "limits.max-delay=0s|chaos.middleware.limits.max-delay: must be positive",
			"limits.max-body-size=0|chaos.middleware.limits.max-body-size: must be positive and at most 1MB",
			"limits.max-body-size=2MB|chaos.middleware.limits.max-body-size: must be positive and at most 1MB",
			"limits.max-delay=86401s|chaos.middleware.limits.max-delay: must be positive and at most 1d",
			"limits.max-duration=366d|chaos.middleware.limits.max-duration: must be positive and at most 365d",
			"limits.max-header-size=2MB|chaos.middleware.limits.max-header-size: must be positive and at most 1MB",
			"limits.max-duration=-1s|chaos.middleware.limits.max-duration: must be positive",
			"limits.max-header-size=0B|chaos.middleware.limits.max-header-size: must be positive",
			"limits.max-actions=0|chaos.middleware.limits.max-actions: must be positive",
			"limits.max-concurrent-delays=0|chaos.middleware.limits.max-concurrent-delays: must be positive",
			"limits.max-started-attacks=0|chaos.middleware.limits.max-started-attacks: must be positive",
			"header.token= |chaos.middleware.header.token: must not be blank",
			"fault.allowed=java.**,no/class|chaos.middleware.fault.allowed: 'no/class' is not an entry",
			"exclude-routes=/ok,/{x:[0-9]+}|chaos.middleware.exclude-routes[1]: '/{x:[0-9]+}' must be a path pattern",
			"exclude-routes=login|chaos.middleware.exclude-routes[0]: 'login' must begin with '/'",
			"exclude-routes=/a/{|chaos.middleware.exclude-routes[0]: '/a/{' must be a path pattern" })
	void aWrongValueStopsStartUpWithAMessage(String property, String message) {
		this.runner.withPropertyValues("chaos.middleware." + property)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(message));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"enabeld=true|enabeld: unknown property; known are allow-in-guarded-profiles, application-env,",
			"limits.max-dealy=1s|limits.max-dealy: unknown property; known are max-actions, max-body-size, max-concurrent-delays,",
			"attacks[0].actions[0].rout=/x|attacks[0].actions[0].rout: unknown property; known are above, body, content-type, cookies, every, floor, headers, message, method, name, probability, query, ramp, request-headers, route, skip, sticky, times, type, user, value",
			"attacks[0].target.enviroment=x|attacks[0].target.enviroment: unknown property; known are application, environment",
			"attacks[0].durations=1s|attacks[0].durations: unknown property; known are actions, duration, id, name, start, target, until",
			"attacks[0].actions.name=x|attacks[0].actions.name: unknown property; known are actions, duration, id",
			"proofdock.ssl.bundel=x|proofdock.ssl.bundel: unknown property; known are bundle" })
	void anUnknownKeyStopsStartUp(String property, String message) {
		this.runner
			.withPropertyValues("chaos.middleware.attacks[0].actions[0].name=delay",
					"chaos.middleware.attacks[0].actions[0].value=2", "chaos.middleware." + property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidChaosPropertiesException.class)
				.hasMessageContaining("chaos.middleware." + message));
	}

	@Test
	void everyPropertyThatExistsIsKnown() throws Exception {
		Set<String> documented = new TreeSet<>();
		try (InputStream metadata = getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			JsonMapper.shared().readTree(metadata).get("properties").forEach((property) -> {
				String name = property.get("name").stringValue();
				if (name.startsWith("chaos.middleware.")) {
					documented.add(name.substring("chaos.middleware.".length()));
				}
			});
		}
		Set<String> known = new TreeSet<>();
		UnknownProperties.KNOWN.forEach((name) -> known.add(name.replaceFirst("\\[\\*\\].*", "")));

		assertThat(known).isEqualTo(documented);
	}

	@Test
	void anyWritingOfAKeyIsKnown() {
		this.runner
			.withPropertyValues("chaos.middleware.applicationName=shop", "chaos.middleware.guarded_profiles[0]=gold",
					"chaos.middleware.LIMITS.maxDelay=7", "chaos.middleware.excludeRoutes=/a,/b")
			.run((context) -> {
				assertThat(context.getBean(ChaosProperties.class).applicationName()).isEqualTo("shop");
				assertThat(context.getBean(ChaosProperties.class).limits().maxDelay())
					.as("a number without a unit is seconds, as in the language")
					.hasSeconds(7);
			});
	}

	@Test
	void anEmptyVariableIsAsGoodAsNone() {
		this.runner
			.withPropertyValues("spring.application.name=shop", "chaos.middleware.application-name=",
					"chaos.middleware.application-env=", "chaos.middleware.application-id=")
			.run((context) -> {
				assertThat(engine(context).identity().application()).isEqualTo("shop");
				assertThat(engine(context).identity().environment()).isNull();
				assertThat(engine(context).identity().id()).hasSize(36);
			});
	}

	@Test
	void theFailureIsExplainedInPlainWords(CapturedOutput output) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);

		assertThatExceptionOfType(Exception.class).isThrownBy(() -> application.run("--chaos.middleware.enabled=true",
				"--chaos.middleware.limits.max-actions=0", "--chaos.middleware.attack-loader=none"));

		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Chaos Middleware cannot use these properties:")
			.contains("    chaos.middleware.limits.max-actions: must be positive")
			.contains("or set 'chaos.middleware.enabled=false' to start without Chaos Middleware");
	}

	@Test
	void faultsMayNameJavaSpringAndTheApplicationUnlessSet() {
		this.runner.withUserConfiguration(ApplicationPackage.class).run((context) -> {
			assertThat(fault(context, "java.util.NoSuchElementException")).isEqualTo("fault;verdict=injected");
			assertThat(fault(context, "org.springframework.dao.DoesNotExist")).contains("fault-not-located");
			assertThat(fault(context, ApplicationPackage.OwnException.class.getName()))
				.isEqualTo("fault;verdict=injected");
			assertThat(fault(context, "io.chaosmiddleware.engine.ChaosMiddlewareException"))
				.contains("fault-not-allowed");
		});
		this.runner.withPropertyValues("chaos.middleware.fault.allowed=java.io.*").run((context) -> {
			assertThat(fault(context, "java.io.IOException")).isEqualTo("fault;verdict=injected");
			assertThat(fault(context, "java.util.NoSuchElementException")).contains("fault-not-allowed");
		});
	}

	@Test
	@DisplayName("D10, D22: the limits are those of the properties")
	void theLimitsAreThoseOfTheProperties() {
		this.runner
			.withPropertyValues("chaos.middleware.limits.max-delay=2s", "chaos.middleware.limits.max-actions=1",
					"chaos.middleware.limits.max-header-size=64B")
			.run((context) -> {
				assertThat(decide(context, document("delay 2")).resultHeader())
					.isEqualTo("delay;verdict=injected;seconds=2");
				assertThat(decide(context, document("delay 3")).resultHeader())
					.isEqualTo("delay;verdict=refused;reason=delay-too-long");
				String longest = document("delay 1") + " ".repeat(64 - document("delay 1").length());
				assertThat(decide(context, longest).resultHeader()).isEqualTo("delay;verdict=injected;seconds=1");
				assertThat(decide(context, longest + " ").resultHeader()).contains("too-large");
				assertThat(decide(context, "{\"actions\":[{},{}]}").resultHeader()).contains("too-many-actions");
			});
	}

	@Test
	void aHundredRequestsAreDelayedAtTheSameTimeUnlessSet() {
		this.runner.run((context) -> assertThat(concurrentDelays(engine(context))).isEqualTo(100));
		this.runner.withPropertyValues("chaos.middleware.limits.max-concurrent-delays=7")
			.run((context) -> assertThat(concurrentDelays(engine(context))).isEqualTo(7));
	}

	private static int concurrentDelays(AttackEngine engine) {
		List<Performance> begun = new ArrayList<>();
		Decision decision = engine.decide(RequestView.of("GET", "/", document("delay 60")));
		Performance injection = engine.begin(decision);
		while (!injection.decision().delay().isZero()) {
			begun.add(injection);
			injection = engine.begin(decision);
		}
		begun.forEach(Performance::abandon);
		assertThat(engine.runningDelays()).isZero();
		return begun.size();
	}

	private static String fault(ApplicationContext context, String name) {
		return decide(context, document("fault " + name)).resultHeader();
	}

	private static RequestView request(String attack, List<String> tokens) {
		return new RequestView() {

			@Override
			public String method() {
				return "GET";
			}

			@Override
			public String path() {
				return "/orders";
			}

			@Override
			public List<String> headers(String name) {
				return name.equals(AttackEngine.ATTACK_HEADER) ? List.of(attack)
						: (name.equals(AttackEngine.TOKEN_HEADER) ? tokens : List.of());
			}

		};
	}

}
