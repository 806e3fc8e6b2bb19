package io.chaosmiddleware.spring.autoconfigure;

import java.time.Duration;
import java.util.Map;

import io.chaosmiddleware.document.PrintableText;
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
 * Binds the properties even if some of their values cannot be converted. Those properties
 * get their defaults, so that mistakes in other properties are found as well.
 */
final class LenientBinding implements BindHandler {

	private static final Map<Class<?>, String> EXPECTED = Map.of(Duration.class, "a duration, such as '30s'",
			DataSize.class, "a size, such as '8KB'", Boolean.class, "'true' or 'false'", boolean.class,
			"'true' or 'false'", Integer.class, "a whole number", int.class, "a whole number");

	private static final String OUT_OF_ORDER = "does not belong to its list: indexes begin with 0 and have no gaps";

	private final PropertyProblems problems;

	private LenientBinding(PropertyProblems problems) {
		this.problems = problems;
	}

	/**
	 * Bind the properties.
	 * @param environment the environment with the properties
	 * @param problems the problems, to which values that cannot be converted are added
	 * @return the properties
	 */
	static ChaosProperties bind(Environment environment, PropertyProblems problems) {
		return Binder.get(environment)
			.bindOrCreate(ChaosProperties.PREFIX, Bindable.of(ChaosProperties.class), new LenientBinding(problems));
	}

	@Override
	public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Exception error) {
		if (error instanceof UnboundConfigurationPropertiesException unbound) {
			unbound.getUnboundProperties()
				.forEach((property) -> this.problems.add(property.getName().toString(), OUT_OF_ORDER));
		}
		else {
			this.problems.add(name.toString(), describe(target, context.getConfigurationProperty()));
		}
		return null;
	}

	private static String describe(Bindable<?> target, @Nullable ConfigurationProperty property) {
		String expected = EXPECTED.get(target.getType().resolve(Object.class));
		if (expected == null || property == null) {
			// The value is not quoted, because it may be a secret that was written in the
			// wrong place.
			return "has a value that does not belong there";
		}
		return "'" + PrintableText.of(String.valueOf(property.getValue())) + "' is not " + expected;
	}

}
