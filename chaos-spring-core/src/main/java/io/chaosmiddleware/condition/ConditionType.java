package io.chaosmiddleware.condition;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
	ROUTE(Route::read, Route.SCHEMA, "route"),

	/** The action hits certain methods only. */
	METHOD(Method::read, Method.SCHEMA, "method"),

	/** The action hits only requests with certain headers. */
	HEADERS(Headers::read, Headers.SCHEMA, "requestHeaders", "headers"),

	/** The action hits only requests with certain query parameters. */
	QUERY(Query::read, Query.SCHEMA, "query"),

	/** The action hits only requests with certain cookies. */
	COOKIES(Cookies::read, Cookies.SCHEMA, "cookies"),

	/** The action hits only requests of certain users. */
	USER(User::read, User.SCHEMA, "user"),

	/** The action hits only some of the requests, by chance. */
	PROBABILITY(Probability::read, Probability.SCHEMA, "probability", "sticky", "ramp"),

	/** The action hits only requests beyond a rate. */
	ABOVE(Above::read, Above.SCHEMA, "above"),

	/** The action hits only some of the requests, by their number. */
	COUNT(Count::read, Count.SCHEMA, "skip", "every", "times");

	private static final Map<String, ConditionType> BY_FIELD = new HashMap<>();

	static {
		for (ConditionType type : values()) {
			for (String field : type.fields) {
				BY_FIELD.put(field, type);
			}
		}
	}

	private final Function<Fields, @Nullable Condition> reader;

	private final String schema;

	private final List<String> fields;

	ConditionType(Function<Fields, @Nullable Condition> reader, String schema, String... fields) {
		this.reader = reader;
		this.schema = schema;
		this.fields = List.of(fields);
	}

	/**
	 * Read all conditions of an action.
	 * @param fields the fields of the action
	 * @return the conditions in the order of their types, without those that are not
	 * valid. The fields have noted their problems
	 */
	public static List<Condition> readAll(Fields fields) {
		fields.know(BY_FIELD.keySet());
		Set<ConditionType> given = EnumSet.noneOf(ConditionType.class);
		for (String field : fields.names()) {
			ConditionType type = BY_FIELD.get(field);
			if (type != null) {
				given.add(type);
			}
		}
		if (given.isEmpty()) {
			return List.of();
		}
		List<Condition> conditions = new ArrayList<>(given.size());
		for (ConditionType type : given) {
			Condition condition = type.read(fields);
			if (condition != null) {
				conditions.add(condition);
			}
		}
		return conditions;
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
