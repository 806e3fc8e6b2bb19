package io.chaosmiddleware.attack;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads attack documents: the one parser for header, Chaos API, properties and actuator
 * (DESIGN.md, principle 7). Immutable and safe for use by many threads. Every method
 * throws {@link AttackRefusedException} and nothing else, whatever the document.
 * <p>
 * There are two levels of refusal. A document that is not readable or breaks the schema
 * is refused whole. An action whose content makes no sense is refused alone and is kept
 * as an {@link Action.Refused}; only the strict methods, for documents that a person just
 * wrote, refuse the document for it.
 */
public final class AttackParser {

	// the longest number that the original reads
	private static final int MAX_DIGITS = 4300;

	private static final JsonMapper JSON = JsonMapper
		.builder(JsonFactory.builder()
			.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
			.streamReadConstraints(StreamReadConstraints.builder().maxNumberLength(MAX_DIGITS).build())
			.build())
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	static {
		// Jackson's first use takes a lock, where event loops must not wait for each
		// other
		JSON.readTree("{}");
	}

	private static final Set<String> ATTACK_FIELDS = Set.of("actions", "target");

	private static final Set<String> TIMED_ATTACK_FIELDS = Set.of("actions", "target", "duration");

	private static final Set<String> TARGET_FIELDS = Set.of("application", "environment");

	private static final Set<String> ACTION_FIELDS = Set.of("name", "value", "route", "probability", "type");

	// decision D11: ASCII digits, optional sign, surrounded by blanks at most
	private static final Pattern WHOLE_NUMBER = Pattern
		.compile("[ \\t\\r\\n]*+(?<sign>[+-]?)(?<digits>[0-9]++)[ \\t\\r\\n]*+");

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
	 * @return the attack, actions with senseless content among it as refused ones
	 * @throws AttackRefusedException if the document is refused whole
	 */
	public Attack parse(String document) {
		return new Reading().attack(read(document), ATTACK_FIELDS);
	}

	/**
	 * Read an attack that somebody just wrote by hand, such as one in properties: every
	 * fault of either level refuses all of it.
	 * @param document the text of the document
	 * @return the attack, all its actions valid
	 * @throws AttackRefusedException if there is any fault, with every fault named
	 */
	public Attack parseStrictly(String document) {
		Reading reading = new Reading();
		return reading.strict(reading.attack(read(document), ATTACK_FIELDS));
	}

	/**
	 * Read an attack that an operator starts: the same document, and an optional
	 * {@code duration} such as {@code 90s}, {@code 10m}, {@code 1h} or {@code PT10M}.
	 * Every fault of either level refuses all of it.
	 * @param document the bytes of the document, in UTF-8
	 * @return the attack, all its actions valid
	 * @throws AttackRefusedException if there is any fault, with every fault named
	 */
	public TimedAttack parseTimed(byte[] document) {
		return readTimed(document, null);
	}

	/**
	 * Read an attack that an operator starts, as {@link #parseTimed(byte[])} does, where
	 * a duration has a limit.
	 * @param document the bytes of the document, in UTF-8
	 * @param maxDuration the longest duration that the document may give
	 * @return the attack, all its actions valid
	 * @throws AttackRefusedException if there is any fault, with every fault named
	 */
	public TimedAttack parseTimed(byte[] document, Duration maxDuration) {
		return readTimed(document, maxDuration);
	}

	private TimedAttack readTimed(byte[] document, @Nullable Duration maxDuration) {
		Reading reading = new Reading();
		JsonNode root = read(document);
		Duration duration = reading.duration(root.get("duration"), maxDuration);
		return new TimedAttack(reading.strict(reading.attack(root, TIMED_ATTACK_FIELDS)), duration);
	}

