package io.chaosmiddleware.spring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.effect.EffectType;
import io.chaosmiddleware.engine.AttackAuthorizer;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackEngineBuilder;
import io.chaosmiddleware.engine.AttackListener;
import io.chaosmiddleware.engine.LoaderStatusSource;
import io.chaosmiddleware.spring.context.AttackEngineLifecycle;
import io.chaosmiddleware.spring.context.DeferredAttackListener;
import io.chaosmiddleware.spring.mappings.AttackReach;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Scope;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Auto-configuration of the shared {@link AttackEngine}. Backs off as a whole unless
 * {@code chaos.middleware.enabled} is {@code true}.
 */
@AutoConfiguration
@ConditionalOnChaosEnabled
@EnableConfigurationProperties(ChaosProperties.class)
@ImportRuntimeHints(ChaosRuntimeHints.class)
public final class ChaosAutoConfiguration {

	private static final String LIMITS = "chaos.middleware.limits.";

	private static final int DEFAULT_CONCURRENT_DELAYS = 100;

	private static final int CHEAP_CONCURRENT_DELAYS = 10_000;

	// A delayed request holds its connection and its buffers.
	private static final DataSize HEAP_FOR_EACH = DataSize.ofKilobytes(256);

	private static final Duration LONGEST_MAX_DELAY = Duration.ofDays(1);

	private static final DataSize MAX_HEADER_SIZE = DataSize.ofMegabytes(1);

	private static final DataSize MAX_BODY_SIZE = DataSize.ofMegabytes(1);

	private static final DataSize MAX_HELD_BODY = DataSize.ofMegabytes(64);

	@Bean
	static ChaosPropertiesCheck chaosPropertiesCheck(Environment environment) {
		return new ChaosPropertiesCheck(environment);
	}

	/**
	 * Create the builder of the engine and apply all properties to it. An application
	 * that replaces the engine should use this builder, because the properties, including
	 * the guarded profiles, do not apply to the engine otherwise.
	 */
	@Bean
	@Scope(BeanDefinition.SCOPE_PROTOTYPE)
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	AttackEngineBuilder attackEngineBuilder(ChaosProperties properties, ConfigurableEnvironment environment,
			ConfigurableListableBeanFactory beanFactory, ObjectProvider<AttackAuthorizer> authorizers,
			ObjectProvider<AttackListener> listeners, ObjectProvider<AttackEngineCustomizer> customizers) {
		AttackEngineBuilder builder = configure(properties, environment, beanFactory, new PropertyProblems());
		authorizers.orderedStream().forEach(builder::authorizer);
		listeners.orderedStream().forEach(builder::listener);
		// Customizers of a parent context are ignored, because they could loosen the
		// guards and limits of this context.
		Collection<AttackEngineCustomizer> own = beanFactory.getBeansOfType(AttackEngineCustomizer.class).values();
		customizers.orderedStream().filter(own::contains).forEach((customizer) -> customizer.customize(builder));
		return builder;
	}

