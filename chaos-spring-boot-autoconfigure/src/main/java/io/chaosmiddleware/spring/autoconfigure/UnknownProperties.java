package io.chaosmiddleware.spring.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.spring.autoconfigure.InvalidChaosPropertiesException.InvalidProperty;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Finds keys below {@code chaos.middleware} that mean nothing. Boot's own check does not
 * look into the elements of a list, where a misspelt key would widen an attack. The
 * environment's variables are left out, as by Boot: their names are ambiguous. See
 * {@link ChaosVariables}.
 */
final class UnknownProperties {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("chaos.middleware");

	static final Set<String> KNOWN = Set.of("enabled", "application-name", "application-env", "application-id",
			"guarded-profiles", "guarded-profiles[*]", "allow-in-guarded-profiles", "header.enabled", "header.token",
			"attack-loader", "proofdock.api-url", "proofdock.api-token", "proofdock.interval", "proofdock.timeout",
			"proofdock.ssl.bundle", "attacks[*].actions[*].name", "attacks[*].actions[*].value",
			"attacks[*].actions[*].route", "attacks[*].actions[*].probability", "attacks[*].actions[*].type",
			"attacks[*].target.application", "attacks[*].target.environment", "exclude-routes", "exclude-routes[*]",
			"fault.allowed", "fault.allowed[*]", "limits.max-delay", "limits.max-concurrent-delays",
			"limits.max-duration", "limits.max-started-attacks", "limits.max-header-size", "limits.max-actions",
			"response.result-header", "response.problem-detail");

	private static final Map<String, String> BY_UNIFORM_NAME = KNOWN.stream()
		.collect(Collectors.toUnmodifiableMap((name) -> name.replace("-", ""), Function.identity()));

	private UnknownProperties() {
	}

	static void find(ConfigurableEnvironment environment, List<InvalidProperty> problems) {
		for (ConfigurationPropertyName name : names(environment)) {
			String uniform = uniform(name);
			// An empty list or object is bound under its own name, which is the beginning
			// of a known one.
			if (BY_UNIFORM_NAME.keySet().stream().noneMatch((known) -> isOrBegins(known, uniform))) {
				problems.add(new InvalidProperty(PrintableText.of(name.toString()),
						"unknown property; known are " + siblings(uniform)));
			}
		}
	}

	/**
	 * Return all keys below {@code chaos.middleware}, those of the environment's
	 * variables excepted.
	 * @param environment where they are
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
		return known.equals(name) || known.startsWith(name + ".") || known.startsWith(name + "[");
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
