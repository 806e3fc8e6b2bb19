package io.chaosmiddleware.effect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.chaosmiddleware.document.Fields;
import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Makes the request fail as if its handler had thrown an exception.
 *
 * @param exceptionName the class name of the exception as the document gives it. It is
 * untrusted text and is only resolved when the action hits (decisions D12 to D14 in
 * {@code docs/differences.md})
 * @param message the message of the exception, {@code null} for one that says that it was
 * injected
 */
public record Fault(String exceptionName, @Nullable String message) implements Effect {

	private static final String MESSAGE = "message";

	// Messages end up in logs, so they have no line breaks, no control characters and
	// nothing that changes the direction of writing.
	private static final Pattern ONE_LINE = Pattern.compile("[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]{1,200}");

	static final String SCHEMA = """
			{
				"properties": {
					"value": {
						"description": "The class name of the exception",
						"examples": ["java.io.IOException", "java.net.SocketTimeoutException", "IllegalStateException"],
						"type": ["string", "number"]
					},
					"message": {
						"description": "The message of the exception",
						"examples": ["Read timed out"],
						"type": "string",
						"pattern": "^[^\\\\p{Cc}\\\\p{Cf}\\\\p{Cs}\\\\p{Zl}\\\\p{Zp}]{1,200}$"
					}
				}
			}
			""";

	/**
	 * Create a fault whose message says that it was injected.
	 * @param exceptionName the class name of the exception
	 */
	public Fault(String exceptionName) {
		this(exceptionName, null);
	}

	static @Nullable Effect read(Fields fields) {
		String value = fields.textOrNumber("value");
		String message = fields.optional(MESSAGE) ? fields.text(MESSAGE, "the message of the exception") : null;
		if (message != null && !ONE_LINE.matcher(message).matches()) {
			fields.refuse(MESSAGE, Reason.MESSAGE_INVALID,
					"a message has 1 to 200 characters, and no line breaks or control characters");
		}
		return (value != null) ? new Fault(value, message) : null;
	}

	@Override
	public EffectType type() {
		return EffectType.FAULT;
	}

	@Override
	public List<Step> steps() {
		return List.of(new Fail(this.exceptionName, this.message));
	}

	@Override
	public Map<String, Object> fields() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("value", this.exceptionName);
		if (this.message != null) {
			fields.put(MESSAGE, this.message);
		}
		return fields;
	}

	@Override
	public Map<String, Object> details() {
		return Map.of();
	}

	@Override
	public String describe(Map<String, Object> details) {
		return "fault " + details.getOrDefault(Fail.DETAIL, "none");
	}

}
