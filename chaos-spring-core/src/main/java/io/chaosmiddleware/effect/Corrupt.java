package io.chaosmiddleware.effect;

import java.util.Map;
import java.util.function.DoubleSupplier;

import io.chaosmiddleware.document.Fields;
import io.chaosmiddleware.document.Percentage;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Changes some bytes of the body of the answer, whose length stays the same.
 *
 * @param partsPerMillion how many bytes are changed, in parts per million; 1 to 1000000
 */
public record Corrupt(int partsPerMillion) implements BodyEffect {

	static final String SCHEMA = """
			{
				"properties": {
					"value": {
						"description": "How much of the body of the answer is changed",
						"examples": ["1%", "0.5%"],
						"type": "string",
						"pattern": "^[ \\t\\r\\n]*<percent>[ \\t\\r\\n]*%$"
					}
				}
			}
			""".replace("<percent>", Percentage.PATTERN);

	static @Nullable Effect read(Fields fields) {
		String value = fields.textOrNumber("value");
		if (value == null) {
			return null;
		}
		Integer share = Percentage.readWithSign(value);
		if (share == null || share < 1 || share > Percentage.ALL) {
			fields.refuse("value", Reason.CORRUPT_INVALID, "'" + PrintableText.of(value)
					+ "' is not a part of the body from 0.0001 to 100 per cent, such as '1%'");
			return null;
		}
		return new Corrupt(share);
	}

	@Override
	public EffectType type() {
		return EffectType.CORRUPT;
	}

	@Override
	public BodyFilter begin(long length, DoubleSupplier dice) {
		return new Filter((double) Percentage.ALL / this.partsPerMillion, dice);
	}

	@Override
	public Map<String, Object> fields() {
		return Map.of("value", Percentage.textWithSign(this.partsPerMillion));
	}

	@Override
	public Map<String, Object> details() {
		return Map.of("percent", Percentage.number(this.partsPerMillion));
	}

	@Override
	public String describe(Map<String, Object> details) {
		return "corruption of " + fields().get("value");
	}

	/**
	 * Changes one byte, chosen by chance, in each window of the body.
	 */
	private static final class Filter implements BodyFilter {

		private final double window;

		private final DoubleSupplier dice;

		private long position;

		private long windows;

		private long next = -1;

		Filter(double window, DoubleSupplier dice) {
			this.window = window;
			this.dice = dice;
		}

		@Override
		public int filter(byte[] bytes, int offset, int length) {
			if (this.next < 0) {
				// A short body is corrupted too.
				this.next = (long) (this.dice.getAsDouble() * Math.min(this.window, length));
			}
			while (this.next < this.position + length) {
				int index = offset + (int) (this.next - this.position);
				bytes[index] ^= (byte) (1 + (int) (this.dice.getAsDouble() * 255));
				this.windows++;
				this.next = Math.max(this.next + 1, (long) ((this.windows + this.dice.getAsDouble()) * this.window));
			}
			this.position += length;
			return length;
		}

	}

}
