package io.chaosmiddleware.spring.autoconfigure;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Finds unknown keys below {@code chaos.middleware}. Spring Boot does not check the
 * elements of lists, where a misspelt key would widen an attack. Environment variables
 * are not checked here, because their names are ambiguous; see {@link ChaosVariables}.
 */
final class UnknownProperties {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("chaos.middleware");

	private static final String ANY_KEY = ".*";

	static final Set<String> KNOWN = names(ChaosProperties.class).filter((name) -> !name.endsWith(ANY_KEY))
		.collect(Collectors.toUnmodifiableSet());

	private static final Map<String, String> BY_UNIFORM_NAME = names(ChaosProperties.class)
		.collect(Collectors.toUnmodifiableMap((name) -> name.replace("-", ""), Function.identity()));

	private UnknownProperties() {
	}

	private static Stream<String> names(Class<?> record) {
		return Arrays.stream(record.getRecordComponents()).flatMap((component) -> {
			String name = DataObjectPropertyName.toDashedForm(component.getName());
			if (component.getType().isRecord()) {
				return names(component.getType()).map((nested) -> name + "." + nested);
			}
			if (Map.class.isAssignableFrom(component.getType())) {
				return Stream.of(name, name + ANY_KEY);
			}
			Class<?> element = ResolvableType.forType(component.getGenericType()).asCollection().resolveGeneric();
			if (element == null) {
				return Stream.of(name);
			}
			return element.isRecord() ? names(element).map((nested) -> name + "[*]." + nested)
					: Stream.of(name, name + "[*]");
		});
	}

	static void find(ConfigurableEnvironment environment, PropertyProblems problems) {
		for (ConfigurationPropertyName name : names(environment)) {
			String uniform = uniform(name);
			// An empty list or object is bound to its own name, which is the beginning of
			// a known name.
			if (BY_UNIFORM_NAME.keySet().stream().noneMatch((known) -> isOrBegins(known, uniform))) {
				problems.add(name.toString(), "unknown property; known are " + siblings(uniform));
			}
		}
	}

	/**
	 * Return all keys below {@code chaos.middleware} except those of environment
	 * variables.
	 * @param environment the environment with the keys
	 * @return the keys, known or not
	 */
	static Set<ConfigurationPropertyName> names(ConfigurableEnvironment environment) {
		Set<ConfigurationPropertyName> names = new TreeSet<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.from(environment.getPropertySources())) {
			if (source instanceof IterableConfigurationPropertySource iterable
					&& !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource)) {
				iterable.stream().filter(PREFIX::isAncestorOf).forEach(names::add);
			}
		}
		return names;
	}

	private static boolean isOrBegins(String known, String name) {
		return known.equals(name) || known.startsWith(name + ".") || known.startsWith(name + "[")
				|| (known.endsWith(ANY_KEY) && name.startsWith(known.substring(0, known.length() - 1)));
	}

	private static String uniform(ConfigurationPropertyName name) {
		StringBuilder uniform = new StringBuilder();
		for (int i = PREFIX.getNumberOfElements(); i < name.getNumberOfElements(); i++) {
			if (name.isNumericIndex(i)) {
				uniform.append("[*]");
			}
			else {
				uniform.append(uniform.isEmpty() ? "" : ".").append(name.getElement(i, Form.UNIFORM));
			}
		}
		return uniform.toString();
	}

	private static String siblings(String uniform) {
		String parent = uniform;
		Set<String> siblings = Set.of();
		while (siblings.isEmpty()) {
			int dot = parent.lastIndexOf('.');
			parent = (dot >= 0) ? parent.substring(0, dot) : "";
			siblings = children(parent);
		}
		return String.join(", ", siblings);
	}

	private static Set<String> children(String parent) {
		int depth = parent.isEmpty() ? 0 : parent.split("\\.").length;
		return BY_UNIFORM_NAME.entrySet()
			.stream()
			.filter((known) -> parent.isEmpty() || known.getKey().startsWith(parent + "."))
			.map((known) -> known.getValue().split("\\.")[depth].replace("[*]", ""))
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
