package io.chaosmiddleware.effect;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.chaosmiddleware.document.Fields;
import org.jspecify.annotations.Nullable;

/**
 * The register of effects: the names of the attack language, and who reads the fields of
 * each.
 */
public enum EffectType {

	/** The request is answered later. */
	DELAY(Delay::read, false),

	/** The request fails with an exception. */
	FAULT(Fault::read, true);

	private final String code = name().toLowerCase(Locale.ROOT);

	private final Function<Fields, @Nullable Effect> reader;

	private final boolean substitutable;

	EffectType(Function<Fields, @Nullable Effect> reader, boolean substitutable) {
		this.reader = reader;
		this.substitutable = substitutable;
	}

	/**
	 * Return the name of the effect in the attack language.
	 * @return the stable name, such as {@code delay}
	 */
	public String code() {
		return this.code;
	}

	/**
	 * Return whether the effect can be performed in another way than asked.
	 * @return whether there is something to take its place
	 */
	public boolean isSubstitutable() {
		return this.substitutable;
	}

	/**
	 * Read the fields of an action that belong to its effect.
	 * @param fields the fields of the action
	 * @return the effect, {@code null} if they are not valid, which the fields have noted
	 */
	public @Nullable Effect read(Fields fields) {
		return this.reader.apply(fields);
	}

	/**
	 * Find a type by its name.
	 * @param code the name as in a document
	 * @return the type, {@code null} if there is none of that name
	 */
	public static @Nullable EffectType of(String code) {
		for (EffectType type : TYPES) {
			if (type.code.equals(code)) {
				return type;
			}
		}
		return null;
	}

	/**
	 * Return the names of all effects, for people.
	 * @return a text such as {@code 'delay' or 'fault'}
	 */
	public static String names() {
		return NAMES;
	}

	private static final EffectType[] TYPES = values();

	private static final String NAMES = Arrays.stream(TYPES)
		.map((type) -> "'" + type.code + "'")
		.collect(Collectors.joining(" or "));

}
