package io.chaosmiddleware.effect;

import java.util.Map;

import io.chaosmiddleware.document.DataSizeText;
import io.chaosmiddleware.document.Fields;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Sends the body of the answer slowly.
 *
 * @param bytesPerSecond how fast it is sent at most, positive
 */
public record Throttle(long bytesPerSecond) implements BodyEffect {

	private static final String PER_SECOND = "/s";

	static final String SCHEMA = """
			{
				"properties": {
					"value": {
						"description": "How fast the body of the answer is sent",
						"examples": ["16KB/s", "1MB/s"],
						"type": "string",
						"pattern": "^(?=0*[1-9])<size>/s$"
					}
				}
			}
			""".replace("<size>", DataSizeText.PATTERN);

	static @Nullable Effect read(Fields fields) {
		String value = fields.textOrNumber("value");
		if (value == null) {
			return null;
		}
		Long bytes = value.endsWith(PER_SECOND)
				? DataSizeText.parse(value.substring(0, value.length() - PER_SECOND.length())) : null;
		if (bytes == null) {
			fields.refuse("value", Reason.THROTTLE_INVALID,
					"'" + PrintableText.of(value) + "' is not a bandwidth such as '16KB/s' or '1MB/s'");
			return null;
		}
		long lowest = fields.reading().limits().minThrottle();
		if (bytes < lowest) {
			fields.refuse("value", Reason.THROTTLE_TOO_LOW,
					"a bandwidth is at least " + DataSizeText.of(lowest) + PER_SECOND + "; see 'limits.min-throttle'");
			return null;
		}
		return new Throttle(bytes);
	}

	@Override
	public EffectType type() {
		return EffectType.THROTTLE;
	}

	@Override
	public boolean altersBytes() {
		return false;
	}

	@Override
	public Map<String, Object> fields() {
		return Map.of("value", DataSizeText.of(this.bytesPerSecond) + PER_SECOND);
	}

	@Override
	public Map<String, Object> details() {
		return Map.of("bps", this.bytesPerSecond);
	}

	@Override
	public String describe(Map<String, Object> details) {
		return "throttle to " + DataSizeText.of(this.bytesPerSecond) + PER_SECOND;
	}

}