	/**
	 * Read the answer of a Chaos API: a list of actions. {@code null}, <code>{}</code>
	 * and {@code false} stand for an empty one (decision L7).
	 * @param document the bytes of the document
	 * @return the actions, those with senseless content as refused ones (decision L11)
	 * @throws AttackRefusedException if the document is refused whole
	 */
	public List<Action> parseActions(byte[] document) {
		JsonNode root = read(document);
		if (root.isNull() || (root.isObject() && root.isEmpty()) || (root.isBoolean() && !root.booleanValue())) {
			return List.of();
		}
		Reading reading = new Reading();
		List<Action> actions = reading.actions(root, "$");
		reading.refuseWhole();
		return actions;
	}

	private JsonNode read(String document) {
		if (document.length() > this.limits.maxSize()) {
			throw tooLarge("characters");
		}
		return read(document, JSON::readTree);
	}

	private JsonNode read(byte[] document) {
		if (document.length > this.limits.maxSize()) {
			throw tooLarge("bytes");
		}
		return read(document, JSON::readTree);
	}

	private AttackRefusedException tooLarge(String unit) {
		return new AttackRefusedException(List.of(new Problem("$", Reason.TOO_LARGE,
				"the document must have at most " + this.limits.maxSize() + " " + unit)));
	}

	private static <D> JsonNode read(D document, Function<D, JsonNode> reader) {
		try {
			JsonNode root = reader.apply(document);
			if (!root.isMissingNode()) {
				return root;
			}
			throw notJson("the document is empty; send a JSON object with 'actions'");
		}
		catch (JacksonException ex) {
			// not its own message, which quotes the document
			TokenStreamLocation location = ex.getLocation();
			throw notJson("the document is not readable JSON"
					+ ((location == null || location.getLineNr() < 1) ? "; check that it is complete"
							: "; look at line " + location.getLineNr() + ", column " + location.getColumnNr()));
		}
	}

	private static AttackRefusedException notJson(String message) {
		return new AttackRefusedException(List.of(new Problem("$", Reason.NOT_JSON, message)));
	}

	/**
	 * One pass through one document, which collects what is wrong with it.
	 */
	private final class Reading {

		/** Faults that refuse the document whole. */
		private final List<Problem> schema = new ArrayList<>();

		/** Faults that refuse one action. */
		private final List<Problem> content = new ArrayList<>();

		private final RouteBudget routes = new RouteBudget(Route.MAX_WEIGHT, AttackParser.this.limits.maxRouteWeight());

		Attack attack(JsonNode root, Set<String> fields) {
			if (!root.isObject()) {
				schema("$", "the document must be a JSON object with 'actions'");
				refuseWhole();
			}
			unknownFields(root, "$", fields);
			JsonNode list = root.get("actions");
			List<Action> actions = List.of();
			if (list == null) {
				schema("$.actions", "'actions' is missing; give a list of actions");
			}
			else {
				actions = actions(list, "$.actions");
			}
			Target target = target(root.get("target"));
			refuseWhole();
			return new Attack(actions, target);
		}

		Attack strict(Attack attack) {
			if (!this.content.isEmpty()) {
				throw new AttackRefusedException(this.content);
			}
			return attack;
		}

		void refuseWhole() {
			if (!this.schema.isEmpty()) {
				List<Problem> problems = new ArrayList<>(this.schema);
				problems.addAll(this.content);
				throw new AttackRefusedException(problems);
			}
		}

		List<Action> actions(JsonNode list, String path) {
			if (!list.isArray()) {
				schema(path, "a list of actions is expected");
				return List.of();
			}
			int max = AttackParser.this.limits.maxActions();
			if (list.size() > max) {
				this.schema.add(new Problem(path, Reason.TOO_MANY_ACTIONS, "at most " + max + " actions are accepted"));
				return List.of();
			}
			List<Action> actions = new ArrayList<>(list.size());
			for (int i = 0; i < list.size(); i++) {
				Action action = action(list.get(i), path + "[" + i + "]");
				if (action != null) {
					actions.add(action);
				}
			}
			return actions;
		}

