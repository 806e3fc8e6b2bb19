package io.chaosmiddleware.conformance;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The decisions once more, written down without any class of ours: what should happen to
 * the request of a vector, and which decisions have a say in it. Plain on purpose, so
 * that it can be read beside the page of the decisions; it need not be fast.
 */
final class ConformanceRules {

	/** Stands for a class that is there but fails to link. */
	static final String FAILS_TO_LINK = "conformance.FailsToLinkException";

	static final List<String> ALLOWED_FAULTS = List.of("java.**", FAILS_TO_LINK);

	private static final BigDecimal ALL = BigDecimal.valueOf(100);

	private static final BigDecimal MAX_DELAY = BigDecimal.valueOf(60);

	private static final Pattern NUMBER = Pattern.compile("[ \\t\\r\\n]*([+-]?[0-9]+)[ \\t\\r\\n]*");

	private static final Pattern DECIMAL = Pattern.compile("[ \\t\\r\\n]*[+-]?[0-9]+\\.[0-9]{1,4}[ \\t\\r\\n]*");

	private static final Pattern DURATION = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h|d)");

	private static final Map<String, BigDecimal> UNITS = Map.of("ms", new BigDecimal("0.001"), "s", BigDecimal.ONE, "m",
			BigDecimal.valueOf(60), "h", BigDecimal.valueOf(3600), "d", BigDecimal.valueOf(86400));

	// what Python's int reads: blanks, digits and underscores of all Unicode
	private static final Pattern PYTHON_NUMBER = Pattern
		.compile("[\\p{IsWhite_Space}\\x1c-\\x1f]*[+-]?\\p{Nd}+(_\\p{Nd}+)*[\\p{IsWhite_Space}\\x1c-\\x1f]*");

	private static final Pattern CLASS_NAME = Pattern.compile(
			"[\\p{IsAlphabetic}_$][\\p{IsAlphabetic}\\p{Nd}_$]*(\\.[\\p{IsAlphabetic}_$][\\p{IsAlphabetic}\\p{Nd}_$]*)*");

	private final ConformanceVector vector;

	private final Set<String> decisions = new LinkedHashSet<>();

	private final List<String> effects = new ArrayList<>();

	private final List<String> warnings = new ArrayList<>();

	private final ConformanceDocuments documents;

	private final ConformanceRoutes routes;

	private int rolls;

	private BigDecimal delay = BigDecimal.ZERO;

	private boolean over;

	private ConformanceRules(ConformanceVector vector) {
		this.vector = vector;
		this.documents = new ConformanceDocuments(vector, this.decisions, this.warnings);
		this.routes = new ConformanceRoutes(vector.requestTarget(), this.decisions);
	}

	/**
	 * What the decisions ask for.
	 *
	 * @param outcome what should happen
	 * @param decisions the decisions that have a say, in the order of reading
	 */
	record Expectation(ConformanceOutcome outcome, Set<String> decisions) {

	}

	static Expectation of(ConformanceVector vector) {
		ConformanceRules rules = new ConformanceRules(vector);
		String source = rules.apply();
		return new Expectation(
				new ConformanceOutcome(rules.effects, source, rules.rolls, rules.effects.isEmpty(), rules.warnings),
				rules.decisions);
	}

	private String apply() {
		String seen = this.vector.original().routeSeen();
		String path = this.routes.path();
		if (!seen.isEmpty() && !path.equals(seen)) {
			this.decisions.add((path.length() == 2048) ? "D7" : "D20");
		}
		JsonNode loaded = this.documents.loaded();
		JsonNode header = this.documents.header();
		if (header != null) {
			walk(header.get("actions"), header.get("target"));
			return "header";
		}
		if (loaded != null && !loaded.isEmpty()) {
			walk(loaded, null);
			return "loaded";
		}
		return "none";
	}

	// --- the walk

	private void walk(JsonNode actions, @Nullable JsonNode target) {
		if (target != null && !this.vector.registered()) {
			this.decisions.add("D6");
		}
		boolean meant = target == null || (isMeant(target.get("application"), this.vector.application())
				&& isMeant(target.get("environment"), this.vector.environment()));
		for (JsonNode action : actions) {
			walk(action, meant);
		}
	}

	private static boolean isMeant(@Nullable JsonNode wanted, @Nullable String actual) {
		return wanted == null || wanted.stringValue().equals(actual);
	}

	private void walk(JsonNode action, boolean meant) {
		String refusal = refusal(action);
		if (refusal != null) {
			this.warnings.add(refusal);
			if (!isReached(action, meant)) {
				this.decisions.add("two levels of refusal");
			}
			return;
		}
		if (this.over || !meant || !this.routes.hitsRoute(action.path("route").asString(""))) {
			return;
		}
		String probability = action.path("probability").asString("");
		if (!probability.isEmpty() && decimal(probability).compareTo(ALL) < 0) {
			this.rolls++;
			// The dice of a vector show the middle of a whole per cent.
			if (decimal(probability).compareTo(BigDecimal.valueOf(this.vector.roll() - 0.5)) <= 0) {
				return;
			}
		}
		if (action.get("name").stringValue().equals("delay")) {
			BigDecimal seconds = seconds(action.get("value").asString());
			if (this.delay.add(seconds).compareTo(MAX_DELAY) > 0) {
				this.decisions.add("D10");
				this.warnings.add("limit-delay");
				return;
			}
			this.delay = this.delay.add(seconds);
			this.effects.add("delay " + seconds.toPlainString());
		}
		else {
			fault(action.get("value").asString());
			this.over = true;
		}
	}

	// the original looks at target, route and dice before it sees that something is wrong
	private boolean isReached(JsonNode action, boolean meant) {
		String route = action.path("route").asString("");
		BigInteger probability = number(action.path("probability").asString(""));
		return meant && !this.over && (!this.routes.isValidRoute(route) || this.routes.hitsRoute(route))
				&& (probability == null || probability.compareTo(ALL.toBigInteger()) >= 0);
	}

	// --- actions that are refused alone: D7, D9 to D11, D16, D21, D24, D27

	private @Nullable String refusal(JsonNode action) {
		String route = action.path("route").asString("");
		if (!this.routes.isValidRoute(route)) {
			return ConformanceRoutes.isTooHeavy(route) ? "route-too-heavy" : "route-invalid";
		}
		String probability = action.path("probability").asString("");
		if (!probability.isEmpty()) {
			BigDecimal percent = readDecimal(probability);
			if (percent == null) {
				return "probability-invalid";
			}
			if (percent.signum() <= 0 || percent.compareTo(ALL) > 0) {
				return "probability-out-of-range";
			}
		}
		String name = action.get("name").stringValue();
		if (name.equals("delay")) {
			BigDecimal seconds = seconds(action.get("value").asString());
			if (seconds == null) {
				return "delay-invalid";
			}
			if (seconds.signum() <= 0) {
				return "delay-not-positive";
			}
			if (seconds.compareTo(MAX_DELAY) > 0) {
				this.decisions.add("D10");
				return "delay-too-long";
			}
		}
		else if (!name.equals("fault")) {
			this.decisions.add("D16");
			return "unknown-action";
		}
		String type = action.path("type").asString("before");
		if (type.equals("after")) {
			this.decisions.add("D26");
		}
		else if (!type.equals("before")) {
			this.decisions.add("D21");
			return "type-unknown";
		}
		return null;
	}

	// D24
	private @Nullable BigDecimal seconds(String text) {
		Matcher duration = DURATION.matcher(text);
		if (duration.matches()) {
			this.decisions.add("D24");
			return new BigDecimal(duration.group(1)).multiply(UNITS.get(duration.group(2))).stripTrailingZeros();
		}
		BigInteger number = readNumber(text);
		return (number != null) ? new BigDecimal(number) : null;
	}

	// D27
	private @Nullable BigDecimal readDecimal(String text) {
		if (DECIMAL.matcher(text).matches()) {
			this.decisions.add("D27");
			return decimal(text);
		}
		BigInteger number = readNumber(text);
		return (number != null) ? new BigDecimal(number) : null;
	}

	private static BigDecimal decimal(String text) {
		return new BigDecimal(text.strip());
	}

	private @Nullable BigInteger readNumber(String text) {
		BigInteger number = number(text);
		if (number == null && PYTHON_NUMBER.matcher(text).matches()) {
			this.decisions.add("D11");
		}
		return number;
	}

	private static @Nullable BigInteger number(String text) {
		Matcher matcher = NUMBER.matcher(text);
		if (!matcher.matches() || matcher.group(1).replaceAll("[+-]", "").length() > 4300) {
			return null;
		}
		return new BigInteger(matcher.group(1));
	}

	// --- faults: D12 to D15

	private void fault(String name) {
		if (!CLASS_NAME.matcher(name).matches() || name.length() > 512) {
			this.decisions.add(name.isEmpty() || name.chars().allMatch((c) -> c == '.') ? "D13" : "D12");
			standIn("fault-not-located");
			return;
		}
		String className = (name.indexOf('.') < 0) ? "java.lang." + name : name;
		if (className.equals(FAILS_TO_LINK)) {
			this.decisions.add("D13");
			standIn("fault-not-located");
		}
		else if (!className.startsWith("java.")) {
			this.decisions.add("D14");
			standIn("fault-not-allowed");
		}
		else if (className.equals("java.lang.InternalError")) {
			this.decisions.add("D15");
			standIn("fault-not-allowed");
		}
		else if (!ConformanceVector.existsInJava(className)) {
			standIn("fault-not-located");
		}
		else if (className.equals("java.lang.String") || className.equals("java.nio.charset.MalformedInputException")) {
			this.decisions.add("D13");
			standIn("fault-not-located");
		}
		else {
			this.effects.add("fault located");
		}
	}

	private void standIn(String reason) {
		this.warnings.add(reason);
		this.effects.add("fault default");
	}

}
