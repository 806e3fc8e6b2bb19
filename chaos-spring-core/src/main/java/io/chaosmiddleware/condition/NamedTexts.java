package io.chaosmiddleware.condition;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;

import io.chaosmiddleware.document.WeightBudget;
import org.jspecify.annotations.Nullable;

/**
 * Names that a request must all have, with the texts that may be their values. Immutable
 * and safe for use by many threads.
 */
final class NamedTexts {

	/**
	 * What it costs to look for one name, compared with one character of a plain route.
	 */
	static final int NAME_WEIGHT = 128;

	private final SortedMap<String, AnyOf> texts;

	// The same as arrays, so that no iterator is allocated.
	private final String[] names;

	private final AnyOf[] values;

	/**
	 * Create texts.
	 * @param texts the texts by their names, sorted so that equal ones are written in the
	 * same order; not copied
	 */
	NamedTexts(SortedMap<String, AnyOf> texts) {
		this.texts = texts;
		this.names = this.texts.keySet().toArray(String[]::new);
		this.values = this.texts.values().toArray(AnyOf[]::new);
	}

	int size() {
		return this.names.length;
	}

	String name(int index) {
		return this.names[index];
	}

	AnyOf values(int index) {
		return this.values[index];
	}

	int weight() {
		return NAME_WEIGHT * this.names.length;
	}

	/**
	 * Return the same texts if the document may have them.
	 */
	@Nullable NamedTexts paid(TextsReader reader) {
		try {
			reader.fields().reading().weight().pay(weight());
			return this;
		}
		catch (WeightBudget.TooHeavyException ex) {
			reader.refuse("'" + reader.field() + "' is too heavy: each name weighs " + NAME_WEIGHT
					+ ", and the routes and names of the document together weigh more than it may");
			return null;
		}
	}

	/**
	 * Return what a document has.
	 */
	Map<String, Object> fields() {
		Map<String, Object> fields = new LinkedHashMap<>();
		this.texts.forEach((name, values) -> fields.put(name, values.field()));
		return fields;
	}

	/**
	 * Return what a report has in place of secrets.
	 */
	Map<String, Object> masked() {
		Map<String, Object> fields = new LinkedHashMap<>();
		this.texts.forEach((name, values) -> fields.put(name, values.masked()));
		return fields;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof NamedTexts named && this.texts.equals(named.texts);
	}

	@Override
	public int hashCode() {
		return this.texts.hashCode();
	}

	@Override
	public String toString() {
		return masked().toString();
	}

}