		private @Nullable Action action(JsonNode node, String path) {
			if (!node.isObject()) {
				schema(path, "an action must be a JSON object with 'name' and 'value'");
				return null;
			}
			int before = this.schema.size();
			unknownFields(node, path, ACTION_FIELDS);
			String name = text(node, path, "name", "the name of the action, 'delay' or 'fault'");
			String value = textOrNumber(node, path, "value");
			String route = optional(node, "route") ? text(node, path, "route", "a route") : "";
			String probability = optional(node, "probability") ? textOrNumber(node, path, "probability") : "";
			String type = optional(node, "type") ? text(node, path, "type", "'before'") : "before";
			if (this.schema.size() > before || name == null || value == null || route == null || probability == null
					|| type == null) {
				return null;
			}
			return action(path, name, value, route, probability, type);
		}

		private Action action(String path, String name, String value, String route, String probability, String type) {
			int before = this.content.size();
			// the original's order: route, then probability, then what the action does
			Route readRoute = route(path + ".route", route);
			int readProbability = probability(path + ".probability", probability);
			Effect effect = null;
			switch (name) {
				case "delay" -> effect = delay(path + ".value", value);
				case "fault" -> effect = new Effect.Fault(value);
				default -> content(path + ".name", Reason.UNKNOWN_ACTION,
						"unknown action '" + PrintableText.of(name) + "'; use 'delay' or 'fault'");
			}
			if (!type.equals("before")) {
				content(path + ".type", Reason.TYPE_UNKNOWN,
						type.equals("after") ? "the type 'after' is not supported yet; use 'before' or leave it out"
								: "unknown type '" + PrintableText.of(type) + "'; use 'before' or leave it out");
			}
			if (effect == null || this.content.size() > before) {
				String known = (name.equals("delay") || name.equals("fault")) ? name : "unknown";
				return new Action.Refused(known, this.content.subList(before, this.content.size()));
			}
			return new Action.Valid(effect, readRoute, readProbability);
		}

		private Effect.@Nullable Delay delay(String path, String value) {
			Matcher number = WHOLE_NUMBER.matcher(value);
			if (!number.matches() || number.group("digits").length() > MAX_DIGITS) {
				content(path, Reason.DELAY_INVALID,
						"'" + PrintableText.of(value) + "' is not a whole number of seconds, such as '2'");
				return null;
			}
			long seconds = toLong(number);
			if (seconds <= 0) {
				content(path, Reason.DELAY_NOT_POSITIVE, "a delay must be at least 1 second");
				return null;
			}
			Duration max = AttackParser.this.limits.maxDelay();
			if (seconds > max.toSeconds()) {
				content(path, Reason.DELAY_TOO_LONG,
						"a delay may last at most " + max.toSeconds() + " seconds; see 'limits.max-delay'");
				return null;
			}
			return new Effect.Delay(Duration.ofSeconds(seconds));
		}

		private int probability(String path, String value) {
			if (value.isEmpty()) {
				return 100;
			}
			Matcher number = WHOLE_NUMBER.matcher(value);
			if (!number.matches() || number.group("digits").length() > MAX_DIGITS) {
				content(path, Reason.PROBABILITY_INVALID,
						"'" + PrintableText.of(value) + "' is not a whole number of per cent, such as '50'");
				return 100;
			}
			long probability = toLong(number);
			if (probability < 1 || probability > 100) {
				content(path, Reason.PROBABILITY_OUT_OF_RANGE, "a probability must be between 1 and 100 per cent");
				return 100;
			}
			return (int) probability;
		}

		// clamped: every limit lies far below
		private long toLong(Matcher number) {
			String digits = number.group("digits");
			int zeros = 0;
			while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') {
				zeros++;
			}
			long magnitude = (digits.length() - zeros > 18) ? Long.MAX_VALUE
					: Long.parseLong(digits, zeros, digits.length(), 10);
			return number.group("sign").equals("-") ? -magnitude : magnitude;
		}

