package io.chaosmiddleware.condition;

import java.util.Map;

import io.chaosmiddleware.document.Fields;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The probability that an action hits a request.
 *
 * @param partsPerMillion the probability in parts per million, each of which is 0.0001
 * per cent; 1 to 1000000
 */
public record Probability(int partsPerMillion) implements Condition {

	private static final String FIELD = "probability";

	/**
	 * Create a probability.
	 * @param partsPerMillion the probability in parts per million, 1 to 1000000
	 * @throws IllegalArgumentException if it is out of range
	 */
	public Probability {
		if (partsPerMillion < 1 || partsPerMillion > Percentage.ALL) {
			throw new IllegalArgumentException("'partsPerMillion' must be between 1 and " + Percentage.ALL);
		}
	}

	static @Nullable Condition read(Fields fields) {
		String value = fields.optional(FIELD) ? fields.textOrNumber(FIELD) : null;
		if (value == null || value.isEmpty()) {
			return null;
		}
		Integer partsPerMillion = Percentage.read(value);
		if (partsPerMillion == null) {
			fields.refuse(FIELD, Reason.PROBABILITY_INVALID, "'" + PrintableText.of(value)
					+ "' is not a number of per cent with at most four decimals, such as '50' or '0.5'");
			return null;
		}
		if (partsPerMillion < 1 || partsPerMillion > Percentage.ALL) {
			fields.refuse(FIELD, Reason.PROBABILITY_OUT_OF_RANGE,
					"a probability must be between 0.0001 and 100 per cent");
			return null;
		}
		return new Probability(partsPerMillion);
	}

	@Override
	public @Nullable Reason miss(RequestView request, String path, Dice dice) {
		return (this.partsPerMillion == Percentage.ALL || dice.hits(this.partsPerMillion / 10_000.0)) ? null
				: Reason.PROBABILITY;
	}

	@Override
	public boolean consumes() {
		return true;
	}

	@Override
	public Map<String, Object> chances() {
		return (this.partsPerMillion == Percentage.ALL) ? Map.of()
				: Map.of(FIELD, Percentage.number(this.partsPerMillion));
	}

	@Override
	public Map<String, Object> fields() {
		return Map.of(FIELD, Percentage.text(this.partsPerMillion));
	}

}
