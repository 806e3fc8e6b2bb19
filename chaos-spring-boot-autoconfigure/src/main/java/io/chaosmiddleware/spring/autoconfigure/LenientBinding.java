package io.chaosmiddleware.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.chaosmiddleware.attack.PrintableText;
import io.chaosmiddleware.spring.autoconfigure.InvalidChaosPropertiesException.InvalidProperty;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * Binds the properties although some of their values cannot be converted: those have
 * their defaults, so that mistakes in the others are found too.
 */
final class LenientBinding implements BindHandler {

	private static final Map<Class<?>, String> EXPECTED = Map.of(Duration.class, "a duration, such as '30s'",
			DataSize.class, "a size, such as '8KB'", Boolean.class, "'true' or 'false'", boolean.class,
			"'true' or 'false'", Integer.class, "a whole number", int.class, "a whole number");

	private final List<InvalidProperty> problems;

	private LenientBinding(List<InvalidProperty> problems) {
		this.problems = problems;
	}

	/**
	 * Bind the properties.
	 * @param environment where they are
	 * @param problems where values that cannot be converted are added
	 * @return the properties
	 */
	static ChaosProperties bind(Environment environment, List<InvalidProperty> problems) {
		return Binder.get(environment)
			.bindOrCreate(ChaosProperties.PREFIX, Bindable.of(ChaosProperties.class), new LenientBinding(problems));
	}

	@Override
	public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Exception error) {
		ConfigurationProperty property = context.getConfigurationProperty();
		this.problems.add(new InvalidProperty(name.toString(), describe(target, property, error)));
		return null;
	}

	private static String describe(Bindable<?> target, @Nullable ConfigurationProperty property, Exception error) {
		if (error instanceof UnboundConfigurationPropertiesException) {
			return "the indexes of its elements must begin with 0 and have no gaps";
		}
		String expected = EXPECTED.get(target.getType().resolve(Object.class));
		if (expected == null || property == null) {
			// what somebody wrote there may be a secret in the wrong place
			return "has a value that does not belong there";
		}
		return "'" + PrintableText.of(String.valueOf(property.getValue())) + "' is not " + expected;
	}

}
