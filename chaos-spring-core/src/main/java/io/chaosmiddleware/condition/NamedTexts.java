package io.chaosmiddleware.condition;

import java.util.LinkedHashMap;
import java.util.List;
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
	 * What it costs to look for one name and to compare one value, compared with one
	 * character of a plain route.
	 */
	static final int NAME_WEIGHT = 128;

	/**
	 * What it costs to compare one more value.
	 */
	static final int VALUE_WEIGHT = 32;

	// Even a name without a value, or an empty header, costs something.
	private static final int OVERHEAD = 16;

	// The longest text of a request that is looked at has four times as many characters
	// as the longest path.
	private static final int CHARACTERS = Query.MAX_LENGTH / RequestPath.MAX_LENGTH;

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
		int weight = 0;
		for (int i = 0; i < this.names.length; i++) {
			weight += weight(i);
		}
		return weight;
	}

	private int weight(int index) {
		return NAME_WEIGHT + VALUE_WEIGHT * (this.values[index].texts().size() - 1);
	}

	/**
	 * Return the work of looking for all names.
	 * @param length the length of the text in which they are looked for
	 */
	long work(int length) {
		long work = 0;
		for (int i = 0; i < this.names.length; i++) {
			work += work(i, length);
		}
		return work;
	}

	/**
	 * Return the work of looking for one name.
	 * @param index the index of the name
	 * @param length the length of the text in which it is looked for
	 */
	long work(int index, int length) {
		return (long) weight(index) * Math.min(OVERHEAD + length, Query.MAX_LENGTH) / CHARACTERS;
	}

	/**
	 * Return the length of the values of a header, as a measure of what it costs to look
	 * at them.
	 */
	static int length(List<String> values) {
		int length = 0;
		for (int i = 0; i < values.size(); i++) {
			length += OVERHEAD + values.get(i).length();
		}
		return length;
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
					+ ", each further value of it " + VALUE_WEIGHT
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
