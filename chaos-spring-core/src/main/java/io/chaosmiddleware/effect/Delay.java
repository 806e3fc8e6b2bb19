package io.chaosmiddleware.effect;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.chaosmiddleware.document.Fields;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Delays the answer to a request. The delays of one request add up.
 *
 * @param duration how long the request is delayed, positive; in documents a whole number
 * of seconds
 */
public record Delay(Duration duration) implements Effect {

	private static final String SECONDS = "seconds";

	/**
	 * Create a delay.
	 * @param duration how long the request is delayed
	 * @throws IllegalArgumentException if the duration is not positive
	 */
	public Delay {
		if (duration.isNegative() || duration.isZero()) {
			throw new IllegalArgumentException("'duration' must be positive");
		}
	}

	static @Nullable Effect read(Fields fields) {
		String value = fields.textOrNumber("value");
		if (value == null) {
			return null;
		}
		Long seconds = Fields.wholeNumber(value);
		if (seconds == null) {
			fields.refuse("value", Reason.DELAY_INVALID,
					"'" + PrintableText.of(value) + "' is not a whole number of seconds, such as '2'");
			return null;
		}
		if (seconds <= 0) {
			fields.refuse("value", Reason.DELAY_NOT_POSITIVE, "a delay must be at least 1 second");
			return null;
		}
		long longest = fields.reading().limits().maxDelay().toSeconds();
		if (seconds > longest) {
			fields.refuse("value", Reason.DELAY_TOO_LONG,
					"a delay may last at most " + longest + " seconds; see 'limits.max-delay'");
			return null;
		}
		return new Delay(Duration.ofSeconds(seconds));
	}

	@Override
	public EffectType type() {
		return EffectType.DELAY;
	}

	@Override
	public List<Step> steps() {
		return List.of(new Pause(this.duration));
	}

	@Override
	public Map<String, Object> fields() {
		return Map.of("value", Long.toString(this.duration.toSeconds()));
	}

	@Override
	public Map<String, Object> details() {
		return Map.of(SECONDS, this.duration.toSeconds());
	}

	@Override
	public String describe(Map<String, Object> details) {
		return "delay of " + details.get(SECONDS) + " s";
	}

}
