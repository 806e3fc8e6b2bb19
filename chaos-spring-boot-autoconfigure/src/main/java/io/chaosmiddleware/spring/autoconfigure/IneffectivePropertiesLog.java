package io.chaosmiddleware.spring.autoconfigure;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.chaosmiddleware.document.PrintableText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.GenericApplicationListener;

/**
 * Logs at start-up which properties and environment variables have no effect: misspelt
 * variables, and all properties if {@code chaos.middleware.enabled} is not set. This
 * class is not a bean, because the middleware has no beans in the latter case. Values are
 * never logged.
 */
final class IneffectivePropertiesLog implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final int MAX_SHOWN = 10;

	private static final Logger logger = LoggerFactory.getLogger(IneffectivePropertiesLog.class);

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		// Property sources may be added until the context has been refreshed.
		context.addApplicationListener(GenericApplicationListener.forEventType(ContextRefreshedEvent.class, (event) -> {
			if (event.getApplicationContext() == context && isApplication(context)) {
				log(context);
			}
		}));
	}

	// A bootstrap context, which only prepares properties for another one, has no
	// auto-configuration.
	private static boolean isApplication(ApplicationContext context) {
		return context.containsLocalBean(AutoConfigurationPackages.class.getName());
	}

	private static void log(ConfigurableApplicationContext context) {
		ChaosVariables variables = new ChaosVariables(context.getEnvironment());
		ApplicationContext parent = context.getParent();
		if (parent == null || !isApplication(parent)) {
			variables.unknown()
				.forEach((name) -> logger.warn(
						"The environment variable {} is no property of Chaos Middleware. The nearest that it knows is {}",
						PrintableText.of(name), ChaosVariables.nearest(name)));
		}
		if (ChaosPropertiesCheck.enabled(context.getEnvironment()) == null) {
			Set<String> names = new TreeSet<>(variables.bound());
			UnknownProperties.names(context.getEnvironment()).forEach((name) -> names.add(name.toString()));
			names.removeIf((name) -> name.replaceAll("[_.]", "").equalsIgnoreCase("chaosmiddlewareenabled"));
			if (!names.isEmpty()) {
				logger.info("Chaos Middleware is off without chaos.middleware.enabled=true, so that {} {}: {}",
						names.size(), (names.size() == 1) ? "property does nothing" : "properties do nothing",
						shown(names));
			}
		}
	}

	private static String shown(Collection<String> names) {
		int more = names.size() - MAX_SHOWN;
		return names.stream().limit(MAX_SHOWN).map(PrintableText::of).collect(Collectors.joining(", "))
				+ ((more > 0) ? " and " + more + " more" : "");
	}

}
