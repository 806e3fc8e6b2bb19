package io.chaosmiddleware.spring.web;

import java.util.List;
import java.util.function.Predicate;

import io.chaosmiddleware.condition.PathSpellings;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Tells which paths of an application context are never attacked. Paths are tested in the
 * spellings that {@link PathSpellings} lists.
 */
public interface UnattackablePaths extends Predicate<String> {

	/**
	 * Return patterns of these paths, which help to explain why a route hits nothing.
	 * They include paths on the other ports of the application.
	 * @return path patterns in Spring's notation
	 */
	List<String> patterns();

	/**
	 * Return a predicate that tells whether a raw path is never attacked, in any of its
	 * spellings. Adapters use it to leave such requests alone altogether. The predicate
	 * returns {@code true} if the answer cannot be found out.
	 * @param unattackable the beans, which are looked up once, because many requests are
	 * tested while attacks are active
	 * @return the predicate
	 */
	static Predicate<String> inAnySpelling(ObjectProvider<UnattackablePaths> unattackable) {
		Predicate<String> paths = unattackable.stream()
			.<Predicate<String>>map((some) -> some)
			.reduce((path) -> false, Predicate::or);
		return (raw) -> {
			try {
				// Longer paths need no test, because the engine does not attack them if
				// anything is excluded.
				return raw.length() <= PathSpellings.MAX_LENGTH && PathSpellings.anyMatch(raw, paths);
			}
			catch (RuntimeException ex) {
				LoggerFactory.getLogger(UnattackablePaths.class)
					.error("No attack on a request, since it is not known which paths may be attacked", ex);
				return true;
			}
		};
	}

}
