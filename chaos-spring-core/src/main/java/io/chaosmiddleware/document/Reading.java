package io.chaosmiddleware.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One pass through one document, which collects its problems. JSON is read strictly: a
 * field that is named twice, or anything after the document, is a problem. Used by one
 * thread.
 */
public final class Reading {

	/**
	 * The maximum number of problems that are kept, so that a large document does not
	 * cause a much larger answer.
	 */
	public static final int MAX_PROBLEMS = 100;

	// An action in a list of attacks is an object within two lists and two objects.
	private static final int MAX_FRACTION_DEPTH = 5;

	private static final JsonMapper JSON = JsonMapper
		.builder(JsonFactory.builder()
			.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
			.streamReadConstraints(StreamReadConstraints.builder().maxNumberLength(Fields.MAX_DIGITS).build())
			.build())
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private final List<Problem> schema = new ArrayList<>();

	private final List<Problem> content = new ArrayList<>();

	private final AttackLimits limits;

	private final WeightBudget weight;

	private @Nullable Supplier<JsonParser> source;

	private @Nullable Map<String, String> fractions;

	/**
	 * Begin to read a document.
	 * @param limits the limits of the document
	 */
	public Reading(AttackLimits limits) {
		this.limits = limits;
		this.weight = new WeightBudget(AttackLimits.MAX_ROUTE_WEIGHT, limits.maxRouteWeight());
	}

	/**
	 * Read the document.
	 * @param document the text of the document
	 * @return the document, {@code null} if it is too large or not readable; the problem
	 * has then been noted
	 */
	public @Nullable JsonNode read(String document) {
		this.source = () -> JSON.createParser(document);
		return read(document.length(), "characters", () -> JSON.readTree(document));
	}

	/**
	 * Read the document.
	 * @param document the bytes of the document, in UTF-8
	 * @return the document, {@code null} if it is too large or not readable; the problem
	 * has then been noted
	 */
	public @Nullable JsonNode read(byte[] document) {
		this.source = () -> JSON.createParser(document);
		return read(document.length, "bytes", () -> JSON.readTree(document));
	}

	private @Nullable JsonNode read(int size, String unit, Supplier<JsonNode> reader) {
		if (size > this.limits.maxSize()) {
			breaksSchema(new Problem("$", Reason.TOO_LARGE,
					"the document must have at most " + this.limits.maxSize() + " " + unit));
			return null;
		}
		try {
			JsonNode root = reader.get();
			if (!root.isMissingNode()) {
				return root;
			}
			breaksSchema(new Problem("$", Reason.NOT_JSON, "the document is empty; send a JSON object"));
		}
		catch (JacksonException ex) {
			// The message of the exception is not used, since it quotes the document.
			TokenStreamLocation location = ex.getLocation();
			breaksSchema(new Problem("$", Reason.NOT_JSON,
					"the document is not readable JSON" + ((location == null || location.getLineNr() < 1)
							? "; check that it is complete"
							: "; look at line " + location.getLineNr() + ", column " + location.getColumnNr())));
		}
		return null;
	}

	/**
	 * Return a number with a fraction or an exponent as it is in the document (decision
	 * D3 in {@code docs/differences.md}). JSON libraries only keep its value, so the
	 * document is read once more.
	 * @param path the location of the number
	 * @param value the value of the number, as a text
	 * @return the text that stands there
	 */
	String fraction(String path, String value) {
		if (this.fractions == null) {
			this.fractions = (this.source != null) ? fractions(this.source) : Map.of();
		}
		return this.fractions.getOrDefault(path, value);
	}

	private static Map<String, String> fractions(Supplier<JsonParser> source) {
		Map<String, String> fractions = new HashMap<>();
		try (JsonParser parser = source.get()) {
			for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
				TokenStreamContext context = parser.streamReadContext();
				if (token == JsonToken.VALUE_NUMBER_FLOAT && context.getNestingDepth() <= MAX_FRACTION_DEPTH) {
					fractions.put(path(context), parser.getString());
				}
			}
		}
		return fractions;
	}

	private static String path(TokenStreamContext context) {
		TokenStreamContext parent = context.getParent();
		if (parent == null) {
			return "$";
		}
		return path(parent) + (context.inArray() ? "[" + context.getCurrentIndex() + "]" : "." + context.currentName());
	}

	/**
	 * Return the limits of the document.
	 * @return the limits
	 */
	public AttackLimits limits() {
		return this.limits;
	}

	/**
	 * Return how much the remaining routes of the document may weigh.
	 * @return the budget, which shrinks with each route
	 */
	public WeightBudget weight() {
		return this.weight;
	}

	/**
	 * Note a problem that breaks the schema, so the whole document is refused.
	 * @param problem the problem; only the first 100 are kept
	 */
	public void breaksSchema(Problem problem) {
		if (this.schema.size() < MAX_PROBLEMS) {
			this.schema.add(problem);
		}
	}

	/**
	 * Note a value that is not valid, so its action is refused.
	 * @param problem the problem
	 */
	public void refuses(Problem problem) {
		this.content.add(problem);
	}

	/**
	 * Return the problems found so far that break the schema.
	 * @return the problems, a view
	 */
	public List<Problem> schemaProblems() {
		return this.schema;
	}

	/**
	 * Return the problems found so far with values that are not valid.
	 * @return the problems, a view
	 */
	public List<Problem> contentProblems() {
		return this.content;
	}

}
