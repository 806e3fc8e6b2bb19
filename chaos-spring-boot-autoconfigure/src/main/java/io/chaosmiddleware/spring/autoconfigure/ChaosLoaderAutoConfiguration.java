package io.chaosmiddleware.spring.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackLoader;
import io.chaosmiddleware.engine.LoaderStatus;
import io.chaosmiddleware.engine.LoaderStatusSource;
import io.chaosmiddleware.spring.loader.AttackSynchronizer;
import io.chaosmiddleware.spring.loader.ChaosApi;
import io.chaosmiddleware.spring.loader.LimitedAttackLoader;
import io.chaosmiddleware.spring.loader.ProofdockAttackLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;
import org.springframework.web.client.RestClient;

/**
 * Auto-configuration of the {@link AttackLoader} that
 * {@code chaos.middleware.attack-loader} names, and of the thread that calls it.
 */
@AutoConfiguration(after = { ChaosAutoConfiguration.class, SslAutoConfiguration.class })
@ConditionalOnOwnEngine
public final class ChaosLoaderAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(ChaosLoaderAutoConfiguration.class);

	private static final String ATTACK_LOADER = "chaos.middleware.attack-loader";

	private static final String API_URL = "chaos.middleware.proofdock.api-url";

	private static final String API_TOKEN = "chaos.middleware.proofdock.api-token";

	private static final String INTERVAL = "chaos.middleware.proofdock.interval";

	private static final String TIMEOUT = "chaos.middleware.proofdock.timeout";

	private static final String SSL_BUNDLE = "chaos.middleware.proofdock.ssl.bundle";

	private static final String PROOFDOCK = "proofdock";

	private static final String NONE = "none";

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	AttackSynchronizer attackSynchronizer(ChaosProperties properties, ListableBeanFactory beanFactory,
			ObjectProvider<AttackLoader> loaders, ObjectProvider<ProofdockClient> client) {
		AttackEngine engine = beanFactory.getBean(AttackEngine.class);
		Duration interval = properties.proofdock().interval();
		String name = properties.attackLoader();
		if (name.equals(NONE)) {
			return AttackSynchronizer.disabled(engine, NONE);
		}
		List<String> own = List
			.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, AttackLoader.class));
		if (own.contains(name)) {
			return new AttackSynchronizer(engine, name,
					within(properties, beanFactory.getBean(name, AttackLoader.class)), interval);
		}
		if (!name.equals(PROOFDOCK)) {
			Set<String> known = new LinkedHashSet<>(List.of(PROOFDOCK, NONE));
			known.addAll(own);
			throw invalid(ATTACK_LOADER,
					"unknown attack loader '" + PrintableText.of(name) + "'; known are " + String.join(", ", known));
		}
		AttackLoader loader = loaders.getIfUnique();
		if (loader != null) {
			return new AttackSynchronizer(engine, nameOf(loader, own, beanFactory), within(properties, loader),
					interval);
		}
		if (loaders.stream().findAny().isPresent()) {
			throw invalid(ATTACK_LOADER,
					"there are several AttackLoader beans, so name one of them: " + String.join(", ", own));
		}
		return proofdock(engine, properties, client.getIfAvailable());
	}

	private static AttackLoader within(ChaosProperties properties, AttackLoader loader) {
		return new LimitedAttackLoader(loader, properties.operatorLimits());
	}

	private static String nameOf(AttackLoader loader, List<String> names, ListableBeanFactory beanFactory) {
		return names.stream().filter((name) -> beanFactory.getBean(name) == loader).findFirst().orElse(PROOFDOCK);
	}

	private static AttackSynchronizer proofdock(AttackEngine engine, ChaosProperties properties,
			@Nullable ProofdockClient client) {
		ChaosProperties.Proofdock settings = properties.proofdock();
		String url = settings.apiUrl();
		String token = settings.apiToken();
		PropertyProblems problems = new PropertyProblems();
		List<String> missing = new ArrayList<>();
		if (!StringUtils.hasText(url)) {
			missing.add(API_URL);
		}
		if (!StringUtils.hasText(token)) {
			missing.add(API_TOKEN);
		}
		if (!StringUtils.hasText(engine.identity().application())) {
			missing.add("chaos.middleware.application-name");
		}
		if (client == null) {
			missing.add("spring-web on the class path");
		}
		else {
			problems.attempt(SSL_BUNDLE, () -> client.checkSslBundle(settings.ssl().bundle()));
		}
		problems.throwIfAny();
		if (client == null || !missing.isEmpty() || url == null || token == null) {
			if (engine.guardedReason() == null && (StringUtils.hasText(url) || StringUtils.hasText(token))) {
				logger.warn("No attacks are loaded from the Chaos API, since something is missing: {}",
						String.join(", ", missing));
			}
			return AttackSynchronizer.notConfigured(engine, PROOFDOCK, missing);
		}
		AttackLimits limits = properties.operatorLimits();
		AttackLoader loader = client.loader(new ChaosApi(URI.create(url), token, settings.timeout()), engine, limits,
				settings.ssl().bundle());
		return new AttackSynchronizer(engine, PROOFDOCK, loader, settings.interval());
	}

	/**
	 * Return the status of the loader.
	 * @param loaders the beans that know it
	 * @return a supplier of the status, {@code null} if no bean knows it
	 */
	static Supplier<@Nullable LoaderStatus> status(ObjectProvider<LoaderStatusSource> loaders) {
		return () -> loaders.orderedStream().findFirst().map(LoaderStatusSource::loaderStatus).orElse(null);
	}

	/**
	 * Check the properties as far as possible without creating beans.
	 * @param properties the properties
	 * @param beanFactory tells whether the application has loaders of its own
	 * @param problems the problems, to which invalid properties are added
	 */
	static void check(ChaosProperties properties, ListableBeanFactory beanFactory, PropertyProblems problems) {
		ChaosProperties.Proofdock settings = properties.proofdock();
		problems.require(isPositive(settings.interval()), INTERVAL, "must be positive");
		if (!properties.attackLoader().equals(PROOFDOCK) || BeanFactoryUtils
			.beanNamesForTypeIncludingAncestors(beanFactory, AttackLoader.class, true, false).length > 0) {
			return;
		}
		String url = settings.apiUrl();
		if (StringUtils.hasText(url)) {
			problems.attempt(API_URL, () -> ChaosApi.checkUrl(url));
		}
		String token = settings.apiToken();
		if (StringUtils.hasText(token)) {
			problems.attempt(API_TOKEN, () -> ChaosApi.checkToken(token));
		}
		problems.require(isPositive(settings.timeout()), TIMEOUT, "must be positive");
	}

	private static boolean isPositive(Duration duration) {
		return !duration.isNegative() && !duration.isZero();
	}

	private static InvalidChaosPropertiesException invalid(String property, String message) {
		return new InvalidChaosPropertiesException(
				List.of(new InvalidChaosPropertiesException.InvalidProperty(property, message)));
	}

	/**
	 * Creates the client of the Chaos API, which requires {@code spring-web}.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RestClient.class)
	static class ProofdockClient {

		private final @Nullable SslBundles bundles;

		ProofdockClient(ObjectProvider<SslBundles> bundles) {
			this.bundles = bundles.getIfAvailable();
		}

		void checkSslBundle(@Nullable String name) {
			List<String> known = (this.bundles != null) ? this.bundles.getBundleNames() : List.of();
			Assert.isTrue(name == null || known.contains(name),
					() -> "unknown SSL bundle '" + PrintableText.of(String.valueOf(name)) + "'; known are "
							+ (known.isEmpty() ? "none, see 'spring.ssl.bundle'" : String.join(", ", known)));
		}

		AttackLoader loader(ChaosApi api, AttackEngine engine, AttackLimits limits, @Nullable String bundleName) {
			if (this.bundles == null || bundleName == null) {
				return new ProofdockAttackLoader(api, engine.identity(), limits, null);
			}
			SslBundle bundle = this.bundles.getBundle(bundleName);
			ProofdockAttackLoader loader = new ProofdockAttackLoader(api, engine.identity(), limits, bundle);
			this.bundles.addBundleUpdateHandler(bundleName, loader::useSslBundle);
			return loader;
		}

	}

}
