package io.chaosmiddleware.effect;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

import io.chaosmiddleware.document.DurationText;
import io.chaosmiddleware.document.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Delays the answer to a request. The delays of one request add up.
 *
 * @param distribution how long requests are delayed
 * @param duration how long this request is delayed, possibly zero; the median until the
 * delay is drawn, and how long the request has really waited once that is known
 * @param floor whether the whole request takes at least that long, in place of that much
 * longer
 */
public record Delay(Distribution distribution, Duration duration, boolean floor) implements Effect {

	private static final String FLOOR = "floor";

	private static final String SECONDS = "seconds";

	private static final Duration LONGEST = Duration.ofDays(1);

	static final String SCHEMA = """
			{
				"properties": {
					"value": {
						"description": "How long the request is delayed: whole seconds, a duration, a range or a distribution",
						"examples": [
							"2", "250ms", "1.5s", "PT2S", "100ms..900ms", "normal(mean=200ms, stddev=50ms)",
							"lognormal(median=90ms, sigma=0.4)", "exponential(mean=100ms)", "pareto(min=50ms, shape=1.5)"
						],
						"anyOf": [
							{ "type": "integer", "minimum": 1, "maximum": 86400 },
							{ "type": "string", "pattern": "^[ \\t\\r\\n]*[+]?0*[1-9][0-9]{0,4}[ \\t\\r\\n]*$" },
							{ "$ref": "#/$defs/duration" },
							{ "type": "string", "pattern": "^<blank><duration><blank>[.]{2}(?=.*[1-9])<blank><duration><blank>$" },
							{ "type": "string", "pattern": "^<blank><distribution><blank>$" }
						]
					},
					"floor": {
						"description": "Whether the value is the shortest duration of the whole request. It then acts after the handler",
						"examples": [true],
						"type": "boolean"
					}
				},
				"dependentSchemas": {
					"floor": { "not": { "properties": { "floor": { "const": true } }, "required": ["type"] } }
				}
			}
			"""
		.replace("<duration>", DurationText.PATTERN)
		.replace("<distribution>", DistributionReader.PATTERN)
		.replace("<blank>", "[\\\\u0000- ]*");

	/**
	 * Create a delay that has not been drawn yet.
	 * @param distribution how long requests are delayed
	 * @param floor whether the whole request takes at least that long
	 */
	public Delay(Distribution distribution, boolean floor) {
		this(distribution, duration(distribution, 0.5, LONGEST), floor);
	}

	/**
	 * Create a delay that is the same for every request.
	 * @param duration how long requests are delayed
	 * @throws IllegalArgumentException if the duration is not positive
	 */
	public Delay(Duration duration) {
		this(new Distribution.Fixed(duration), false);
	}

	static @Nullable Effect read(Fields fields) {
		String value = fields.textOrNumber("value");
		Distribution distribution = (value != null) ? new DistributionReader(fields, value).read() : null;
		boolean floor = fields.flag(FLOOR);
		return (distribution != null) ? new Delay(distribution, floor) : null;
	}

	private static Duration duration(Distribution distribution, double share, Duration longest) {
		if (distribution instanceof Distribution.Fixed fixed) {
			return fixed.duration();
		}
		double seconds = Math.max(0, Math.min(distribution.quantile(share), longest.toSeconds() + 1.0));
		Duration duration = Duration.ofNanos(Math.round(seconds * 1e9));
		return (duration.compareTo(longest) > 0) ? longest : duration;
	}

	@Override
	public EffectType type() {
		return EffectType.DELAY;
	}

	@Override
	public @Nullable Phase phase() {
		// Only then is it known how long the request has taken.
		return this.floor ? Phase.AFTER : null;
	}

	@Override
	public Delay draw(DoubleSupplier dice, Duration longest) {
		return (this.distribution instanceof Distribution.Fixed) ? this
				: new Delay(this.distribution, duration(this.distribution, dice.getAsDouble(), longest), this.floor);
	}

	@Override
	public List<Step> steps() {
		return List.of(new Pause(this.duration, this.floor));
	}

	@Override
	public Delay waited(Duration waited) {
		return new Delay(this.distribution, waited, this.floor);
	}

	// The same as the steps say, without making them.
	@Override
	public Duration pauseAfter(Duration before) {
		if (before.isZero()) {
			return this.duration;
		}
		return this.floor ? Pause.later(before, this.duration) : before.plus(this.duration);
	}

	@Override
	public boolean isOutcome() {
		return false;
	}

	@Override
	public Map<String, Object> fields() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("value", this.distribution.toString());
		if (this.floor) {
			fields.put(FLOOR, true);
		}
		return fields;
	}

	@Override
	public Map<String, Object> details() {
		return Map.of(SECONDS, seconds(this.duration));
	}

	// The result header has numbers with three decimals at most (RFC 9651).
	private static Number seconds(Duration duration) {
		long millis = (duration.toNanos() + 500_000) / 1_000_000;
		if (millis % 1000 == 0) {
			return millis / 1000;
		}
		return BigDecimal.valueOf(millis, 3).stripTrailingZeros();
	}

	@Override
	public String describe(Map<String, Object> details) {
		return "delay of " + details.get(SECONDS) + " s" + (this.floor ? " (floor " + this.distribution + ")" : "");
	}

}
