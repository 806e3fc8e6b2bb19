package io.chaosmiddleware.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.attack.AttackRefusedException;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.spring.autoconfigure.InvalidChaosPropertiesException.InvalidProperty;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the attacks under {@code chaos.middleware.attacks}. They are first written as
 * documents, so that the same parser validates them as attacks of any other source.
 */
final class PropertiesAttacks {

	private static final JsonMapper DOCUMENTS = JsonMapper.builder()
		.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
		.build();

	private PropertiesAttacks() {
	}

	static List<Attack> read(List<ChaosProperties.Attack> properties, AttackParser parser,
			List<InvalidProperty> problems) {
		List<Attack> attacks = new ArrayList<>();
		for (int i = 0; i < properties.size(); i++) {
			try {
				attacks.add(parser.parseStrictly(DOCUMENTS.writeValueAsString(properties.get(i))));
			}
			catch (AttackRefusedException ex) {
				String prefix = "chaos.middleware.attacks[" + i + "]";
				ex.problems()
					.forEach((problem) -> problems
						.add(new InvalidProperty(prefix + problem.path().substring(1), problem.message())));
			}
		}
		long weight = attacks.stream().mapToLong(Attack::weight).sum();
		if (weight > AttackLimits.OPERATOR.maxRouteWeight()) {
			problems.add(new InvalidProperty("chaos.middleware.attacks",
					"their routes weigh " + weight + " together, and may weigh "
							+ AttackLimits.OPERATOR.maxRouteWeight() + "; make them simpler, or leave some out"));
		}
		return attacks;
	}

}
