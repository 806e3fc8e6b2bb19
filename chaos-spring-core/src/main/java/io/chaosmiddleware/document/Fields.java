package io.chaosmiddleware.document;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one object of a document. A field that is read is a known field from then
 * on. If its value is wrong, the problem is noted in the {@link Reading}, and the result
 * is {@code null}. Used by one thread.
 */
public final class Fields {

	/**
	 * The maximum number of digits of a number that the original implementation reads.
	 */
	public static final int MAX_DIGITS = 4300;

	// A number that has more digits than this one is beyond every limit.
	private static final long MAX_BEFORE_LAST_DIGIT = 99_999_999_999_999_999L;

	private final JsonNode object;

	private final String path;

	// -1 unless the path is that of a list
	private final int index;

	private final Reading reading;

	private final List<String> known = new ArrayList<>(8);

	private Set<String> alsoKnown = Set.of();

	private Set<String> claimed = Set.of();

	/**
	 * Create the fields of an object.
	 * @param object the object
	 * @param path its JSON path, such as {@code $.actions[0]}
	 * @param reading collects the problems
	 */
	public Fields(JsonNode object, String path, Reading reading) {
		this(object, path, -1, reading);
	}

	/**
	 * Create the fields of an object in a list. Its path is made only for a problem.
	 * @param object the object
	 * @param list the JSON path of the list, such as {@code $.actions}
	 * @param index the index of the object
	 * @param reading collects the problems
	 */
	public Fields(JsonNode object, String list, int index, Reading reading) {
		this.object = object;
		this.path = list;
		this.index = index;
		this.reading = reading;
	}

	/**
	 * Return the reading of the document that these fields are part of.
	 * @return the reading
	 */
	public Reading reading() {
		return this.reading;
	}

	/**
	 * Return the location of the object.
	 * @return its JSON path
	 */
	public String path() {
		return (this.index >= 0) ? this.path + "[" + this.index + "]" : this.path;
	}

	/**
	 * Return the names of all fields that the object has.
	 * @return the names in the order of the document
	 */
	public Collection<String> names() {
		return this.object.propertyNames();
	}

	/**
	 * Note that fields are known, even if none of them is read.
	 * @param names the names, in place of those that were noted before
	 */
	public void know(Set<String> names) {
		this.alsoKnown = names;
	}

	/**
	 * Claim names of fields for one reader. Another one that may go by a different name
	 * then does so.
	 * @param names the names
	 */
	public void claim(Set<String> names) {
		this.claimed = names;
	}

	/**
	 * Return whether the name of a field is {@linkplain #claim claimed}.
	 * @param field the name
	 * @return whether it is claimed
	 */
	public boolean isClaimed(String field) {
		return this.claimed.contains(field);
	}

	/**
	 * Return the unchanged value of a field.
	 * @param field its name
	 * @return the value, {@code null} if it is absent
	 */
	public @Nullable JsonNode get(String field) {
		this.known.add(field);
		return this.object.get(field);
	}

	/**
	 * Read a text.
	 * @param field the name of the field
	 * @param expected a description of the expected value, for people
	 * @return the text, {@code null} if it is absent or not a text
	 */
	public @Nullable String text(String field, String expected) {
		JsonNode value = get(field);
		if (value == null) {
			breaksSchema(field, "'" + field + "' is missing; give " + expected);
			return null;
		}
		if (!value.isString()) {
			breaksSchema(field, "'" + field + "' must be a text: " + expected);
			return null;
		}
		return value.stringValue();
	}

	/**
	 * Read a text, or a number, which counts as its text (decision D3 in
	 * {@code docs/differences.md}).
	 * @param field the name of the field
	 * @return the text, {@code null} if it is absent or neither
	 */
	public @Nullable String textOrNumber(String field) {
		JsonNode value = get(field);
		if (value == null) {
			breaksSchema(field, "'" + field + "' is missing; give a text or a number");
			return null;
		}
		if (!value.isString() && !value.isNumber()) {
			breaksSchema(field, "'" + field + "' must be a text or a number");
			return null;
		}
		boolean fraction = value.isNumber() && !value.isIntegralNumber();
		return fraction ? this.reading.fraction(path() + "." + field, value.asString()) : value.asString();
	}

