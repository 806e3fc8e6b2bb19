package io.chaosmiddleware.spring.mappings;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Knows which requests an adapter can attack at all, whatever the attack.
 */
public interface AttackReach {

	/**
	 * Return whether the adapter can attack any requests of its application context.
	 * @return whether there is something to attack
	 */
	boolean reachesAnything();

	/**
	 * Return the parts of the application that serve requests which the adapter should be
	 * able to attack but cannot.
	 * @return a name for each of them to use in a sentence
	 */
	default List<String> unreached() {
		return List.of();
	}

	/**
	 * Return why a request cannot be attacked. Nothing is performed.
	 * @param method the HTTP method
	 * @param path the raw path without context path and query
	 * @param query the raw query, {@code null} if there is none
	 * @param headers the values of the headers by name, compared without regard to case
	 * @return why not, {@code null} if the request can be attacked
	 */
	default @Nullable Obstacle obstacle(String method, String path, @Nullable String query,
			Map<String, List<String>> headers) {
		return null;
	}

	/**
	 * Why a request cannot be attacked, or why that is not known.
	 *
	 * @param reason a sentence for people
	 * @param certain whether the request certainly cannot be attacked
	 */
	record Obstacle(String reason, boolean certain) {

		/**
		 * Create an obstacle that no attack gets past.
		 * @param reason a sentence for people
		 * @return the obstacle
		 */
		public static Obstacle certain(String reason) {
			return new Obstacle(reason, true);
		}

		/**
		 * Create an obstacle that may exist only for a request which is explained.
		 * @param reason a sentence for people
		 * @return the obstacle
		 */
		public static Obstacle possible(String reason) {
			return new Obstacle(reason, false);
		}

	}

}
