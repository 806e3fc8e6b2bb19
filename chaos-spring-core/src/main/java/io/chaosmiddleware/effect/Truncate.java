package io.chaosmiddleware.effect;

import java.util.Map;
import java.util.function.DoubleSupplier;

import io.chaosmiddleware.document.DataSizeText;
import io.chaosmiddleware.document.Fields;
import io.chaosmiddleware.document.Percentage;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Ends the connection after a part of the body of the answer.
 *
 * @param partsPerMillion the part that is sent, in parts per million of the body; less
 * than a million, negative if a number of bytes is given
 * @param bytes how many bytes are sent, negative if a part is given
 */
public record Truncate(int partsPerMillion, long bytes) implements BodyEffect {

	static final String SCHEMA = """
			{
				"properties": {
					"value": {
						"description": "How much of the body of the answer is sent before the connection ends",
						"examples": ["50%", "1KB", "0B"],
						"type": "string",
						"pattern": "^(?:<size>|[ \\t\\r\\n]*[+]?0*[0-9]{1,2}(?:[.][0-9]{1,4})?[ \\t\\r\\n]*%)$"
					}
				}
			}
			""".replace("<size>", DataSizeText.PATTERN);

	static @Nullable Effect read(Fields fields) {
		String value = fields.textOrNumber("value");
		if (value == null) {
			return null;
		}
		Long bytes = DataSizeText.parse(value);
		if (bytes != null) {
			return new Truncate(-1, bytes);
		}
		Integer share = Percentage.readWithSign(value);
		if (share != null && share < Percentage.ALL && value.indexOf('-') < 0) {
			return new Truncate(share, -1);
		}
		fields.refuse("value", Reason.TRUNCATE_INVALID, "'" + PrintableText.of(value)
				+ "' is not a part of the body from 0 to less than 100 per cent, such as '50%', or a size, such as '1KB'");
		return null;
	}

	@Override
	public EffectType type() {
		return EffectType.TRUNCATE;
	}

	@Override
	public boolean breaksConnection() {
		return true;
	}

	@Override
	public boolean asksForLength() {
		return true;
	}

	@Override
	public @Nullable Reason obstacle(long length) {
		if (length < 0) {
			return (this.bytes < 0) ? Reason.LENGTH_UNKNOWN : null;
		}
		return (left(length) >= length) ? Reason.SHORT_ANSWER : null;
	}

	@Override
	public BodyFilter begin(long length, DoubleSupplier dice) {
		long[] left = { left(length) };
		return (body, offset, count) -> {
			int sent = (int) Math.min(left[0], count);
			left[0] -= sent;
			return sent;
		};
	}

	private long left(long length) {
		return (this.bytes >= 0) ? this.bytes : length / Percentage.ALL * this.partsPerMillion
				+ length % Percentage.ALL * this.partsPerMillion / Percentage.ALL;
	}

	@Override
	public Map<String, Object> fields() {
		return Map.of("value",
				(this.bytes >= 0) ? DataSizeText.of(this.bytes) : Percentage.textWithSign(this.partsPerMillion));
	}

	@Override
	public Map<String, Object> details() {
		return (this.bytes >= 0) ? Map.of("bytes", this.bytes)
				: Map.of("percent", Percentage.number(this.partsPerMillion));
	}

	@Override
	public String describe(Map<String, Object> details) {
		return "truncate after " + fields().get("value");
	}

}
