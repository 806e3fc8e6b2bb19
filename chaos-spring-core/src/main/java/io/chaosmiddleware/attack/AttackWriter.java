package io.chaosmiddleware.attack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.chaosmiddleware.condition.Condition;
import io.chaosmiddleware.effect.Phase;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes attacks as documents that an {@link AttackParser} reads. An attack that is
 * written and read again is equal to the original. Safe for use by many threads.
 */
public final class AttackWriter {

	private static final JsonMapper JSON = new JsonMapper();

	private AttackWriter() {
	}

	/**
	 * Write an attack. Refused actions are left out, since their content is not kept.
	 * @param attack the attack
	 * @return the document, as maps, lists and texts in the order in which people write
	 * them. It contains untrusted text
	 */
	public static Map<String, Object> write(Attack attack) {
		List<Map<String, Object>> actions = attack.actions()
			.stream()
			.filter(Action.Valid.class::isInstance)
			.map((action) -> write((Action.Valid) action))
			.toList();
		Map<String, Object> document = new LinkedHashMap<>();
		if (attack.id() != null) {
			document.put("id", attack.id());
		}
		if (attack.name() != null) {
			document.put("name", attack.name());
		}
		document.putAll(attack.schedule().fields());
		document.put("actions", actions);
		if (attack.target() != null) {
			document.put("target", attack.target().fields());
		}
		return document;
	}

	static String text(Attack attack) {
		return JSON.writeValueAsString(write(attack));
	}

	/**
	 * Write an action.
	 * @param action the action
	 * @return its part of a document
	 */
	public static Map<String, Object> write(Action.Valid action) {
		return write(action, Condition::fields);
	}

	/**
	 * Write an action for a report, with {@code ***} in place of secrets. A document with
	 * such a value is refused.
	 * @param action the action
	 * @return the same as its part of a document, but for secrets
	 */
	public static Map<String, Object> writeMasked(Action.Valid action) {
		return write(action, Condition::maskedFields);
	}

	private static Map<String, Object> write(Action.Valid action, Function<Condition, Map<String, Object>> fields) {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("name", action.name());
		document.putAll(action.effect().fields());
		for (Condition condition : action.aim()) {
			document.putAll(fields.apply(condition));
		}
		if (action.phase() != Phase.BEFORE && action.effect().phase() == null) {
			document.put("type", action.phase().code());
		}
		return document;
	}

}
