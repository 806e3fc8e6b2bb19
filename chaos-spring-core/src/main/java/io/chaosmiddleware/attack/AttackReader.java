package io.chaosmiddleware.attack;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.chaosmiddleware.condition.Condition;
import io.chaosmiddleware.condition.ConditionType;
import io.chaosmiddleware.condition.Target;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.document.Fields;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.document.Reading;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.effect.Effect;
import io.chaosmiddleware.effect.EffectType;
import io.chaosmiddleware.effect.Phase;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the attacks of one document. Used by one thread.
 */
final class AttackReader {

	// An id is part of the path of the endpoint, and needs no escapes there.
	private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

	private static final Pattern NAME = Pattern.compile("[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]{1,100}");

	private static final String EXPECTED_NAME = "the name of the action, " + EffectType.names();

	private final Reading reading;

	// All attacks of a document share the limit.
	private int actions;

	AttackReader(AttackLimits limits) {
		this.reading = new Reading(limits);
	}

	/**
	 * Read a document.
	 * @param document its text
	 * @return the JSON
	 * @throws AttackRefusedException if the document is too large or not readable
	 */
	JsonNode read(String document) {
		return readable(this.reading.read(document));
	}

	/**
	 * Read a document.
	 * @param document its bytes
	 * @return the JSON
	 * @throws AttackRefusedException if the document is too large or not readable
	 */
	JsonNode read(byte[] document) {
		return readable(this.reading.read(document));
	}

	private JsonNode readable(@Nullable JsonNode root) {
		if (root == null) {
			throw new AttackRefusedException(this.reading.schemaProblems());
		}
		return root;
	}

	/**
	 * Refuse the whole document if it breaks the schema.
	 */
	<T> T whole(T read) {
		if (!this.reading.schemaProblems().isEmpty()) {
			List<Problem> problems = new ArrayList<>(this.reading.schemaProblems());
			problems.addAll(this.reading.contentProblems());
			throw new AttackRefusedException(problems);
		}
		return read;
	}

	/**
	 * Refuse the whole document if anything in it is not valid.
	 */
	<T> T strictly(T read) {
		whole(read);
		if (!this.reading.contentProblems().isEmpty()) {
			throw new AttackRefusedException(this.reading.contentProblems());
		}
		return read;
	}

	/**
	 * Note a problem that breaks the schema.
	 */
	void note(@Nullable Problem problem) {
		if (problem != null) {
			this.reading.breaksSchema(problem);
		}
	}

	List<Attack> attacks(JsonNode root) {
		List<Attack> attacks = new ArrayList<>();
		JsonNode list = root.isObject() ? root.get("attacks") : null;
		if (list == null || !list.isArray()) {
			this.reading.breaksSchema(
					new Problem("$", Reason.SCHEMA, "the document must be a JSON object with a list of 'attacks'"));
			return attacks;
		}
		int max = this.reading.limits().maxActions();
		if (list.size() > max) {
			this.reading.breaksSchema(
					new Problem("$.attacks", Reason.TOO_MANY_ACTIONS, "at most " + max + " attacks are accepted"));
			return attacks;
		}
		Fields fields = new Fields(root, "$", this.reading);
		fields.get("attacks");
		fields.refuseUnknown();
		Set<String> ids = new HashSet<>();
		for (int i = 0; i < list.size(); i++) {
			String path = "$.attacks[" + i + "]";
			Attack attack = attack(list.get(i), path);
			if (attack.id() == null) {
				this.reading.breaksSchema(new Problem(path + ".id", Reason.SCHEMA,
						"'id' is missing or not valid; each attack needs one of its own"));
			}
			else if (!ids.add(attack.id())) {
				this.reading.breaksSchema(
						new Problem(path + ".id", Reason.SCHEMA, "two attacks have the id '" + attack.id() + "'"));
			}
			attacks.add(attack);
		}
		return attacks;
	}

	Attack attack(JsonNode root, String path) {
		if (!root.isObject()) {
			this.reading
				.breaksSchema(new Problem(path, Reason.SCHEMA, "the document must be a JSON object with 'actions'"));
			return new Attack(List.of());
		}
		Fields fields = new Fields(root, path, this.reading);
		String id = text(fields, "id", ID, "1 to 64 letters, digits, '.', '_' and '-'");
		String name = text(fields, "name", NAME, "1 to 100 characters without line breaks and control characters");
		Schedule schedule = Schedule.read(fields);
		JsonNode list = fields.get("actions");
		List<Action> actions = List.of();
		if (list == null) {
			fields.breaksSchema("actions", "'actions' is missing; give a list of actions");
		}
		else {
			actions = actions(list, path + ".actions");
		}
		Target target = target(fields);
		fields.refuseUnknown();
		return new Attack(id, name, schedule, actions, target);
	}

