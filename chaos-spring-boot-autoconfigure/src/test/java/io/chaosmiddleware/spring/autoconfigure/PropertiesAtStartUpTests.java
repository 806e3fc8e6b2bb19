package io.chaosmiddleware.spring.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.web.UnattackablePaths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What an application that starts says of its properties: of those that stop it, and of
 * those that do nothing.
 */
@ExtendWith(OutputCaptureExtension.class)
class PropertiesAtStartUpTests {

	@ParameterizedTest
	@CsvSource({ "true,true", "TRUE,true", "yes,true", "on,true", "1,true", "${other:on},true", "false,false",
			"no,false", "off,false", "0,false", "'',false", "' ',false" })
	void whateverBindsAsTrueIsOn(String value, boolean on) {
		try (ConfigurableApplicationContext context = start(Map.of(), "chaos.middleware.enabled=" + value)) {
			assertThat(context.getBeanNamesForType(AttackEngine.class)).hasSize(on ? 1 : 0);
			assertThat(context.getBeanNamesForType(UnattackablePaths.class)).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "CHAOS_MIDDLEWARE_ENABLED", "chaos_middleware_enabled" })
	void theSwitchMayBeAVariable(String variable) {
		try (ConfigurableApplicationContext context = start(Map.of(variable, "on"))) {
			assertThat(context.getBeanNamesForType(AttackEngine.class)).hasSize(1);
		}
	}

	@Test
	void aSwitchThatDoesNotBindStopsStartUpAndHidesNoOtherMistake(CapturedOutput output) {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> start(Map.of(), "chaos.middleware.enabled=ture",
				"chaos.middleware.limits.max-actions=0", "chaos.middleware.enabeld=true"));

