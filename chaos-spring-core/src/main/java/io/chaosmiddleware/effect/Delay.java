package io.chaosmiddleware.effect;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

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

	/**
	 * Create a delay that has not been drawn yet.
	 * @param distribution how long requests are delayed
	 * @param floor whether the whole request takes at least that long
	 */
	public Delay(Distribution distribution, boolean floor) {
		this(distribution, duration(distribution, 0.5, Duration.ofDays(1)), floor);
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
		BigDecimal seconds = new BigDecimal(duration.toNanos()).movePointLeft(9)
			.setScale(3, RoundingMode.HALF_UP)
			.stripTrailingZeros();
		if (seconds.scale() <= 0) {
			return seconds.longValue();
		}
		return seconds;
	}

	@Override
	public String describe(Map<String, Object> details) {
		return "delay of " + details.get(SECONDS) + " s" + (this.floor ? " (floor " + this.distribution + ")" : "");
	}

}
