package io.chaosmiddleware.condition;

import java.util.function.Function;

import io.chaosmiddleware.document.Fields;
import org.jspecify.annotations.Nullable;

/**
 * The conditions that an action can have, in the order in which they are read and
 * evaluated. (A {@link Target} is a condition of the whole attack, and is evaluated
 * before them.)
 */
public enum ConditionType {

	/** The action hits certain paths only. */
	ROUTE(Route::read, Route.SCHEMA),

	/** The action hits certain methods only. */
	METHOD(Method::read, Method.SCHEMA),

	/** The action hits only requests with certain headers. */
	HEADERS(Headers::read, Headers.SCHEMA),

	/** The action hits only requests with certain query parameters. */
	QUERY(Query::read, Query.SCHEMA),

	/** The action hits only requests with certain cookies. */
	COOKIES(Cookies::read, Cookies.SCHEMA),

	/** The action hits only requests of certain users. */
	USER(User::read, User.SCHEMA),

	/** The action hits only some of the requests, by chance. */
	PROBABILITY(Probability::read, Probability.SCHEMA),

	/** The action hits only requests beyond a rate. */
	ABOVE(Above::read, Above.SCHEMA),

	/** The action hits only some of the requests, by their number. */
	COUNT(Count::read, Count.SCHEMA);

	private final Function<Fields, @Nullable Condition> reader;

	private final String schema;

	ConditionType(Function<Fields, @Nullable Condition> reader, String schema) {
		this.reader = reader;
		this.schema = schema;
	}

	/**
	 * Read the fields of an action that belong to this condition.
	 * @param fields the fields of the action
	 * @return the condition, {@code null} if there is none or if it is not valid. The
	 * fields have noted the problem in the latter case
	 */
	public @Nullable Condition read(Fields fields) {
		return this.reader.apply(fields);
	}

	/**
	 * Return what a JSON Schema says of the fields of this condition.
	 * @return keywords of a schema by the names of the fields, such as
	 * <code>{"properties": {"route": {…}}}</code>
	 */
	public String schema() {
		return this.schema;
	}

}
