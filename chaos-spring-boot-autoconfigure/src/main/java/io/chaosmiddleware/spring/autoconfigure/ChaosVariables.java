package io.chaosmiddleware.spring.autoconfigure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The environment variables {@code CHAOS_MIDDLEWARE_*}, divided into those that are bound
 * to a property and those that have no effect.
 */
final class ChaosVariables {

	private static final String PREFIX = "CHAOS_MIDDLEWARE_";

	private static final Pattern INDEX = Pattern.compile("(?<=_)\\d+(?=_|$)");

	// Kubernetes sets variables with these endings for every service, including one that
	// is named 'chaos-middleware'.
	private static final Pattern SERVICE = Pattern
		.compile("(.+_)?(SERVICE_HOST|SERVICE_PORT(_.+)?" + "|PORT(_\\d+_(TCP|UDP|SCTP)(_(ADDR|PORT|PROTO))?)?)");

	private final Set<String> bound = new TreeSet<>();

	private final Set<String> unknown = new TreeSet<>();

	ChaosVariables(ConfigurableEnvironment environment) {
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source instanceof SystemEnvironmentPropertySource variables) {
				Stream.of(variables.getPropertyNames())
					.filter((name) -> name.toUpperCase(Locale.ROOT).startsWith(PREFIX))
					.forEach(this::add);
			}
		}
	}

	private void add(String name) {
		if (isBound(name)) {
			this.bound.add(name);
		}
		else if (!SERVICE.matcher(name.substring(PREFIX.length())).matches()) {
			this.unknown.add(name);
		}
	}

	// Only the binding of Spring Boot knows all the ways in which a name can be written.
	private static boolean isBound(String name) {
		ConfigurationPropertySource source = ConfigurationPropertySource.from(new SystemEnvironmentPropertySource(
				StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(name, "")));
		return source != null && UnknownProperties.KNOWN.stream()
			.map((known) -> ChaosProperties.PREFIX + "." + withIndexesOf(name, known))
			.anyMatch((known) -> source.getConfigurationProperty(ConfigurationPropertyName.of(known)) != null);
	}

	private static String withIndexesOf(String variable, String known) {
		String result = known;
		for (String index : indexes(variable)) {
			result = result.replaceFirst("\\[\\*\\]", "[" + index + "]");
		}
		return result.replace("[*]", "[0]");
	}

	private static List<String> indexes(String variable) {
		return INDEX.matcher(variable).results().map(MatchResult::group).toList();
	}

	/**
	 * Return the variables that are bound to a property.
	 * @return their names as they are written
	 */
	Set<String> bound() {
		return this.bound;
	}

	/**
	 * Return the variables that have no effect.
	 * @return their names as they are written
	 */
	Set<String> unknown() {
		return this.unknown;
	}

	/**
	 * Return the variable that was most likely meant.
	 * @param variable a variable that has no effect
	 * @return the most similar variable that is bound to a property
	 */
	static String nearest(String variable) {
		String name = variable.toUpperCase(Locale.ROOT);
		List<String> candidates = new ArrayList<>();
		for (String known : UnknownProperties.KNOWN) {
			String property = PREFIX + withIndexesOf(name, known).replaceAll("[.\\[]", "_").replace("]", "");
			candidates.add(property.replace("-", "").toUpperCase(Locale.ROOT));
			candidates.add(property.replace("-", "_").toUpperCase(Locale.ROOT));
		}
		return candidates.stream()
			.max(Comparator.comparingDouble((String candidate) -> similarity(name, candidate))
				.thenComparing(Comparator.reverseOrder()))
			.orElseThrow();
	}

	// The measure is the longest common subsequence, so a name that lacks a part is
	// similar too.
	private static double similarity(String one, String other) {
		int[] common = new int[other.length() + 1];
		for (int i = 1; i <= one.length(); i++) {
			int diagonal = 0;
			for (int j = 1; j <= other.length(); j++) {
				int above = common[j];
				common[j] = (one.charAt(i - 1) == other.charAt(j - 1)) ? diagonal + 1 : Math.max(above, common[j - 1]);
				diagonal = above;
			}
		}
		return 2.0 * common[other.length()] / (one.length() + other.length());
	}

}
