package io.chaosmiddleware.condition;

import java.util.Map;
import java.util.function.Supplier;

import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A condition that a request must meet for an action to hit it. The family is closed, and
 * conditions do not depend on effects. Immutable and safe for use by many threads.
 */
public sealed interface Condition
		permits Target, Route, Method, Headers, Query, Cookies, User, Probability, Above, Count {

	/**
	 * Return why no request to an application can be hit. Called once for each
	 * application, not for each request.
	 * @param application the application
	 * @param attack gives a text that identifies the attack, the same in all applications
	 * @return the reason, {@code null} if it depends on the request
	 */
	default @Nullable Reason missesAll(ApplicationIdentity application, Supplier<String> attack) {
		return null;
	}

	/**
	 * Return why a request is not hit. Called for most requests, and therefore must not
	 * allocate memory.
	 * @param request the request
	 * @param path the path of the request, decoded as by {@link RequestPath}
	 * @param dice the dice to roll for conditions that depend on chance
	 * @return the reason, {@code null} if the request is hit
	 */
	@Nullable Reason miss(RequestView request, String path, Dice dice);

	/**
	 * Return whether evaluating this condition needs the
	 * {@linkplain RequestView#principal principal} of a request. It is not looked up for
	 * requests that no such condition may concern.
	 * @return whether the principal is needed
	 */
	default boolean needsUser() {
		return false;
	}

	/**
	 * Return whether evaluating this condition consumes something, such as a roll of the
	 * dice. Such conditions are evaluated after all others, and only where the answer
	 * counts.
	 * @return whether the answer depends on chance
	 */
	default boolean consumes() {
		return false;
	}

	/**
	 * Return whether the dice have to know the attack: its identity, its start or how
	 * many requests it has met.
	 * @return whether the dice must be those of the attack
	 */
	default boolean needsAttack() {
		return false;
	}

	/**
	 * Return what a hit depends on that is left to chance, for requests that are only
	 * explained.
	 * @param dice the dice that the condition was evaluated with
	 * @return numbers and texts by stable codes, empty if a request that meets this
	 * condition meets it each time
	 */
	default Map<String, Object> chances(Dice dice) {
		return Map.of();
	}

	/**
	 * Return an upper bound of what it costs to evaluate this condition, for each
	 * character of the longest path.
	 * @return the weight, 0 if the cost is negligible
	 */
	default int weight() {
		return 0;
	}

	/**
	 * Return whether a shorter path costs less. Otherwise it depends on something else in
	 * the request what it costs.
	 * @return whether the work is at most the weight times the length of the path
	 */
	default boolean looksAtPath() {
		return true;
	}

	/**
	 * Return an upper bound of the work of evaluating this condition for one request.
	 * @param request the request
	 * @param path the decoded path of the request
	 * @return the work, at most the weight times {@link RequestPath#MAX_LENGTH}
	 */
	default long work(RequestView request, String path) {
		return (long) weight() * path.length();
	}

	/**
	 * Return a copy of this condition to keep and to show. It is equal to this condition,
	 * but lacks anything that only serves to evaluate it quickly.
	 * @return the condition
	 */
	default Condition forShow() {
		return this;
	}

	/**
	 * Return the fields that an action with this condition has in a document. This is the
	 * inverse of {@link ConditionType#read}.
	 * @return names and values, which contain untrusted text
	 */
	Map<String, Object> fields();

	/**
	 * Return the fields for reports, in which secrets are replaced by {@code ***}.
	 * @return names and values, which contain untrusted text
	 */
	default Map<String, Object> maskedFields() {
		return fields();
	}

}
