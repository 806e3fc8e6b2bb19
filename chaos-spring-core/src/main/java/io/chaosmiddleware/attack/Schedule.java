package io.chaosmiddleware.attack;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

import io.chaosmiddleware.document.DurationText;
import io.chaosmiddleware.document.Fields;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * When an attack is active. Whatever ends first ends it.
 *
 * @param start when the attack begins, {@code null} to begin at once
 * @param until when the attack ends, {@code null} if its duration or its source ends it
 * @param duration how long the attack is active once it has begun, positive; {@code null}
 * if something else ends it
 */
public record Schedule(@Nullable Instant start, @Nullable Instant until, @Nullable Duration duration) {

	/** Begin at once, and end when the source ends the attack. */
	public static final Schedule ALWAYS = new Schedule(null, null, null);

	static final String SCHEMA = """
			{
				"start": {
					"description": "When the attack begins. At once if it is absent",
					"examples": ["2026-11-25T10:00:00Z", "2026-11-25T11:00:00+01:00"],
					"$ref": "#/$defs/instant"
				},
				"until": {
					"description": "When the attack ends",
					"examples": ["2026-11-25T12:00:00Z"],
					"$ref": "#/$defs/instant"
				},
				"duration": {
					"description": "How long the attack is active once it has begun",
					"examples": ["90s", "10m", "1h", "2d", "PT10M"],
					"$ref": "#/$defs/duration"
				}
			}
			""";

	private static final Duration LONGEST = Duration.ofDays(36_500);

	static Schedule read(Fields fields) {
		Instant start = instant(fields, "start");
		Instant until = instant(fields, "until");
		Duration duration = duration(fields);
		if (start != null && until != null && !start.isBefore(until)) {
			fields.breaksSchema("until", "'until' must be after 'start'");
		}
		return (start == null && until == null && duration == null) ? ALWAYS : new Schedule(start, until, duration);
	}

	private static @Nullable Instant instant(Fields fields, String field) {
		String text = fields.optional(field) ? fields.text(field, "a time such as '2026-11-25T10:00:00Z'") : null;
		if (text == null) {
			return null;
		}
		try {
			OffsetDateTime time = OffsetDateTime.parse(text);
			int year = time.withOffsetSameInstant(ZoneOffset.UTC).getYear();
			if (year >= 1970 && year <= 9999) {
				return time.toInstant();
			}
		}
		catch (DateTimeException ex) {
			// The problem is noted below.
		}
		fields.breaksSchema(field, "'" + field + "' must be a time with an offset, such as '2026-11-25T10:00:00Z' or"
				+ " '2026-11-25T11:00:00+01:00'");
		return null;
	}

	private static @Nullable Duration duration(Fields fields) {
		JsonNode node = fields.get("duration");
		if (node == null) {
			return null;
		}
		Duration duration = node.isString() ? DurationText.parse(node.stringValue()) : null;
		if (duration == null || duration.isNegative() || duration.isZero()) {
			fields.breaksSchema("duration", "'duration' must be a positive text such as '90s', '10m', '1h' or 'PT10M'");
			return null;
		}
		if (duration.compareTo(LONGEST) > 0) {
			fields.breaksSchema("duration", "'duration' may be at most " + LONGEST.toDays() + "d");
			return null;
		}
		return duration;
	}

	/**
	 * Return whether anything ends the attack but its source.
	 * @return whether there is an end
	 */
	public boolean hasEnd() {
		return this.until != null || this.duration != null;
	}

	/**
	 * Return when an attack begins that its source provides now.
	 * @param now the current time
	 * @return the later of this time and the start
	 */
	public Instant begin(Instant now) {
		return (this.start != null && this.start.isAfter(now)) ? this.start : now;
	}

	/**
	 * Return when an attack ends.
	 * @param begin when it begins
	 * @return the end, {@code null} if its source ends it
	 */
	public @Nullable Instant end(Instant begin) {
		Instant end = (this.duration != null) ? begin.plus(this.duration) : null;
		return (this.until != null && (end == null || this.until.isBefore(end))) ? this.until : end;
	}

	/**
	 * Return what is wrong with this schedule for an attack that begins to count now.
	 * @param now the current time
	 * @param longest the longest time from now to the start, and from the start to the
	 * end
	 * @return the problem, {@code null} if the schedule is possible
	 */
	public @Nullable Problem problem(Instant now, Duration longest) {
		Instant begin = begin(now);
		Instant end = end(begin);
		String atMost = " may be at most " + DurationText.of(longest);
		if (begin.isAfter(now.plus(longest))) {
			return problem("start", "'start'" + atMost + " from now; see 'limits.max-duration'");
		}
		if (end == null) {
			return null;
		}
		if (!end.isAfter(now)) {
			return problem("until", "'until' is over; it is " + PrintableText.of(now) + " now");
		}
		if (!end.isAfter(begin.plus(longest))) {
			return null;
		}
		return (end == this.until)
				? problem("until", "'until'" + atMost + " after the start; see 'limits.max-duration'")
				: problem("duration", "'duration'" + atMost + "; see 'limits.max-duration'");
	}

	private static Problem problem(String field, String message) {
		return new Problem("$." + field, Reason.SCHEMA, message);
	}

	Map<String, Object> fields() {
		Map<String, Object> fields = new LinkedHashMap<>();
		if (this.start != null) {
			fields.put("start", this.start.toString());
		}
		if (this.until != null) {
			fields.put("until", this.until.toString());
		}
		if (this.duration != null) {
			fields.put("duration", DurationText.of(this.duration));
		}
		return fields;
	}

}