		private Route route(String path, String value) {
			try {
				return Route.parse(value, this.routes);
			}
			catch (IllegalArgumentException ex) {
				boolean tooHeavy = ex instanceof RouteBudget.RouteTooHeavyException;
				content(path, tooHeavy ? Reason.ROUTE_TOO_HEAVY : Reason.ROUTE_INVALID,
						"'" + PrintableText.of(value) + "' is "
								+ (tooHeavy ? "too heavy a route: " : "not a valid route: ")
								+ PrintableText.of(String.valueOf(ex.getMessage())));
				return Route.ANY;
			}
		}

		private @Nullable Target target(@Nullable JsonNode node) {
			if (node == null) {
				return null;
			}
			if (!node.isObject()) {
				schema("$.target", "a target must be a JSON object with 'application' or 'environment'");
				return null;
			}
			unknownFields(node, "$.target", TARGET_FIELDS);
			String application = targetField(node, "application");
			String environment = targetField(node, "environment");
			if (!optional(node, "application") && !optional(node, "environment")) {
				schema("$.target", "a target must name an 'application' or an 'environment'");
			}
			return this.schema.isEmpty() ? new Target(application, environment) : null;
		}

		private @Nullable String targetField(JsonNode node, String field) {
			if (!optional(node, field)) {
				return null;
			}
			String value = text(node, "$.target", field, "the name to compare with");
			if (value != null && value.isBlank()) {
				this.schema.add(new Problem("$.target." + field, Reason.BLANK_TARGET,
						"'" + field + "' must not be blank; leave it out to mean any"));
			}
			return value;
		}

		private @Nullable Duration duration(@Nullable JsonNode node, @Nullable Duration max) {
			if (node == null) {
				return null;
			}
			Duration duration = node.isString() ? duration(node.stringValue()) : null;
			if (duration == null || duration.isNegative() || duration.isZero()) {
				schema("$.duration", "'duration' must be a positive text such as '90s', '10m', '1h' or 'PT10M'");
			}
			else if (max != null && duration.compareTo(max) > 0) {
				schema("$.duration", "'duration' may be at most " + max + "; see 'limits.max-duration'");
			}
			return duration;
		}

		private @Nullable Duration duration(String text) {
			try {
				Matcher simple = SIMPLE_DURATION.matcher(text);
				return Duration.parse(simple.matches() ? (simple.group(2).equals("d") ? "P" : "PT") + text : text);
			}
			catch (DateTimeException ex) {
				return null;
			}
		}

		private boolean optional(JsonNode node, String field) {
			return node.has(field);
		}

		private @Nullable String text(JsonNode node, String path, String field, String expected) {
			JsonNode value = node.get(field);
			if (value == null) {
				schema(path + "." + field, "'" + field + "' is missing; give " + expected);
				return null;
			}
			if (!value.isString()) {
				schema(path + "." + field, "'" + field + "' must be a text: " + expected);
				return null;
			}
			return value.stringValue();
		}

		// decision D3: a number counts as its text
		private @Nullable String textOrNumber(JsonNode node, String path, String field) {
			JsonNode value = node.get(field);
			if (value != null && value.isNumber()) {
				return value.asString();
			}
			return text(node, path, field, "a text or a whole number");
		}

		private void unknownFields(JsonNode node, String path, Set<String> known) {
			for (String field : node.propertyNames()) {
				if (!known.contains(field)) {
					String printable = PrintableText.of(field);
					schema(path + "." + printable,
							"unknown field '" + printable + "'; known are " + String.join(", ", sorted(known)));
				}
			}
		}

		private List<String> sorted(Set<String> names) {
			return names.stream().sorted().toList();
		}

		private void schema(String path, String message) {
			if (this.schema.size() < AttackRefusedException.MAX_PROBLEMS) {
				this.schema.add(new Problem(path, Reason.SCHEMA, message));
			}
		}

		private void content(String path, Reason reason, String message) {
			this.content.add(new Problem(path, reason, message));
		}

	}

}
