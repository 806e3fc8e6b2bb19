package io.chaosmiddleware.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanInitializationException;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Checks the properties before any bean is created. If some are invalid, start-up ends
 * with a message that names all of them.
 *
 * @param environment the environment with the properties
 */
record ChaosPropertiesCheck(Environment environment) implements BeanFactoryPostProcessor {

	/**
	 * Return the value of {@code chaos.middleware.enabled}.
	 * @param environment the environment with the properties
	 * @return the value, {@code null} if the property is not set
	 * @throws org.springframework.boot.context.properties.bind.BindException if the value
	 * is neither true nor false
	 */
	static @Nullable Boolean enabled(Environment environment) {
		return Binder.get(environment).bind(ChaosProperties.PREFIX + ".enabled", Boolean.class).orElse(null);
	}

	/**
	 * Check all properties.
	 * @param environment the environment with the properties
	 * @param beanFactory the bean factory of the application
	 * @throws InvalidChaosPropertiesException if any is invalid
	 */
	static void run(Environment environment, ConfigurableListableBeanFactory beanFactory) {
		PropertyProblems problems = new PropertyProblems();
		ChaosProperties properties = LenientBinding.bind(environment, problems);
		UnknownProperties.find((ConfigurableEnvironment) environment, problems);
		ChaosAutoConfiguration.configure(properties, environment, beanFactory, problems);
		ChaosLoaderAutoConfiguration.check(properties, beanFactory, problems);
		problems.throwIfAny();
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		try {
			run(this.environment, beanFactory);
		}
		catch (InvalidChaosPropertiesException ex) {
			throw new BeanInitializationException("Chaos Middleware cannot use its properties", ex);
		}
	}

}