	private static @Nullable String text(Fields fields, String field, Pattern pattern, String expected) {
		String text = fields.optional(field) ? fields.text(field, expected) : null;
		if (text != null && !pattern.matcher(text).matches()) {
			fields.breaksSchema(field, "'" + field + "' must have " + expected);
			return null;
		}
		return text;
	}

	private @Nullable Target target(Fields attack) {
		JsonNode target = attack.get("target");
		if (target == null) {
			return null;
		}
		if (!target.isObject()) {
			attack.breaksSchema("target",
					"a target must be a JSON object with 'application', 'environment' or 'instances'");
			return null;
		}
		return Target.read(new Fields(target, attack.path() + ".target", this.reading));
	}

	List<Action> actions(JsonNode list, String path) {
		if (!list.isArray()) {
			this.reading.breaksSchema(new Problem(path, Reason.SCHEMA, "a list of actions is expected"));
			return List.of();
		}
		int max = this.reading.limits().maxActions();
		this.actions += list.size();
		if (this.actions > max) {
			this.reading
				.breaksSchema(new Problem(path, Reason.TOO_MANY_ACTIONS, "at most " + max + " actions are accepted"));
			return List.of();
		}
		List<Action> actions = new ArrayList<>(list.size());
		for (int i = 0; i < list.size(); i++) {
			JsonNode action = list.get(i);
			if (action.isObject()) {
				actions.add(action(new Fields(action, path, i, this.reading)));
			}
			else {
				this.reading.breaksSchema(new Problem(path + "[" + i + "]", Reason.SCHEMA,
						"an action must be a JSON object with 'name' and 'value'"));
			}
		}
		return actions;
	}

	private Action action(Fields fields) {
		List<Problem> problems = fields.reading().contentProblems();
		int before = problems.size();
		String name = fields.text("name", EXPECTED_NAME);
		EffectType type = (name != null) ? EffectType.of(name) : null;
		if (type != null) {
			fields.claim(type.claims());
		}
		List<Condition> aim = ConditionType.readAll(fields);
		Effect effect = (type != null) ? type.read(fields) : null;
		if (type == null) {
			// The action may be known to other implementations. It has a value like any
			// other action.
			fields.textOrNumber("value");
		}
		if (type == null && name != null) {
			fields.refuse("name", Reason.UNKNOWN_ACTION,
					"unknown action '" + PrintableText.of(name) + "'; use " + EffectType.names());
		}
		if (type != null && !this.reading.limits().allows(type.code())) {
			fields.refuse("name", Reason.EFFECT_NOT_ALLOWED, notAllowed(type.code()));
		}
		Phase phase = phase(fields, effect);
		fields.refuseUnknown();
		if (effect == null || problems.size() > before) {
			return new Action.Refused((type != null) ? type.code() : "unknown", (problems.size() > before)
					? problems.subList(before, problems.size()) : fields.reading().schemaProblems());
		}
		return new Action.Valid(effect, aim, phase);
	}

	static String notAllowed(String effect) {
		return "the effect '" + effect
				+ "' is not allowed here; see 'chaos.middleware.effects' and 'chaos.middleware.header.effects'";
	}

	private static Phase phase(Fields fields, @Nullable Effect effect) {
		Phase only = (effect != null) ? effect.phase() : null;
		String type = fields.optional("type") ? fields.text("type", "'before' or 'after'") : null;
		if (type == null) {
			return (only != null) ? only : Phase.BEFORE;
		}
		Phase phase = Phase.of(type);
		if (phase == null) {
			fields.refuse("type", Reason.TYPE_UNKNOWN,
					"unknown type '" + PrintableText.of(type) + "'; use 'before' or 'after', or leave it out");
		}
		else if (only == Phase.ANSWER) {
			// Both mean the same, since the answer is sent last.
			return only;
		}
		else if (only != null) {
			fields.refuse("type", Reason.TYPE_UNKNOWN,
					"this action always acts " + only.code() + " the handler; leave 'type' out");
		}
		return (phase != null) ? phase : Phase.BEFORE;
	}

}
