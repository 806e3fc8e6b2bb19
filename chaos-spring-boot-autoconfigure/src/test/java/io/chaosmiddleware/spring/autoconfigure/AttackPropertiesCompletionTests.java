package io.chaosmiddleware.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.attack.AttackSchema;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.effect.EffectType;
import io.chaosmiddleware.effect.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an editor completes under {@code chaos.middleware.attacks}: names from the types
 * of the properties, and values from the hints. Both know the whole language.
 */
class AttackPropertiesCompletionTests {

	private static final JsonNode SCHEMA = JsonMapper.shared().readTree(AttackSchema.text());

	private static final JsonNode METADATA = metadata();

	private static JsonNode metadata() {
		try (InputStream metadata = AttackPropertiesCompletionTests.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.shared().readTree(metadata);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void theListHasAType() {
		assertThat(METADATA.get("properties").valueStream())
			.filteredOn((property) -> property.get("name").stringValue().equals("chaos.middleware.attacks"))
			.extracting((property) -> property.get("type").stringValue())
			.containsExactly("java.util.List<" + ChaosProperties.Attack.class.getName() + ">");
	}

	@Test
	void theNamesAreThoseOfTheLanguage() {
		Set<String> actions = new TreeSet<>();
		for (EffectType effect : EffectType.values()) {
			actions.addAll(fields("/$defs/" + effect.code()));
		}

		assertThat(names(ChaosProperties.Action.class)).isEqualTo(actions);
		assertThat(names(ChaosProperties.Attack.class)).isEqualTo(fields(""));
		assertThat(names(ChaosProperties.Target.class)).isEqualTo(fields("/$defs/target"));
	}

	private static Set<String> fields(String object) {
		return new TreeSet<>(SCHEMA.at(object + "/properties").propertyNames());
	}

	private static Set<String> names(Class<?> type) {
		return Stream.of(type.getRecordComponents())
			.map(RecordComponent::getName)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	@Test
	void theNamesOfAllEffectsAreProposed() {
		assertThat(hints("name")).isEqualTo(Stream.of(EffectType.values()).map(EffectType::code).toList());
	}

	@Test
	void bothTypesAreProposed() {
		assertThat(hints("type")).isEqualTo(Phase.types().stream().map(Phase::code).toList());
	}

	@ParameterizedTest
	@ValueSource(strings = { "method", "sticky" })
	void whatIsProposedIsValid(String field) {
		AttackParser parser = new AttackParser(AttackLimits.OPERATOR);

		assertThat(hints(field)).isNotEmpty().allSatisfy((value) -> {
			String document = "{\"actions\":[{\"name\":\"delay\",\"value\":\"1\",\"probability\":\"50\",\"" + field
					+ "\":\"" + value + "\"}]}";
			assertThat(parser.parseStrictly(document).actions()).hasSize(1);
		});
	}

	private static List<String> hints(String field) {
		String name = "chaos.middleware.attacks[].actions[]." + field;
		return METADATA.get("hints")
			.valueStream()
			.filter((hint) -> hint.get("name").stringValue().equals(name))
			.flatMap((hint) -> hint.get("values").valueStream())
			.map((value) -> value.get("value").stringValue())
			.toList();
	}

}
