package io.chaosmiddleware.effect;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;

import io.chaosmiddleware.document.Fields;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Ends the connection of the request without an answer.
 *
 * @param how how the connection ends
 * @param longest how long a request hangs at most, zero if it does not hang or until that
 * is known
 */
public record Disconnect(How how, Duration longest) implements Effect {

	static final String SCHEMA = """
			{
				"properties": {
					"value": {
						"description": "How the connection ends",
						"examples": ["reset", "close", "hang"],
						"enum": ["reset", "close", "hang"]
					}
				}
			}
			""";

	/**
	 * Create a disconnect.
	 * @param how how the connection ends
	 */
	public Disconnect(How how) {
		this(how, Duration.ZERO);
	}

	static @Nullable Effect read(Fields fields) {
		String value = fields.textOrNumber("value");
		if (value == null) {
			return null;
		}
		for (How how : How.ALL) {
			if (how.code.equals(value)) {
				return new Disconnect(how);
			}
		}
		fields.refuse("value", Reason.DISCONNECT_INVALID,
				"'" + PrintableText.of(value) + "' is not a way to disconnect; use 'reset', 'close' or 'hang'");
		return null;
	}

	@Override
	public EffectType type() {
		return EffectType.DISCONNECT;
	}

	@Override
	public Effect draw(DoubleSupplier dice, Duration longest) {
		return (this.how == How.HANG) ? new Disconnect(this.how, longest) : this;
	}

	@Override
	public List<Step> steps() {
		EndConnection end = new EndConnection(this.how == How.RESET);
		// Earlier delays of the request are part of the longest time.
		return (this.how == How.HANG) ? List.of(new Pause(this.longest, true), end) : List.of(end);
	}

	@Override
	public Map<String, Object> fields() {
		return Map.of("value", this.how.code);
	}

	@Override
	public Map<String, Object> details() {
		return Map.of("disconnect", this.how.code);
	}

	@Override
	public String describe(Map<String, Object> details) {
		return "disconnect (" + this.how.code + ")";
	}

	/**
	 * How a connection ends.
	 */
	public enum How {

		/** By a TCP reset. */
		RESET,

		/** By closing it. */
		CLOSE,

		/** By closing it after the longest delay of a request. */
		HANG;

		private static final List<How> ALL = Arrays.asList(values());

		private final String code = name().toLowerCase(Locale.ROOT);

		/**
		 * Return the name in documents.
		 * @return the stable name, such as {@code reset}
		 */
		public String code() {
			return this.code;
		}

	}

}
