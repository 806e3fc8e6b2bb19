package io.chaosmiddleware.condition;

import java.util.Map;

import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What must be true of a request for an action to hit it. A closed family; no condition
 * ever sees an effect. Immutable and safe for use by many threads.
 */
public sealed interface Condition permits Target, Route, Probability {

	/**
	 * Return why no request to an application can be hit, which is asked once.
	 * @param application the application
	 * @return the reason, {@code null} if requests have to be asked
	 */
	default @Nullable Reason missesAll(ApplicationIdentity application) {
		return null;
	}

	/**
	 * Return why a request is not hit. Asked for most requests: costs no memory.
	 * @param request the request
	 * @param path its path, decoded as by {@link RequestPath}
	 * @param dice what chance says
	 * @return the reason, {@code null} if the request is hit
	 */
	@Nullable Reason miss(RequestView request, String path, Dice dice);

	/**
	 * Return whether to ask changes the answer to the next request. Such conditions are
	 * asked after all others, and only where the answer counts.
	 * @return whether the answer depends on chance
	 */
	default boolean consumes() {
		return false;
	}

	/**
	 * Return at most what it costs to ask, for each character of a path.
	 * @return the weight, 0 if it is next to nothing
	 */
	default int weight() {
		return 0;
	}

	/**
	 * Return how much work it is to ask for one path, at most.
	 * @param path the decoded path
	 * @return the work, at most the weight times the length of the path
	 */
	default long work(String path) {
		return 0;
	}

	/**
	 * Return this condition for whoever keeps it to show it: equal, but without what only
	 * serves to ask quickly.
	 * @return the condition
	 */
	default Condition forShow() {
		return this;
	}

	/**
	 * Return the fields that an action with this condition has in a document: the inverse
	 * of {@link ConditionType#read}.
	 * @return names and values, untrusted text among them
	 */
	Map<String, Object> fields();

}
