package io.chaosmiddleware.spring.mappings;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Knows which requests an adapter can attack at all, whatever the attack.
 */
@FunctionalInterface
public interface AttackReach {

	/**
	 * Return why a request cannot be attacked. Nothing is performed.
	 * @param method the HTTP method
	 * @param path the raw path without context path and query
	 * @param query the raw query, {@code null} if there is none
	 * @param headers the values of the headers by name, compared without regard to case
	 * @return a sentence for people, {@code null} if the request can be attacked
	 */
	@Nullable String obstacle(String method, String path, @Nullable String query, Map<String, List<String>> headers);

}
