package io.chaosmiddleware.condition;

import java.util.Map;

import io.chaosmiddleware.document.Fields;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The probability that an action hits a request.
 *
 * @param percent the probability in per cent, 1 to 100
 */
public record Probability(int percent) implements Condition {

	/**
	 * Create a probability.
	 * @param percent the probability in per cent, 1 to 100
	 * @throws IllegalArgumentException if it is out of range
	 */
	public Probability {
		if (percent < 1 || percent > 100) {
			throw new IllegalArgumentException("'percent' must be between 1 and 100");
		}
	}

	static @Nullable Condition read(Fields fields) {
		String value = fields.optional("probability") ? fields.textOrNumber("probability") : null;
		if (value == null || value.isEmpty()) {
			return null;
		}
		Long percent = Fields.wholeNumber(value);
		if (percent == null) {
			fields.refuse("probability", Reason.PROBABILITY_INVALID,
					"'" + PrintableText.of(value) + "' is not a whole number of per cent, such as '50'");
			return null;
		}
		if (percent < 1 || percent > 100) {
			fields.refuse("probability", Reason.PROBABILITY_OUT_OF_RANGE,
					"a probability must be between 1 and 100 per cent");
			return null;
		}
		return new Probability(percent.intValue());
	}

	@Override
	public @Nullable Reason miss(RequestView request, String path, Dice dice) {
		return (this.percent == 100 || dice.hits(this.percent)) ? null : Reason.PROBABILITY;
	}

	@Override
	public boolean consumes() {
		return true;
	}

	@Override
	public Map<String, Object> fields() {
		return Map.of("probability", Integer.toString(this.percent));
	}

}
