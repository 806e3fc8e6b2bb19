package io.chaosmiddleware.sample;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.chaosmiddleware.attack.AttackWriter;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.autoconfigure.ChaosAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names of headers, query parameters and cookies in properties, as docs/properties.md has
 * them.
 */
class NamesInPropertiesTests {

	private static final Map<String, PropertySourceLoader> LOADERS = Map.of("properties",
			new PropertiesPropertySourceLoader(), "yaml", new YamlPropertySourceLoader());

	@ParameterizedTest
	@ValueSource(strings = { "properties", "yaml" })
	void namesInBracketsAreTakenAsTheyAre(String language) {
		List<String> examples = Markdown.of("docs/properties.md")
			.blocks(language)
			.stream()
			.filter((block) -> block.contains("[x~user]"))
			.toList();

		assertThat(examples).singleElement()
			.satisfies((example) -> assertThat(action(language, example)).isEqualTo(JsonMapper.shared()
				.readTree("{\"name\":\"delay\",\"value\":\"2\",\"requestHeaders\":{\"x~user\":\"42\"},"
						+ "\"query\":{\"$top\":[\"50\",\"100\"]},\"cookies\":{\"shop|sid\":\"*\"}}")));
	}

	@Test
	void withoutThemSomeCharactersAreLost() {
		String prefix = "chaos.middleware.attacks[0].actions[0].";

		assertThat(action("properties",
				"chaos.middleware.enabled=true\n" + prefix + "name=delay\n" + prefix + "value=2\n" + prefix
						+ "query.$top=50\n" + prefix + "query.page_size=50\n" + prefix + "query.filter.name=x\n")
			.get("query")
			.propertyNames()).containsExactlyInAnyOrder("top", "page_size", "filter.name");
	}

	private static JsonNode action(String language, String text) {
		JsonNode[] action = new JsonNode[1];
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ChaosAutoConfiguration.class))
			.withInitializer((context) -> {
				try {
					LOADERS.get(language)
						.load("example", new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)))
						.forEach(context.getEnvironment().getPropertySources()::addLast);
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			})
			.run((context) -> action[0] = JsonMapper.shared()
				.valueToTree(AttackWriter.write(context.getBean(AttackEngine.class).activeAttacks().get(0).attack()))
				.get("actions")
				.get(0));
		return action[0];
	}

}
