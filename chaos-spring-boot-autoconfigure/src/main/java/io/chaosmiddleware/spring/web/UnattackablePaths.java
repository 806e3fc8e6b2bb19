package io.chaosmiddleware.spring.web;

import java.util.List;
import java.util.function.Predicate;

import io.chaosmiddleware.condition.PathSpellings;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Paths of this context that no attack may ever hit, in one of the spellings of
 * {@link PathSpellings}.
 */
public interface UnattackablePaths extends Predicate<String> {

	/**
	 * Return patterns of such paths, to tell people whose route hits nothing else. They
	 * include those that other servers of this application have.
	 * @return path patterns in Spring's notation
	 */
	List<String> patterns();

	/**
	 * Return a test of raw paths for those who leave such requests alone altogether. It
	 * never fails: where it is not known which paths may be attacked, none may.
	 * @param unattackable looked up once, since the test is made for many requests while
	 * attacks are active
	 * @return tells whether any spelling of a raw path is one of them
	 */
	static Predicate<String> inAnySpelling(ObjectProvider<UnattackablePaths> unattackable) {
		Predicate<String> paths = unattackable.stream()
			.<Predicate<String>>map((some) -> some)
			.reduce((path) -> false, Predicate::or);
		return (raw) -> {
			try {
				// the engine attacks no longer ones where anything is excluded
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
