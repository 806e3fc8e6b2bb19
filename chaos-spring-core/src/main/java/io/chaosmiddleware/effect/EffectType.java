package io.chaosmiddleware.effect;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.chaosmiddleware.document.Fields;
import org.jspecify.annotations.Nullable;

/**
 * The effects that an action can have, with their names in attack documents and the code
 * that reads their fields.
 */
public enum EffectType {

	/** Delays the answer to the request. */
	DELAY(Delay::read, Delay.SCHEMA, false),

	/** Makes the request fail with an exception. */
	FAULT(Fault::read, Fault.SCHEMA, true),

	/** Answers the request with a status in place of its handler. */
	STATUS(Status::read, Status.SCHEMA, false, "headers"),

	/** Ends the connection of the request without an answer. */
	DISCONNECT(Disconnect::read, Disconnect.SCHEMA, false),

	/** Sends the body of the answer slowly. */
	THROTTLE(Throttle::read, Throttle.SCHEMA, false),

	/** Ends the connection after a part of the body of the answer. */
	TRUNCATE(Truncate::read, Truncate.SCHEMA, false),

	/** Changes some bytes of the body of the answer. */
	CORRUPT(Corrupt::read, Corrupt.SCHEMA, false);

	private final String code = name().toLowerCase(Locale.ROOT);

	private final Function<Fields, @Nullable Effect> reader;

	private final String schema;

	private final boolean substitutable;

	private final Set<String> claims;

	EffectType(Function<Fields, @Nullable Effect> reader, String schema, boolean substitutable, String... claims) {
		this.reader = reader;
		this.schema = schema;
		this.substitutable = substitutable;
		this.claims = Set.of(claims);
	}

	/**
	 * Return the name of the effect in attack documents.
	 * @return the stable name, such as {@code delay}
	 */
	public String code() {
		return this.code;
	}

	/**
	 * Return whether the effect can be performed in a different way than requested.
	 * @return whether there is a substitute for it
	 */
	public boolean isSubstitutable() {
		return this.substitutable;
	}

	/**
	 * Return the names of those fields of the effect that would otherwise belong to a
	 * condition.
	 * @return the names, mostly none
	 */
	public Set<String> claims() {
		return this.claims;
	}

	/**
	 * Read the fields of an action that belong to its effect.
	 * @param fields the fields of the action
	 * @return the effect, {@code null} if the fields are not valid; they have then noted
	 * the problem
	 */
	public @Nullable Effect read(Fields fields) {
		return this.reader.apply(fields);
	}

	/**
	 * Return what a JSON Schema says of the fields of the effect.
	 * @return keywords of a schema by the names of the fields, such as
	 * <code>{"properties": {"value": {…}}}</code>
	 */
	public String schema() {
		return this.schema;
	}

	/**
	 * Find a type by its name.
	 * @param code the name as in a document
	 * @return the type, {@code null} if there is no type of that name
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
	 * @return a text such as {@code 'delay', 'fault' or 'status'}
	 */
	public static String names() {
		return NAMES;
	}

	private static final EffectType[] TYPES = values();

	private static final String NAMES = Arrays.stream(TYPES)
		.map((type) -> "'" + type.code + "'")
		.collect(Collectors.joining(", "))
		.replaceFirst(", (?=[^,]*$)", " or ");

}
