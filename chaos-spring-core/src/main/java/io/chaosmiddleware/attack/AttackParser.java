package io.chaosmiddleware.attack;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads attack documents. Headers, the Chaos API, properties and the actuator endpoint
 * all use this parser. Immutable and safe for use by many threads. Whatever the document
 * contains, a method either succeeds or throws an {@link AttackRefusedException}.
 * <p>
 * There are two levels of refusal. A document that cannot be read or breaks the schema is
 * refused as a whole. An action that is not valid is refused alone and is kept as an
 * {@link Action.Refused}. Only the strict methods, which read documents that a person has
 * just written, refuse the whole document because of such an action.
 */
public final class AttackParser {

	static {
		// The first use of Jackson takes a lock. It happens here, so that event loops do
		// not wait for each other.
		new Reading(AttackLimits.HEADER).read("{}");
	}

	private static final ConditionType[] CONDITIONS = ConditionType.values();

	private static final Pattern SIMPLE_DURATION = Pattern.compile("([0-9]{1,9})(s|m|h|d)");

	private final AttackLimits limits;

	/**
	 * Create a parser.
	 * @param limits how large documents may be
	 */
	public AttackParser(AttackLimits limits) {
		this.limits = limits;
	}

	/**
	 * Read an attack, such as the value of the {@code x-proofdock-attack} header.
	 * @param document the text of the document
	 * @return the attack, in which actions that are not valid are refused ones
	 * @throws AttackRefusedException if the document is refused as a whole
	 */
	public Attack parse(String document) {
		Reading reading = new Reading(this.limits);
		return attack(reading.read(document), reading, false, null).attack();
	}

	/**
	 * Read an attack that somebody has just written by hand, such as one in properties.
	 * Any fault of either level refuses the whole document.
	 * @param document the text of the document
	 * @return the attack, all its actions valid
	 * @throws AttackRefusedException if there is any fault; the exception names all of
	 * them
	 */
	public Attack parseStrictly(String document) {
		Reading reading = new Reading(this.limits);
		TimedAttack read = attack(reading.read(document), reading, false, null);
		refuse(reading.contentProblems());
		return read.attack();
	}

	/**
	 * Read an attack that an operator starts. The document is the same, but may have a
	 * {@code duration} such as {@code 90s}, {@code 10m}, {@code 1h} or {@code PT10M}. Any
	 * fault of either level refuses the whole document.
	 * @param document the bytes of the document, in UTF-8
	 * @param maxDuration the longest duration that the document may give, {@code null}
	 * for any
	 * @return the attack, all its actions valid
	 * @throws AttackRefusedException if there is any fault; the exception names all of
	 * them
	 */
	public TimedAttack parseTimed(byte[] document, @Nullable Duration maxDuration) {
		Reading reading = new Reading(this.limits);
		TimedAttack read = attack(reading.read(document), reading, true, maxDuration);
		refuse(reading.contentProblems());
		return read;
	}

	/**
	 * Read the answer of a Chaos API, which is a list of actions. {@code null},
	 * <code>{}</code> and {@code false} stand for an empty list (decision L7 in
	 * {@code docs/differences.md}).
	 * @param document the bytes of the document
	 * @return the actions; those that are not valid are refused ones (decision L11 in
	 * {@code docs/differences.md})
	 * @throws AttackRefusedException if the document is refused as a whole
	 */
	public List<Action> parseActions(byte[] document) {
		Reading reading = new Reading(this.limits);
		JsonNode root = reading.read(document);
		if (root == null) {
			throw new AttackRefusedException(reading.schemaProblems());
		}
		if (root.isNull() || (root.isObject() && root.isEmpty()) || (root.isBoolean() && !root.booleanValue())) {
			return List.of();
		}
		List<Action> actions = actions(root, "$", reading);
		refuseWhole(reading);
		return actions;
	}

	private TimedAttack attack(@Nullable JsonNode root, Reading reading, boolean timed,
			@Nullable Duration maxDuration) {
		if (root == null) {
			throw new AttackRefusedException(reading.schemaProblems());
		}
		if (!root.isObject()) {
			throw new AttackRefusedException(
					List.of(new Problem("$", Reason.SCHEMA, "the document must be a JSON object with 'actions'")));
		}
		Fields fields = new Fields(root, "$", reading);
		Duration duration = timed ? duration(fields, maxDuration) : null;
		JsonNode list = fields.get("actions");
		List<Action> actions = List.of();
		if (list == null) {
			fields.breaksSchema("actions", "'actions' is missing; give a list of actions");
		}
		else {
			actions = actions(list, "$.actions", reading);
		}
		Target target = target(fields);
		fields.refuseUnknown();
		refuseWhole(reading);
		return new TimedAttack(new Attack(actions, target), duration);
	}

