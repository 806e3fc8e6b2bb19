package io.chaosmiddleware.effect;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * When an action acts on a request. The name in documents is that of the field
 * {@code type}.
 */
public enum Phase {

	/** Before the handler of the request. */
	BEFORE,

	/**
	 * After the handler, whose work is done and whose answer has not been sent yet.
	 */
	AFTER,

	/**
	 * While the answer is sent, be it that of the handler or an injected one. Not a
	 * {@code type} in documents.
	 */
	ANSWER;

	private static final List<Phase> TYPES = List.of(BEFORE, AFTER);

	private final String code = name().toLowerCase(Locale.ROOT);

	/**
	 * Return the name in documents.
	 * @return the stable name, such as {@code before}
	 */
	public String code() {
		return this.code;
	}

	/**
	 * Return the phases that a document can name.
	 * @return the phases, each with a different name
	 */
	public static List<Phase> types() {
		return TYPES;
	}

	/**
	 * Find a phase by its name.
	 * @param code the name as in a document
	 * @return the phase, {@code null} if there is no phase of that name
	 */
	public static @Nullable Phase of(String code) {
		for (Phase type : TYPES) {
			if (type.code.equals(code)) {
				return type;
			}
		}
		return null;
	}

}