		assertThat(output).contains("APPLICATION FAILED TO START",
				"    chaos.middleware.enabled: 'ture' is not 'true' or 'false'",
				"    chaos.middleware.limits.max-actions: must be positive",
				"    chaos.middleware.enabeld: unknown property",
				"or set 'chaos.middleware.enabled=false' to start without Chaos Middleware");
	}

	@Test
	void everyMistakeIsNamedAtOnceWhateverItIs(CapturedOutput output) {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> start(EagerBean.class, Map.of(),
				"chaos.middleware.enabled=true", "chaos.middleware.limits.max-delay=10x",
				"chaos.middleware.limits.max-header-size=big", "chaos.middleware.limits.max-actions=many",
				"chaos.middleware.header.enabled=maybe", "chaos.middleware.fault=secret",
				"chaos.middleware.attack-loader=proofdock", "chaos.middleware.proofdock.api-url=ftp://nowhere",
				"chaos.middleware.proofdock.interval=0s", "chaos.middleware.exclude-routes[0]=login",
				"chaos.middleware.guarded-profiles[1]=gold", "chaos.middleware.limits.max-dealy=1s",
				"chaos.middleware.attacks[0].actions[0].name=delay", "chaos.middleware.attacks[0].actions[0].value=90",
				"chaos.middleware.attacks[0].actions[0].probability=0"));

		assertThat(output).contains("APPLICATION FAILED TO START",
				"    chaos.middleware.limits.max-delay: '10x' is not a duration, such as '30s'",
				"    chaos.middleware.limits.max-header-size: 'big' is not a size, such as '8KB'",
				"    chaos.middleware.limits.max-actions: 'many' is not a whole number",
				"    chaos.middleware.header.enabled: 'maybe' is not 'true' or 'false'",
				"    chaos.middleware.fault: has a value that does not belong there",
				"    chaos.middleware.proofdock.api-url: ", "    chaos.middleware.proofdock.interval: must be positive",
				"    chaos.middleware.guarded-profiles[1]: does not belong to its list: indexes begin with 0",
				"    chaos.middleware.exclude-routes[0]: 'login' must begin with '/'",
				"    chaos.middleware.limits.max-dealy: unknown property; known are max-actions",
				"    chaos.middleware.attacks[0].actions[0].probability: a probability must be between 0.0001 and 100")
			.doesNotContain("secret")
			.doesNotContain("attacks[0].actions[0].value");
	}

	@Test
	void attacksWhoseRoutesAreTooHeavyTogetherStopStartUp(CapturedOutput output) {
		String route = "/" + "a.".repeat(90);
		List<String> properties = new ArrayList<>(List.of("chaos.middleware.enabled=true"));
		for (int i = 0; i < 12; i++) {
			String action = "chaos.middleware.attacks[" + i / 6 + "].actions[" + i % 6 + "].";
			properties.addAll(List.of(action + "name=delay", action + "value=1", action + "route=" + route));
		}

		assertThatExceptionOfType(Exception.class).isThrownBy(() -> start(Map.of(), properties.toArray(String[]::new)));

		assertThat(output).contains("APPLICATION FAILED TO START",
				"    chaos.middleware.attacks[1]: with this one the routes of all attacks of the source weigh more than"
						+ " 200000; make them simpler, or leave some out")
			.doesNotContain("    chaos.middleware.attacks[0]");
	}

	@ParameterizedTest
	@CsvSource({ "CHAOS_MIDDLEWARE_HEADERTOKEN,CHAOS_MIDDLEWARE_HEADER_TOKEN",
			"CHAOS_MIDDLEWARE_TOKEN,CHAOS_MIDDLEWARE_HEADER_TOKEN",
			"CHAOS_MIDDLEWARE_MAXDELAY,CHAOS_MIDDLEWARE_LIMITS_MAXDELAY",
			"CHAOS_MIDDLEWARE_APPLICATION_NAMES,CHAOS_MIDDLEWARE_APPLICATION_NAME",
			"chaos_middleware_headertoken,CHAOS_MIDDLEWARE_HEADER_TOKEN",
			"CHAOS_MIDDLEWARE_EXCLUDE_ROUTE_12,CHAOS_MIDDLEWARE_EXCLUDE_ROUTES_12",
			"CHAOS_MIDDLEWARE_,CHAOS_MIDDLEWARE_SEED" })
	void aMisspeltVariableIsWarnedOfWithTheNearestName(String variable, String nearest, CapturedOutput output) {
		for (String enabled : List.of("true", "false")) {
			start(Map.of(variable, "secret"), "chaos.middleware.enabled=" + enabled).close();
		}

		assertThat(output.toString()
			.split("The environment variable " + variable
					+ " is no property of Chaos Middleware. The nearest that it knows is " + nearest + "\\R", -1))
			.as("once each")
			.hasSize(3);
		assertThat(output).doesNotContain("secret");
	}

	@Test
	void variablesThatAreBoundAndThoseOfKubernetesAreLeftAlone(CapturedOutput output) {
		Map<String, Object> variables = new LinkedHashMap<>();
		for (String ours : List.of("APPLICATION_NAME", "APPLICATION_ENV", "APPLICATION_ID", "ATTACK_LOADER",
				"PROOFDOCK_API_URL", "PROOFDOCK_API_TOKEN", "PROOFDOCK_APIURL", "HEADER_TOKEN", "LIMITS_MAXDELAY",
				"LIMITS_MAX_DELAY", "EXCLUDEROUTES", "EXCLUDEROUTES_0", "EXCLUDE_ROUTES_1", "FAULT_ALLOWED_0",
				"ATTACKS_0_ACTIONS_0_NAME", "ATTACKS_1_TARGET_ENVIRONMENT")) {
			variables.put("CHAOS_MIDDLEWARE_" + ours, "");
		}
		variables.put("chaos_middleware_header_enabled", "");
		for (String ofKubernetes : List.of("SERVICE_HOST", "SERVICE_PORT", "SERVICE_PORT_HTTP", "PORT", "PORT_8080_TCP",
				"PORT_8080_TCP_ADDR", "PORT_8080_TCP_PORT", "PORT_8080_TCP_PROTO", "PANEL_SERVICE_HOST")) {
			variables.put("CHAOS_MIDDLEWARE_" + ofKubernetes, "1");
		}
		variables.put("CHAOS_MIDDLEWARES", "1");

		start(variables, "chaos.middleware.enabled=false").close();

		assertThat(output).doesNotContain("is no property", "does nothing").doesNotContain("do nothing");
	}

	@Test
	void propertiesWithoutTheSwitchAreNamedInOneLine(CapturedOutput output) {
		start(Map.of("CHAOS_MIDDLEWARE_HEADER_TOKEN", "secret", "CHAOS_MIDDLEWARE_ENABLED", ""),
				"chaos.middleware.limits.max-delay=secret", "chaos.middleware.enabeld=true")
			.close();
		start(Map.of("CHAOS_MIDDLEWARE_APPLICATION_NAME", "shop")).close();

		assertThat(output)
			.contains("Chaos Middleware is off without chaos.middleware.enabled=true, so that 3 properties"
					+ " do nothing: CHAOS_MIDDLEWARE_HEADER_TOKEN, chaos.middleware.enabeld, chaos.middleware.limits.max-delay",
					"so that 1 property does nothing: CHAOS_MIDDLEWARE_APPLICATION_NAME")
			.doesNotContain("secret");
	}

	@Test
	void nothingIsSaidWhereNothingIsConfiguredOrAllIsSwitchedOff(CapturedOutput output) {
		start(Map.of()).close();
		start(Map.of("CHAOS_MIDDLEWARE_HEADER_TOKEN", "secret"), "chaos.middleware.enabled=false",
				"chaos.middleware.limits.max-delay=1s")
			.close();

		assertThat(output).doesNotContainIgnoringCase("chaos middleware");
	}

	private static ConfigurableApplicationContext start(Map<String, Object> variables, String... properties) {
		return start(Application.class, variables, properties);
	}

	private static ConfigurableApplicationContext start(Class<?> configuration, Map<String, Object> variables,
			String... properties) {
		SpringApplication application = new SpringApplication(configuration);
		application.setWebApplicationType(WebApplicationType.NONE);
		StandardEnvironment environment = new StandardEnvironment();
		Map<String, Object> all = new LinkedHashMap<>(environment.getSystemEnvironment());
		all.putAll(variables);
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, all));
		application.setEnvironment(environment);
		return application.run(Stream.concat(Stream.of("spring.main.banner-mode=off"), Stream.of(properties))
			.map((property) -> "--" + property)
			.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class EagerBean {

		// whoever needs the properties before the engine does
		@Bean
		String first(ChaosProperties properties) {
			return properties.toString();
		}

	}

}
