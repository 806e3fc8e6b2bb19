package io.chaosmiddleware.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.attack.AttackRefusedException;
import io.chaosmiddleware.document.WeightBudget;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Reads the attacks under {@code chaos.middleware.attacks}. They are first written as
 * documents, so that the same parser validates them as attacks of any other source.
 */
final class PropertiesAttacks {

	private static final JsonMapper DOCUMENTS = JsonMapper.builder()
		.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
		.addModule(new SimpleModule().addSerializer(new TextsByName()))
		.build();

	private PropertiesAttacks() {
	}

	static List<Attack> read(List<ChaosProperties.Attack> properties, AttackParser parser, PropertyProblems problems) {
		List<Attack> attacks = new ArrayList<>();
		WeightBudget budget = WeightBudget.ofSource("all attacks of the source");
		for (int i = 0; i < properties.size(); i++) {
			String name = "chaos.middleware.attacks[" + i + "]";
			try {
				Attack attack = parser.parseStrictly(DOCUMENTS.writeValueAsString(properties.get(i)));
				problems.attempt(name, () -> budget.pay(attack.weight()));
				attacks.add(attack);
			}
			catch (AttackRefusedException ex) {
				ex.problems().forEach((problem) -> problems.add(name + problem.path().substring(1), problem.message()));
			}
		}
		return attacks;
	}

}
