package io.chaosmiddleware.condition;

import java.util.LinkedHashMap;
import java.util.Map;

import io.chaosmiddleware.document.Fields;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Which of the requests that meet all other conditions are hit, by their number.
 *
 * @param skip how many requests pass at first, 0 for none
 * @param every which of the others are hit: every one for 1, every second one for 2
 * @param times how many of those are hit at most, 0 for all
 */
public record Count(long skip, long every, long times) implements Condition {

	static final String SCHEMA = """
			{
				"$defs": {
					"count": {
						"anyOf": [
							{ "type": "integer", "minimum": 1, "maximum": 1000000000 },
							{
								"type": "string",
								"pattern": "^[ \\t\\r\\n]*[+]?0*(?:1000000000|[1-9][0-9]{0,8})[ \\t\\r\\n]*$"
							}
						]
					}
				},
				"properties": {
					"skip": {
						"description": "How many requests pass at first",
						"examples": ["10", 10],
						"$ref": "#/$defs/count"
					},
					"every": {
						"description": "Which of the others are hit, such as 3 for every third",
						"examples": ["3", 3],
						"$ref": "#/$defs/count"
					},
					"times": {
						"description": "How many requests are hit at most",
						"examples": ["2", 2],
						"$ref": "#/$defs/count"
					}
				}
			}
			""";

	private static final long MAX = 1_000_000_000;

	static @Nullable Condition read(Fields fields) {
		if (!fields.optional("skip") && !fields.optional("every") && !fields.optional("times")) {
			return null;
		}
		Long skip = number(fields, "skip", 0);
		Long every = number(fields, "every", 1);
		Long times = number(fields, "times", 0);
		return (skip != null && every != null && times != null) ? new Count(skip, every, times) : null;
	}

	private static @Nullable Long number(Fields fields, String field, long absent) {
		if (!fields.optional(field)) {
			return absent;
		}
		String text = fields.textOrNumber(field);
		Long number = (text != null) ? Fields.wholeNumber(text) : null;
		if (text != null && (number == null || number < 1 || number > MAX)) {
			fields.refuse(field, Reason.COUNT_INVALID,
					"'" + PrintableText.of(text) + "' is not a whole number from 1 to " + MAX);
			return null;
		}
		return number;
	}

	@Override
	public @Nullable Reason miss(RequestView request, String path, Dice dice) {
		long beyond = dice.count() - this.skip;
		if (beyond <= 0) {
			return Reason.SKIP;
		}
		if (this.times > 0 && beyond > this.every * this.times) {
			dice.exhaust();
			return Reason.TIMES;
		}
		return (beyond % this.every == 0) ? null : Reason.EVERY;
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
	public Map<String, Object> chances(Dice dice) {
		if (this.times == 0) {
			return Map.of();
		}
		long hit = Math.max(0, dice.count() - 1 - this.skip) / this.every;
		return Map.of("left", Math.max(0, this.times - hit));
	}

	@Override
	public Map<String, Object> fields() {
		Map<String, Object> fields = new LinkedHashMap<>();
		if (this.skip > 0) {
			fields.put("skip", this.skip);
		}
		if (this.every > 1 || (this.skip == 0 && this.times == 0)) {
			fields.put("every", this.every);
		}
		if (this.times > 0) {
			fields.put("times", this.times);
		}
		return fields;
	}

}
