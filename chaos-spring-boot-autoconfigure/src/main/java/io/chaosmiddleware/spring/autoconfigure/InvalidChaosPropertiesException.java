package io.chaosmiddleware.spring.autoconfigure;

import java.io.Serial;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown when properties under {@code chaos.middleware} are invalid.
 */
class InvalidChaosPropertiesException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient List<InvalidProperty> properties;

	InvalidChaosPropertiesException(Collection<InvalidProperty> properties) {
		super(properties.stream().map(InvalidProperty::toString).collect(Collectors.joining("; ")));
		this.properties = List.copyOf(properties);
	}

	List<InvalidProperty> properties() {
		return this.properties;
	}

	/**
	 * An invalid property.
	 *
	 * @param name the full name of the property
	 * @param message what is wrong and what would be right
	 */
	record InvalidProperty(String name, String message) {

		@Override
		public String toString() {
			return this.name + ": " + this.message;
		}

	}

}
