package io.chaosmiddleware.spring.autoconfigure;

import java.util.List;
import java.util.function.Predicate;

import io.chaosmiddleware.condition.PathSpellings;

/**
 * Paths of this context that no attack may ever hit, in one of the spellings of
 * {@link PathSpellings}.
 */
interface UnattackablePaths extends Predicate<String> {

	/**
	 * Return patterns of such paths, to tell people whose route hits nothing else. They
	 * include those that other servers of this application have.
	 * @return path patterns in Spring's notation
	 */
	List<String> patterns();

}
