package io.chaosmiddleware.condition;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.chaosmiddleware.document.DurationText;
import io.chaosmiddleware.document.Fields;
import io.chaosmiddleware.document.Percentage;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The probability that an action hits a request.
 *
 * @param partsPerMillion the probability in parts per million, each of which is 0.0001
 * per cent; 1 to 1000000
 * @param sticky what decides in place of dice, {@code null} for dice
 * @param ramp how long the probability grows from zero to its value, from the start of
 * the attack on; {@code null} if it has its value from the start on
 */
public record Probability(int partsPerMillion, @Nullable Sticky sticky, @Nullable Duration ramp) implements Condition {

	private static final String FIELD = "probability";

	private static final String RAMP = "ramp";

	static final String SCHEMA = """
			{
				"properties": {
					"probability": {
						"description": "Per cent of the requests that are hit, with at most four decimals",
						"examples": ["50", "0.5", 25],
						"anyOf": [
							{ "type": "number", "minimum": 0.0001, "maximum": 100 },
							{ "type": "string", "pattern": "^(?:[ \\t\\r\\n]*<percentage>[ \\t\\r\\n]*)?$" }
						]
					},
					"sticky": {
						"description": "What decides in place of dice",
						"examples": ["header:x-user-id", "cookie:sid", "user", "trace"],
						"type": "string",
						"pattern": "^(?:(?:header|cookie):[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}|user|trace)$"
					},
					"ramp": {
						"description": "How long the probability grows from zero to its value",
						"examples": ["5m"],
						"$ref": "#/$defs/duration"
					}
				},
				"dependentRequired": { "sticky": ["probability"] }
			}
			""".replace("<percentage>", Percentage.PATTERN);

	private static final Duration LONGEST_RAMP = Duration.ofDays(365);

	/**
	 * Create a probability.
	 * @param partsPerMillion the probability in parts per million
	 * @param sticky what decides in place of dice
	 * @param ramp how long the probability grows
	 * @throws IllegalArgumentException if the probability is out of range
	 */
	public Probability {
		if (partsPerMillion < 1 || partsPerMillion > Percentage.ALL) {
			throw new IllegalArgumentException("'partsPerMillion' must be between 1 and " + Percentage.ALL);
		}
	}

	/**
	 * Create a probability that dice decide, and that does not grow.
	 * @param partsPerMillion the probability in parts per million
	 */
	public Probability(int partsPerMillion) {
		this(partsPerMillion, null, null);
	}

	static @Nullable Condition read(Fields fields) {
		Integer partsPerMillion = probability(fields);
		Sticky sticky = Sticky.read(fields);
		Duration ramp = ramp(fields);
		if (sticky != null && partsPerMillion == null && !fields.optional(FIELD)) {
			fields.refuse(Sticky.FIELD, Reason.STICKY_INVALID, "'sticky' needs a 'probability'");
		}
		if (partsPerMillion == null) {
			return (ramp != null) ? new Probability(Percentage.ALL, null, ramp) : null;
		}
		return new Probability(partsPerMillion, sticky, ramp);
	}

	private static @Nullable Integer probability(Fields fields) {
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
		return partsPerMillion;
	}

	private static @Nullable Duration ramp(Fields fields) {
		String text = fields.optional(RAMP) ? fields.text(RAMP, "a duration such as '5m'") : null;
		if (text == null) {
			return null;
		}
		Duration ramp = DurationText.parse(text);
		if (ramp == null || ramp.compareTo(Duration.ofMillis(1)) < 0 || ramp.compareTo(LONGEST_RAMP) > 0) {
			fields.refuse(RAMP, Reason.RAMP_INVALID,
					"'" + PrintableText.of(text) + "' is not a duration from 1 ms to 365 days, such as '5m'");
			return null;
		}
		return ramp;
	}

	@Override
	public @Nullable Reason miss(RequestView request, String path, Dice dice) {
		if (this.sticky == null) {
			return (isCertain() || isHit(dice)) ? null : Reason.PROBABILITY;
		}
		String value = this.sticky.value(request);
		if (value == null) {
			return Reason.STICKY;
		}
		return (dice.roll(value) * 100 < percent(dice)) ? null : Reason.PROBABILITY;
	}

	private boolean isHit(Dice dice) {
		double percent = percent(dice);
		return percent > 0 && dice.hits(percent);
	}

	private boolean isCertain() {
		return this.partsPerMillion == Percentage.ALL && this.ramp == null;
	}

	private double percent(Dice dice) {
		double percent = this.partsPerMillion / 10_000.0;
		return (this.ramp != null) ? percent * dice.passed(this.ramp) : percent;
	}

	@Override
	public boolean consumes() {
		return this.sticky == null;
	}

	@Override
	public boolean needsAttack() {
		return this.sticky != null || this.ramp != null;
	}

	@Override
	public boolean needsUser() {
		return this.sticky != null && this.sticky.kind() == Sticky.Kind.USER;
	}

	@Override
	public Map<String, Object> chances(Dice dice) {
		return isCertain() ? Map.of() : Map.of(FIELD, Percentage.number((int) Math.round(percent(dice) * 10_000)));
	}

	@Override
	public Map<String, Object> fields() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put(FIELD, Percentage.text(this.partsPerMillion));
		if (this.sticky != null) {
			fields.put(Sticky.FIELD, this.sticky.toString());
		}
		if (this.ramp != null) {
			fields.put(RAMP, DurationText.of(this.ramp));
		}
		return fields;
	}

}
