package io.chaosmiddleware.condition;

import java.util.function.Function;

import io.chaosmiddleware.document.Fields;
import org.jspecify.annotations.Nullable;

/**
 * The register of the conditions that an action can have, in the order in which they are
 * read and asked. (A {@link Target} is one of the whole attack, and is asked before.)
 */
public enum ConditionType {

	/** Which paths are hit. */
	ROUTE(Route::read),

	/** How often. */
	PROBABILITY(Probability::read);

	private final Function<Fields, @Nullable Condition> reader;

	ConditionType(Function<Fields, @Nullable Condition> reader) {
		this.reader = reader;
	}

	/**
	 * Read the fields of an action that belong to this condition.
	 * @param fields the fields of the action
	 * @return the condition, {@code null} if there is none, or if it is not valid, which
	 * the fields have noted
	 */
	public @Nullable Condition read(Fields fields) {
		return this.reader.apply(fields);
	}

}
