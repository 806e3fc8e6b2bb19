package io.chaosmiddleware.spring.autoconfigure;

import java.nio.charset.StandardCharsets;

import io.chaosmiddleware.attack.AttackWriter;
import io.chaosmiddleware.engine.AttackEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attacks in properties are aimed in the language of docs/aim.md.
 */
class AimInPropertiesTests {

	private static final String DOCUMENT = "{\"actions\":[{\"name\":\"status\",\"value\":\"503\",\"headers\":{\"Vary\":\"a, b\",\"X-On\":\"true\"},"
			+ "\"method\":[\"PUT\",\"POST\"],\"requestHeaders\":{\"X-User\":[\"41\",\"42\"],\"x-list\":\"a, b\"},"
			+ "\"query\":{\"filter.name\":\"x\",\"page\":\"2\"},\"cookies\":{\"sid\":\"*\"},\"user\":[\"alice\",\"bob\"],"
			+ "\"probability\":\"0.5\"},{\"name\":\"delay\",\"value\":\"1\",\"method\":\"GET\","
			+ "\"requestHeaders\":{\"x-a\":\"1\"},\"user\":\"CN=Alice,O=Shop\"}],"
			+ "\"target\":{\"instances\":\"25%\"}}";

	private static final String PROPERTIES = """
			chaos.middleware.attacks[0].actions[0].name=status
			chaos.middleware.attacks[0].actions[0].value=503
			chaos.middleware.attacks[0].actions[0].headers.Vary=a, b
			chaos.middleware.attacks[0].actions[0].headers.X-On=true
			chaos.middleware.attacks[0].actions[0].method=PUT, POST
			chaos.middleware.attacks[0].actions[0].request-headers.X-User[0]=41
			chaos.middleware.attacks[0].actions[0].request-headers.X-User[1]=42
			chaos.middleware.attacks[0].actions[0].requestHeaders.x-list=a, b
			chaos.middleware.attacks[0].actions[0].query.page=2
			chaos.middleware.attacks[0].actions[0].query.filter.name=x
			chaos.middleware.attacks[0].actions[0].cookies.sid=*
			chaos.middleware.attacks[0].actions[0].user[0]=alice
			chaos.middleware.attacks[0].actions[0].user[1]=bob
			chaos.middleware.attacks[0].actions[0].probability=0.5
			chaos.middleware.attacks[0].actions[1].name=delay
			chaos.middleware.attacks[0].actions[1].value=1
			chaos.middleware.attacks[0].actions[1].method=GET
			chaos.middleware.attacks[0].actions[1].headers.x-a=1
			chaos.middleware.attacks[0].actions[1].user[0]=CN=Alice,O=Shop
			chaos.middleware.attacks[0].target.instances=25%
			""";

	private static final String YAML = """
			chaos:
			  middleware:
			    attacks:
			    - actions:
			      - name: status
			        value: 503
			        headers: { Vary: "a, b", X-On: true }
			        method: [ PUT, POST ]
			        request-headers:
			          X-User: [ 41, 42 ]
			          x-list: a, b
			        query:
			          page: 2
			          "[filter.name]": x
			        cookies: { sid: "*" }
			        user:
			        - alice
			        - bob
			        probability: 0.5
			      - name: delay
			        value: 1
			        method: GET
			        headers:
			          x-a: 1
			        user:
			        - CN=Alice,O=Shop
			      target:
			        instances: 25%
			""";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChaosAutoConfiguration.class))
		.withPropertyValues("chaos.middleware.enabled=true", "chaos.middleware.application-id=shop-1");

	@Test
	void inPropertiesAndInYaml() {
		assertThat(read(new PropertiesPropertySourceLoader(), PROPERTIES)).isEqualTo(DOCUMENT);
		assertThat(read(new YamlPropertySourceLoader(), YAML)).isEqualTo(DOCUMENT);
	}

	private String read(PropertySourceLoader loader, String text) {
		StringBuilder document = new StringBuilder();
		this.runner.withInitializer((context) -> {
			try {
				loader.load("attacks", new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)))
					.forEach(context.getEnvironment().getPropertySources()::addFirst);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}).run((context) -> document.append(document(context)));
		return document.toString();
	}

	private static String document(ApplicationContext context) {
		return JsonMapper.shared()
			.writeValueAsString(
					AttackWriter.write(context.getBean(AttackEngine.class).activeAttacks().get(0).attack()));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					method=get              | actions[0].method: 'get' is not a method, since case matters; use GET
					method=                 | actions[0].method: the list 'method' needs at least one value
					headers.x-a[0]=***      | actions[0].headers: '***' stands for a value that is not shown
					probability=1.0E-4      | actions[0].probability: '1.0E-4' is not a number of per cent with at most four decimals
					cookie.sid=1            | actions[0].cookie.sid: unknown property; known are above, body, content-type, cookies, every, floor, headers
					""")
	void mistakesAreNamed(String property, String message) {
		this.runner.withPropertyValues("chaos.middleware.attacks[0].actions[0].name=delay",
				"chaos.middleware.attacks[0].actions[0].value=1", "chaos.middleware.attacks[0].actions[0]." + property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidChaosPropertiesException.class)
				.hasMessageContaining("chaos.middleware.attacks[0]." + message));
	}

	@Test
	void theIdOfAnInstanceIsRandomOrFixed() {
		this.runner.run((context) -> assertThat(context.getBean(AttackEngine.class).identity().fixed()).isTrue());
		this.runner.withPropertyValues("chaos.middleware.application-id= ")
			.run((context) -> assertThat(context.getBean(AttackEngine.class).identity().fixed()).isFalse());
	}

	@Test
	void secretsAreNotPrinted() {
		this.runner
			.withPropertyValues("chaos.middleware.attacks[0].actions[0].name=delay",
					"chaos.middleware.attacks[0].actions[0].value=1",
					"chaos.middleware.attacks[0].actions[0].headers.x-a=s3cret",
					"chaos.middleware.attacks[0].actions[0].cookies.sid=s3cret",
					"chaos.middleware.attacks[0].actions[0].user=s3cret")
			.run((context) -> {
				assertThat(context.getBean(AttackEngine.class).activeAttacks()).hasSize(1);
				assertThat(context.getBean(ChaosProperties.class)).asString()
					.contains("delay")
					.doesNotContain("s3cret");
			});
	}

}
