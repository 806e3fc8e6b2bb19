package io.chaosmiddleware.spring.autoconfigure;

import java.util.LinkedHashSet;
import java.util.Set;

import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.spring.autoconfigure.InvalidChaosPropertiesException.InvalidProperty;

/**
 * Collects what is wrong with properties, so that all problems can be named at once.
 */
final class PropertyProblems {

	private final Set<InvalidProperty> problems = new LinkedHashSet<>();

	/**
	 * Add a problem. A problem that is known already is ignored.
	 * @param property the full name of the property
	 * @param message what is wrong and what would be right
	 */
	void add(String property, String message) {
		this.problems.add(new InvalidProperty(PrintableText.of(property), message));
	}

	/**
	 * Add a problem unless a property is valid.
	 * @param valid whether the property is valid
	 * @param property the full name of the property
	 * @param message what is wrong and what would be right
	 */
	void require(boolean valid, String property, String message) {
		if (!valid) {
			add(property, message);
		}
	}

	/**
	 * Use a property, and add a problem if that is refused.
	 * @param property the full name of the property
	 * @param use uses the property, and throws an {@link IllegalArgumentException} that
	 * says what is wrong and what would be right
	 */
	void attempt(String property, Runnable use) {
		try {
			use.run();
		}
		catch (IllegalArgumentException ex) {
			add(property, String.valueOf(ex.getMessage()));
		}
	}

	boolean isEmpty() {
		return this.problems.isEmpty();
	}

	/**
	 * Stop start-up if there are any problems.
	 * @throws InvalidChaosPropertiesException if there are any
	 */
	void throwIfAny() {
		if (!isEmpty()) {
			throw new InvalidChaosPropertiesException(this.problems);
		}
	}

}