	/**
	 * Read an object whose values are texts or numbers, which count as their text.
	 * @param field the name of the field
	 * @param expected a description of the expected object, for people
	 * @return names and texts in the order of the document, without those values that are
	 * neither
	 */
	public Map<String, String> texts(String field, String expected) {
		JsonNode object = get(field);
		Map<String, String> texts = new LinkedHashMap<>();
		if (object == null || !object.isObject()) {
			breaksSchema(field, "'" + field + "' must be an object with " + expected);
			return texts;
		}
		object.properties().forEach((entry) -> {
			JsonNode value = entry.getValue();
			if (value.isString() || value.isNumber()) {
				texts.put(entry.getKey(), value.asString());
			}
			else {
				String name = PrintableText.of(entry.getKey());
				breaksSchema(field + "." + name, "'" + name + "' must be a text or a number");
			}
		});
		return texts;
	}

	/**
	 * Read a field that is {@code true} or {@code false}.
	 * @param field its name
	 * @return its value, {@code false} if it is absent or neither
	 */
	public boolean flag(String field) {
		JsonNode value = get(field);
		if (value != null && !value.isBoolean()) {
			breaksSchema(field, "'" + field + "' must be true or false");
		}
		return value != null && value.isBoolean() && value.booleanValue();
	}

	/**
	 * Note that a field is known, and return whether it is present.
	 * @param field its name
	 * @return whether it is present
	 */
	public boolean optional(String field) {
		return get(field) != null;
	}

	/**
	 * Note that the value of a field breaks the schema, so the whole document is refused.
	 * @param field the name of the field
	 * @param message a sentence that names the field and the remedy
	 */
	public void breaksSchema(String field, String message) {
		this.reading.breaksSchema(new Problem(path() + "." + field, Reason.SCHEMA, message));
	}

	/**
	 * Note that the value of a field is not valid, so its action is refused.
	 * @param field the name of the field
	 * @param reason the stable code
	 * @param message a sentence that names the remedy and quotes printable text only
	 */
	public void refuse(String field, Reason reason, String message) {
		this.reading.refuses(new Problem(path() + "." + field, reason, message));
	}

	/**
	 * Note a problem for every field that has not been read, since it is unknown.
	 */
	public void refuseUnknown() {
		for (String field : names()) {
			if (!this.known.contains(field) && !this.alsoKnown.contains(field)) {
				String printable = PrintableText.of(field);
				Set<String> all = new TreeSet<>(this.known);
				all.addAll(this.alsoKnown);
				breaksSchema(printable, "unknown field '" + printable + "'; known are " + String.join(", ", all));
			}
		}
	}

	/**
	 * Read a whole number.
	 * @param text the text
	 * @return the number, clamped if it is beyond every limit; {@code null} if the text
	 * is not a whole number
	 */
	public static @Nullable Long wholeNumber(String text) {
		// Decision D11 in docs/differences.md allows ASCII digits with an optional sign,
		// surrounded by nothing but blanks.
		int start = 0;
		int end = text.length();
		while (start < end && isBlank(text.charAt(start))) {
			start++;
		}
		while (start < end && isBlank(text.charAt(end - 1))) {
			end--;
		}
		boolean negative = start < end && text.charAt(start) == '-';
		if (negative || (start < end && text.charAt(start) == '+')) {
			start++;
		}
		return (start < end && end - start <= MAX_DIGITS) ? number(text, start, end, negative) : null;
	}

	private static @Nullable Long number(String text, int start, int end, boolean negative) {
		long magnitude = 0;
		for (int i = start; i < end; i++) {
			int digit = text.charAt(i) - '0';
			if (digit < 0 || digit > 9) {
				return null;
			}
			magnitude = (magnitude <= MAX_BEFORE_LAST_DIGIT) ? magnitude * 10 + digit : Long.MAX_VALUE;
		}
		return negative ? -magnitude : magnitude;
	}

	private static boolean isBlank(char c) {
		return c == ' ' || c == '\t' || c == '\r' || c == '\n';
	}

}
