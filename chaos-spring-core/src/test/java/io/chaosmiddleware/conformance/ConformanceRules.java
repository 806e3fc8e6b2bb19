package io.chaosmiddleware.conformance;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The decisions once more, written down without any class of ours: what should happen to
 * the request of a vector, and which decisions have a say in it. Plain on purpose, so
 * that it can be read beside the page of the decisions; it need not be fast.
 */
final class ConformanceRules {

	/** Stands for a class that is there but fails to link. */
	static final String FAILS_TO_LINK = "conformance.FailsToLinkException";

	static final List<String> ALLOWED_FAULTS = List.of("java.**", FAILS_TO_LINK);

	private static final BigInteger MAX_DELAY = BigInteger.valueOf(60);

	private static final int MAX_HEADER_SIZE = 8192;

	private static final int MAX_HEADER_ACTIONS = 32;

	private static final int MAX_LOADED_ACTIONS = 10_000;

	private static final JsonMapper STRICT = JsonMapper
		.builder(JsonFactory.builder()
			.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
			.streamReadConstraints(StreamReadConstraints.builder().maxNumberLength(4300).build())
			.build())
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private static final Pattern NUMBER = Pattern.compile("[ \\t\\r\\n]*([+-]?[0-9]+)[ \\t\\r\\n]*");

	// what Python's int reads: blanks, digits and underscores of all Unicode
	private static final Pattern PYTHON_NUMBER = Pattern
		.compile("[\\p{IsWhite_Space}\\x1c-\\x1f]*[+-]?\\p{Nd}+(_\\p{Nd}+)*[\\p{IsWhite_Space}\\x1c-\\x1f]*");

	private static final Pattern SAME_IN_ALL_DIALECTS = Pattern.compile("[^\\\\$?*+()\\[\\]{}]*");

	private static final Pattern CLASS_NAME = Pattern.compile(
			"[\\p{IsAlphabetic}_$][\\p{IsAlphabetic}\\p{Nd}_$]*(\\.[\\p{IsAlphabetic}_$][\\p{IsAlphabetic}\\p{Nd}_$]*)*");

	private final ConformanceVector vector;

	private final Set<String> decisions = new LinkedHashSet<>();

	private final List<String> effects = new ArrayList<>();

	private final List<String> warnings = new ArrayList<>();

	private final String path;

	private int rolls;

	private BigInteger delay = BigInteger.ZERO;

	private boolean over;