	private static @Nullable Target target(Fields attack) {
		JsonNode target = attack.get("target");
		if (target == null) {
			return null;
		}
		if (!target.isObject()) {
			attack.breaksSchema("target", "a target must be a JSON object with 'application' or 'environment'");
			return null;
		}
		return Target.read(new Fields(target, "$.target", attack.reading()));
	}

	private static void refuseWhole(Reading reading) {
		if (!reading.schemaProblems().isEmpty()) {
			List<Problem> problems = new ArrayList<>(reading.schemaProblems());
			problems.addAll(reading.contentProblems());
			throw new AttackRefusedException(problems);
		}
	}

	private static void refuse(List<Problem> problems) {
		if (!problems.isEmpty()) {
			throw new AttackRefusedException(problems);
		}
	}

	private static List<Action> actions(JsonNode list, String path, Reading reading) {
		if (!list.isArray()) {
			reading.breaksSchema(new Problem(path, Reason.SCHEMA, "a list of actions is expected"));
			return List.of();
		}
		int max = reading.limits().maxActions();
		if (list.size() > max) {
			reading
				.breaksSchema(new Problem(path, Reason.TOO_MANY_ACTIONS, "at most " + max + " actions are accepted"));
			return List.of();
		}
		List<Action> actions = new ArrayList<>(list.size());
		for (int i = 0; i < list.size(); i++) {
			JsonNode action = list.get(i);
			String actionPath = path + "[" + i + "]";
			if (action.isObject()) {
				actions.add(action(new Fields(action, actionPath, reading)));
			}
			else {
				reading.breaksSchema(new Problem(actionPath, Reason.SCHEMA,
						"an action must be a JSON object with 'name' and 'value'"));
			}
		}
		return actions;
	}

	private static Action action(Fields fields) {
		List<Problem> problems = fields.reading().contentProblems();
		int before = problems.size();
		String name = fields.text("name", "the name of the action, " + EffectType.names());
		EffectType type = (name != null) ? EffectType.of(name) : null;
		List<Condition> aim = new ArrayList<>();
		for (ConditionType condition : CONDITIONS) {
			Condition read = condition.read(fields);
			if (read != null) {
				aim.add(read);
			}
		}
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
		phase(fields);
		fields.refuseUnknown();
		if (effect == null || problems.size() > before) {
			return new Action.Refused((type != null) ? type.code() : "unknown", (problems.size() > before)
					? problems.subList(before, problems.size()) : fields.reading().schemaProblems());
		}
		return new Action.Valid(effect, aim);
	}

	private static void phase(Fields fields) {
		String type = fields.optional("type") ? fields.text("type", "'before'") : null;
		if (type != null && !type.equals("before")) {
			fields.refuse("type", Reason.TYPE_UNKNOWN,
					type.equals("after") ? "the type 'after' is not supported yet; use 'before' or leave it out"
							: "unknown type '" + PrintableText.of(type) + "'; use 'before' or leave it out");
		}
	}

	private static @Nullable Duration duration(Fields fields, @Nullable Duration max) {
		JsonNode node = fields.get("duration");
		if (node == null) {
			return null;
		}
		Duration duration = node.isString() ? duration(node.stringValue()) : null;
		if (duration == null || duration.isNegative() || duration.isZero()) {
			fields.breaksSchema("duration", "'duration' must be a positive text such as '90s', '10m', '1h' or 'PT10M'");
		}
		else if (max != null && duration.compareTo(max) > 0) {
			fields.breaksSchema("duration", "'duration' may be at most " + max + "; see 'limits.max-duration'");
		}
		return duration;
	}

	private static @Nullable Duration duration(String text) {
		try {
			Matcher simple = SIMPLE_DURATION.matcher(text);
			return Duration.parse(simple.matches() ? (simple.group(2).equals("d") ? "P" : "PT") + text : text);
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