	static AttackEngineBuilder configure(ChaosProperties properties, Environment environment,
			ConfigurableListableBeanFactory beanFactory, PropertyProblems problems) {
		AttackLimits headerLimits = headerLimits(properties, problems);
		List<Attack> attacks = PropertiesAttacks.read(properties.attacks(), new AttackParser(problems.isEmpty()
				? properties.operatorLimits() : AttackLimits.OPERATOR.withMaxDelay(LONGEST_MAX_DELAY)), problems);
		AttackEngineBuilder builder = AttackEngine.builder()
			.identity(identity(properties, environment))
			.headerLimits(headerLimits)
			.attacks(attacks)
			.maxConcurrentDelays(concurrentDelays(properties.limits(), problems))
			.maxRememberedIds(rememberedIds(properties.limits(), problems))
			.maxStartedAttacks(startedAttacks(properties.limits(), problems));
		if (properties.seed() != null) {
			builder.random(new Random(properties.seed()));
		}
		ClassLoader classLoader = beanFactory.getBeanClassLoader();
		if (classLoader != null) {
			builder.classLoader(classLoader);
		}
		String guardedProfile = guardedProfile(properties, environment);
		if (guardedProfile != null) {
			builder.guarded(
					"the profile '" + guardedProfile + "' is guarded; see chaos.middleware.allow-in-guarded-profiles");
		}
		problems.attempt("chaos.middleware.fault.allowed",
				() -> builder.allowedFaults(allowedFaults(properties.fault(), beanFactory)));
		for (int i = 0; i < properties.excludeRoutes().size(); i++) {
			String pattern = properties.excludeRoutes().get(i);
			problems.attempt("chaos.middleware.exclude-routes[" + i + "]", () -> builder.excludeRoute(pattern));
		}
		restrict(builder, properties.header(), problems);
		return builder;
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	AttackEngine attackEngine(BeanFactory beanFactory) {
		return beanFactory.getBean(AttackEngineBuilder.class).build();
	}

	@Bean
	DeferredAttackListener applicationEventAttackListener(ApplicationContext context) {
		return new DeferredAttackListener(context, context::publishEvent);
	}

	@Bean
	AttackEngineLifecycle attackEngineLifecycle(ListableBeanFactory beanFactory, ChaosProperties properties,
			ObjectProvider<LoaderStatusSource> loaders) {
		return new AttackEngineLifecycle(beanFactory.getBean(AttackEngine.class), properties.header().attacks(),
				ChaosLoaderAutoConfiguration.status(loaders),
				() -> beanFactory.getBeansOfType(AttackReach.class).values());
	}

	private static AttackLimits headerLimits(ChaosProperties properties, PropertyProblems problems) {
		ChaosProperties.Limits limits = properties.limits();
		long maxHeaderSize = limits.maxHeaderSize().toBytes();
		problems.require(maxHeaderSize > 0 && maxHeaderSize <= MAX_HEADER_SIZE.toBytes(), LIMITS + "max-header-size",
				"must be positive and at most 1MB");
		// The results of more actions would not fit into the result header.
		problems.require(limits.maxActions() > 0 && limits.maxActions() <= 100, LIMITS + "max-actions",
				"must be positive and at most 100");
		problems.require(isPositive(limits.maxDelay(), LONGEST_MAX_DELAY), LIMITS + "max-delay",
				"must be positive and at most 1d");
		problems.require(isPositive(limits.maxDuration(), Duration.ofDays(365)), LIMITS + "max-duration",
				"must be positive and at most 365d");
		long maxBodySize = limits.maxBodySize().toBytes();
		problems.require(maxBodySize > 0 && maxBodySize <= MAX_BODY_SIZE.toBytes(), LIMITS + "max-body-size",
				"must be positive and at most 1MB");
		long maxHeldBody = limits.maxHeldBody().toBytes();
		problems.require(maxHeldBody > 0 && maxHeldBody <= MAX_HELD_BODY.toBytes(), LIMITS + "max-held-body",
				"must be positive and at most 64MB");
		problems.require(limits.minThrottle().toBytes() > 0, LIMITS + "min-throttle", "must be positive");
		requireEffects("chaos.middleware.effects", properties.effects(), problems);
		requireEffects("chaos.middleware.header.effects", properties.header().effects(), problems);
		return problems.isEmpty() ? properties.headerLimits() : AttackLimits.HEADER;
	}

	private static void requireEffects(String property, @Nullable Set<String> effects, PropertyProblems problems) {
		if (effects != null) {
			for (String effect : effects) {
				problems.require(EffectType.of(effect) != null, property,
						"'" + PrintableText.of(effect) + "' is not an effect; use " + EffectType.names());
			}
		}
	}

	/**
	 * Raise the default limit of concurrent delays. Adapters contribute this customizer
	 * if a delay holds memory and a connection, but no thread of a limited pool.
	 */
	static AttackEngineCustomizer cheapDelays(ChaosProperties properties, int connections) {
		return (builder) -> {
			if (properties.limits().maxConcurrentDelays() == null) {
				// A quarter of the connections is left to other requests, such as those
				// that halt all attacks.
				long most = Math.min(connections / 4 * 3L, Runtime.getRuntime().maxMemory() / HEAP_FOR_EACH.toBytes());
				builder.maxConcurrentDelays(
						(int) Math.max(DEFAULT_CONCURRENT_DELAYS, Math.min(most, CHEAP_CONCURRENT_DELAYS)));
			}
		};
	}

	private static int concurrentDelays(ChaosProperties.Limits limits, PropertyProblems problems) {
		Integer configured = limits.maxConcurrentDelays();
		if (configured == null) {
			return DEFAULT_CONCURRENT_DELAYS;
		}
		problems.require(configured > 0, LIMITS + "max-concurrent-delays", "must be positive");
		return Math.max(1, configured);
	}

	private static int rememberedIds(ChaosProperties.Limits limits, PropertyProblems problems) {
		problems.require(limits.maxRememberedIds() > 0, LIMITS + "max-remembered-ids", "must be positive");
		return Math.max(1, limits.maxRememberedIds());
	}

	private static int startedAttacks(ChaosProperties.Limits limits, PropertyProblems problems) {
		problems.require(limits.maxStartedAttacks() > 0, LIMITS + "max-started-attacks", "must be positive");
		return Math.max(1, limits.maxStartedAttacks());
	}

	private static boolean isPositive(Duration duration, Duration longest) {
		return !duration.isNegative() && !duration.isZero() && duration.compareTo(longest) <= 0;
	}

	private static void restrict(AttackEngineBuilder builder, ChaosProperties.Header header,
			PropertyProblems problems) {
		if (!header.enabled()) {
			builder.authorizer((request) -> false);
		}
		String token = header.token();
		if (token == null) {
			return;
		}
		problems.require(!token.isBlank(), "chaos.middleware.header.token",
				"must not be blank; leave it out to require no token");
		builder.headerToken(token);
	}

	private static ApplicationIdentity identity(ChaosProperties properties, Environment environment) {
		// An empty environment variable counts as none.
		String name = text(properties.applicationName());
		String id = text(properties.applicationId());
		return new ApplicationIdentity((name != null) ? name : text(environment.getProperty("spring.application.name")),
				text(properties.applicationEnv()), (id != null) ? id : UUID.randomUUID().toString(), id != null);
	}

	private static @Nullable String text(@Nullable String value) {
		return StringUtils.hasText(value) ? value : null;
	}

	// Case is disregarded, so that a profile named 'PROD' is guarded like 'prod'.
	private static @Nullable String guardedProfile(ChaosProperties properties, Environment environment) {
		if (properties.allowInGuardedProfiles()) {
			return null;
		}
		String[] active = environment.getActiveProfiles();
		for (String profile : (active.length > 0) ? active : environment.getDefaultProfiles()) {
			if (properties.guardedProfiles().stream().anyMatch(profile::equalsIgnoreCase)) {
				return profile;
			}
		}
		return null;
	}

	private static List<String> allowedFaults(ChaosProperties.Fault fault, BeanFactory beanFactory) {
		if (fault.allowed() != null) {
			return fault.allowed();
		}
		List<String> allowed = new ArrayList<>(List.of("java.**", "org.springframework.**"));
		if (AutoConfigurationPackages.has(beanFactory)) {
			AutoConfigurationPackages.get(beanFactory)
				.stream()
				.filter(StringUtils::hasText)
				.map((name) -> name + ".**")
				.forEach(allowed::add);
		}
		return allowed;
	}

}