	private ConformanceRules(ConformanceVector vector) {
		this.vector = vector;
		this.path = path(vector.requestTarget());
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
		if (!seen.isEmpty() && !this.path.equals(seen)) {
			this.decisions.add((this.path.length() == 2048) ? "D7" : "D20");
		}
		JsonNode loaded = loaded();
		JsonNode header = header();
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

	// --- documents: D1 to D5, D19, D22, D23

	private @Nullable JsonNode header() {
		String header = this.vector.header();
		if (header == null) {
			return null;
		}
		if (header.length() > MAX_HEADER_SIZE) {
			return refuse("D22", "too-large");
		}
		String utf8 = new String(header.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
		if (!utf8.equals(header)
				&& new String(utf8.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1).equals(header)) {
			this.decisions.add("D23");
			header = utf8;
		}
		JsonNode root;
		try {
			root = STRICT.readTree(header);
		}
		catch (JacksonException ex) {
			return refuse(isReadByPython(header) ? "D19" : "D1", "not-json");
		}
		if (root.isMissingNode()) {
			return refuse("D1", "not-json");
		}
		if (isEmptyJson(root)) {
			return refuse("D2", "header-schema-invalid");
		}
		boolean schema = root.isObject() && fields(root, "actions", "target") && isTarget(root.get("target"));
		JsonNode actions = root.path("actions");
		if (!schema || !actions.isArray()) {
			return refuse(null, "header-schema-invalid");
		}
		if (actions.size() > MAX_HEADER_ACTIONS) {
			return refuse("D22", "too-many-actions");
		}
		if (!areActions(actions)) {
			return refuse(null, "header-schema-invalid");
		}
		JsonNode target = root.path("target");
		if (isBlank(target.get("application")) || isBlank(target.get("environment"))) {
			return refuse("D5", "blank-target");
		}
		if (target.isObject() && !target.has("application")) {
			this.decisions.add("D4");
		}
		return root;
	}

	// without a decision where it is as in the original
	private @Nullable JsonNode refuse(@Nullable String decision, String warning) {
		if (decision != null) {
			this.decisions.add(decision);
		}
		this.warnings.add(warning);
		return null;
	}

	private static boolean isReadByPython(String document) {
		try {
			return !ConformanceVector.LENIENT.readTree(document).isMissingNode();
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	private @Nullable JsonNode loaded() {
		String document = this.vector.loaded();
		if (document == null) {
			return null;
		}
		JsonNode root;
		try {
			root = STRICT.readTree(document);
		}
		catch (JacksonException ex) {
			return refuse(isReadByPython(document) ? "D19" : "D1", "not-json");
		}
		if (isEmptyJson(root)) {
			if (root.isNumber() || root.isString()) {
				// not among what loads nothing (L7)
				return refuse("D2", "loaded-schema-invalid");
			}
			return null;
		}
		if (!root.isArray() || root.size() > MAX_LOADED_ACTIONS || !areActions(root)) {
			return refuse((root.size() > MAX_LOADED_ACTIONS) ? "D22" : null, "loaded-schema-invalid");
		}
		return root;
	}

	private static boolean isEmptyJson(JsonNode root) {
		return root.isNull() || (root.isContainer() && root.isEmpty()) || (root.isBoolean() && !root.booleanValue())
				|| (root.isNumber() && root.doubleValue() == 0) || (root.isString() && root.stringValue().isEmpty());
	}

	private static boolean fields(JsonNode node, String... known) {
		return Set.of(known).containsAll(node.propertyNames());
	}

	private static boolean isTarget(@Nullable JsonNode target) {
		return target == null || (target.isObject() && !target.isEmpty() && fields(target, "application", "environment")
				&& isText(target.get("application"), true) && isText(target.get("environment"), true));
	}

	private boolean areActions(JsonNode actions) {
		for (JsonNode action : actions) {
			if (!action.isObject() || !fields(action, "name", "value", "route", "probability", "type")
					|| !isText(action.get("name"), false) || !isTextOrNumber(action.get("value"), false)
					|| !isText(action.get("route"), true) || !isTextOrNumber(action.get("probability"), true)
					|| !isText(action.get("type"), true)) {
				return false;
			}
		}
		for (JsonNode action : actions) {
			if (action.get("value").isNumber() || action.path("probability").isNumber()) {
				this.decisions.add("D3");
			}
		}
		return true;
	}

	private static boolean isText(@Nullable JsonNode node, boolean optional) {
		return (node == null) ? optional : node.isString();
	}

	private static boolean isTextOrNumber(@Nullable JsonNode node, boolean optional) {
		return (node != null && node.isNumber()) || isText(node, optional);
	}

	private static boolean isBlank(@Nullable JsonNode node) {
		return node != null && node.stringValue().isBlank();
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
		if (this.over || !meant || !hitsRoute(action.path("route").asString(""))) {
			return;
		}
		String probability = action.path("probability").asString("");
		if (!probability.isEmpty() && number(probability).intValue() < 100) {
			this.rolls++;
			if (this.vector.roll() > number(probability).intValue()) {
				return;
			}
		}
		if (action.get("name").stringValue().equals("delay")) {
			BigInteger seconds = number(action.get("value").asString());
			if (this.delay.add(seconds).compareTo(MAX_DELAY) > 0) {
				this.decisions.add("D10");
				this.warnings.add("limit-delay");
				return;
			}
			this.delay = this.delay.add(seconds);
			this.effects.add("delay " + seconds);
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
		return meant && !this.over && (!isValidRoute(route) || hitsRoute(route))
				&& (probability == null || probability.compareTo(BigInteger.valueOf(100)) >= 0);
	}

	// --- actions that are refused alone: D7, D9 to D11, D16, D21

	private @Nullable String refusal(JsonNode action) {
		String route = action.path("route").asString("");
		if (!isValidRoute(route)) {
			return isTooHeavy(route) ? "route-too-heavy" : "route-invalid";
		}
		String probability = action.path("probability").asString("");
		if (!probability.isEmpty()) {
			BigInteger percent = readNumber(probability);
			if (percent == null) {
				return "probability-invalid";
			}
			if (percent.signum() <= 0 || percent.compareTo(BigInteger.valueOf(100)) > 0) {
				return "probability-out-of-range";
			}
		}
		String name = action.get("name").stringValue();
		if (name.equals("delay")) {
			BigInteger seconds = readNumber(action.get("value").asString());
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
		if (!action.path("type").asString("before").equals("before")) {
			this.decisions.add("D21");
			return "type-unknown";
		}
		return null;
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

	// --- routes: D7 to D9

	private boolean isValidRoute(String route) {
		if (isPathPattern(route)) {
			this.decisions.add("D9");
			return route.length() <= 256 && pathPattern(route) != null;
		}
		if (route.contains("/*")) {
			this.decisions.add("D8");
		}
		if (!SAME_IN_ALL_DIALECTS.matcher(route.replace("/*", "")).matches() || route.length() > 256) {
			this.decisions.add("D7");
		}
		if (isTooHeavy(route)) {
			this.decisions.add("D7");
			return false;
		}
		return route.length() <= 256 && expression(route) != null;
	}

	// more than 200 instructions, the smallest program included
	private static boolean isTooHeavy(String route) {
		if (route.length() > 256 || maxRepeat(route) > 200) {
			return route.length() <= 256;
		}
		com.google.re2j.Pattern expression = isPathPattern(route) ? null : expression(route);
		return expression != null && expression.programSize() > 200;
	}

	private boolean hitsRoute(String route) {
		return isPathPattern(route) ? pathPattern(route).matcher(this.path).matches()
				: expression(route).matcher(this.path).find();
	}

	private static com.google.re2j.@Nullable Pattern expression(String route) {
		try {
			return com.google.re2j.Pattern.compile(route.replace("/*", "/[^/]*"));
		}
		catch (PatternSyntaxException ex) {
			return null;
		}
	}

	private static boolean isPathPattern(String route) {
		String bare = route.replaceAll("(?s)\\\\[pPx]\\{|\\\\.", "");
		return bare.contains("**") || Pattern.compile("\\{\\*?[\\p{L}_$][\\p{L}\\p{Nd}_$-]*[}:]").matcher(bare).find();
	}

	// decision D9, token by token
	private static com.google.re2j.@Nullable Pattern pathPattern(String route) {
		Matcher token = Pattern
			.compile("(?<tail>/\\*\\*$|/\\{\\*[^{}/:]+\\}$)|(?<segment>\\{[^{}/:*]+\\})"
					+ "|(?<refused>\\{[^{}/:]+:|\\{\\*[^{}/:]+\\})|(?<star>\\*+)|(?<literal>.)", Pattern.DOTALL)
			.matcher(route);
		StringBuilder expression = new StringBuilder("(?s)");
		while (token.find()) {
			if (token.group("refused") != null) {
				return null;
			}
			if (token.group("tail") != null) {
				expression.append("(/.*)?");
			}
			else if (token.group("segment") != null) {
				expression.append("[^/]+");
			}
			else if (token.group("star") != null) {
				expression.append("[^/]*");
			}
			else {
				expression.append(com.google.re2j.Pattern.quote(token.group("literal")));
			}
		}
		return com.google.re2j.Pattern.compile(expression.toString());
	}

	// the largest product of nested counts, which RE2 writes out, by recursion over the
	// groups
	private static long maxRepeat(String route) {
		return new Object() {

			private int position;

			long group() {
				long largest = 1;
				long atom = 1;
				while (this.position < route.length() && route.charAt(this.position) != ')') {
					char c = route.charAt(this.position++);
					Matcher count = Pattern.compile("\\{([0-9]+)(,([0-9]*))?\\}")
						.matcher(route)
						.region(Math.min(this.position - 1, route.length()), route.length());
					if (c == '(') {
						atom = group();
						this.position++;
					}
					else if (c == '[') {
						atom = 1;
						this.position++;
						while (this.position < route.length() && route.charAt(this.position) != ']') {
							this.position += (route.charAt(this.position) == '\\') ? 2 : 1;
						}
						this.position++;
					}
					else if (c == '\\') {
						atom = 1;
						this.position++;
					}
					else if (count.lookingAt()) {
						this.position = count.end();
						String most = (count.group(3) != null && !count.group(3).isEmpty()) ? count.group(3)
								: count.group(1);
						atom *= Math.max(1, new BigInteger(most).min(BigInteger.valueOf(1001)).longValue());
					}
					else if ("*+?".indexOf(c) < 0) {
						atom = 1;
					}
					largest = Math.max(largest, atom);
				}
				return largest;
			}

		}.group();
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

	// --- the path: D20

	private static String path(String requestTarget) {
		String path = requestTarget.replaceFirst("(?s)[?#].*", "").replaceFirst("^/+", "/");
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		Matcher token = Pattern.compile("%([0-9a-fA-F]{2})|(.)", Pattern.DOTALL).matcher(path);
		while (token.find()) {
			if (token.group(1) != null) {
				bytes.write(Integer.parseInt(token.group(1), 16));
			}
			else {
				bytes.writeBytes(token.group(2).getBytes(StandardCharsets.UTF_8));
			}
		}
		String decoded = bytes.toString(StandardCharsets.UTF_8);
		return decoded.substring(0, Math.min(decoded.length(), 2048));
	}

}
