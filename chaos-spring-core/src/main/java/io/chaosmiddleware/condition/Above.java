package io.chaosmiddleware.condition;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.chaosmiddleware.document.DurationText;
import io.chaosmiddleware.document.Fields;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Only requests beyond a number in a window of time are hit, of those that meet all other
 * conditions. With a status of 429 this is a rate limit.
 *
 * @param requests how many requests pass in each window, at least 1
 * @param window the length of a window, at least a second
 */
public record Above(int requests, Duration window) implements Condition {

	private static final String FIELD = "above";

	static final String SCHEMA = """
			{
				"properties": {
					"above": {
						"description": "How many requests pass in a time, before any are hit",
						"examples": ["100/1m"],
						"type": "string",
						"pattern": "^(?=0*[1-9])[0-9]{1,9}/(?=.*[1-9])<duration>$"
					}
				}
			}
			""".replace("<duration>", DurationText.PATTERN);

	private static final Pattern TEXT = Pattern.compile("([0-9]{1,9})/(.{1,20})");

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private static final Duration LONGEST = Duration.ofDays(1);

	static @Nullable Condition read(Fields fields) {
		String text = fields.optional(FIELD) ? fields.text(FIELD, "a rate such as '100/1m'") : null;
		if (text == null) {
			return null;
		}
		Matcher matcher = TEXT.matcher(text);
		Duration window = matcher.matches() ? DurationText.parse(matcher.group(2)) : null;
		int requests = (window != null) ? Integer.parseInt(matcher.group(1)) : 0;
		if (window == null || requests < 1 || window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0) {
			fields.refuse(FIELD, Reason.ABOVE_INVALID, "'" + PrintableText.of(text)
					+ "' is not a number of requests in a time from 1 second to 1 day, such as '100/1m'");
			return null;
		}
		return new Above(requests, window);
	}

	@Override
	public @Nullable Reason miss(RequestView request, String path, Dice dice) {
		return (dice.countWithin(this.window) > this.requests) ? null : Reason.ABOVE;
	}

	@Override
	public boolean consumes() {
		return true;
	}

	@Override
	public boolean needsAttack() {
		return true;
	}

	@Override
	public Map<String, Object> fields() {
		return Map.of(FIELD, this.requests + "/" + DurationText.of(this.window));
	}

}
