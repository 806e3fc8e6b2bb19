package io.chaosmiddleware.spring.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.attack.AttackRefusedException;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.spring.autoconfigure.InvalidChaosPropertiesException.InvalidProperty;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the attacks under {@code chaos.middleware.attacks}: written as documents, so that
 * the one parser of the language validates them.
 */
final class PropertiesAttacks {

	private PropertiesAttacks() {
	}

	static List<Attack> read(List<ChaosProperties.Attack> properties, AttackParser parser,
			List<InvalidProperty> problems) {
		List<Attack> attacks = new ArrayList<>();
		for (int i = 0; i < properties.size(); i++) {
			try {
				attacks.add(parser.parseStrictly(document(properties.get(i))));
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

	private static String document(ChaosProperties.Attack attack) {
		Map<String, Object> document = new LinkedHashMap<>();
		if (attack.actions() != null) {
			document.put("actions", attack.actions().stream().map(PropertiesAttacks::document).toList());
		}
		ChaosProperties.Target target = attack.target();
		if (target != null) {
			Map<String, Object> fields = new LinkedHashMap<>();
			put(fields, "application", target.application());
			put(fields, "environment", target.environment());
			document.put("target", fields);
		}
		return JsonMapper.shared().writeValueAsString(document);
	}

	private static Map<String, Object> document(ChaosProperties.Action action) {
		Map<String, Object> document = new LinkedHashMap<>();
		put(document, "name", action.name());
		put(document, "value", action.value());
		put(document, "route", action.route());
		put(document, "probability", action.probability());
		put(document, "type", action.type());
		return document;
	}

	private static void put(Map<String, Object> document, String field, @Nullable String value) {
		if (value != null) {
			document.put(field, value);
		}
	}

}
