package io.chaosmiddleware.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.chaosmiddleware.spring.autoconfigure.InvalidChaosPropertiesException.InvalidProperty;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanInitializationException;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Stops start-up because of invalid properties before any bean is created, whichever
 * would need them first, and names every mistake at once.
 *
 * @param environment where the properties are
 */
record ChaosPropertiesCheck(Environment environment) implements BeanFactoryPostProcessor {

	/**
	 * Return whether the properties switch the middleware on.
	 * @param environment where the properties are
	 * @return the value, {@code null} if there is none
	 * @throws org.springframework.boot.context.properties.bind.BindException if it is
	 * neither true nor false
	 */
	static @Nullable Boolean enabled(Environment environment) {
		return Binder.get(environment).bind(ChaosProperties.PREFIX + ".enabled", Boolean.class).orElse(null);
	}

	/**
	 * Check all properties.
	 * @param environment where the properties are
	 * @param beanFactory knows the class loader
	 * @throws InvalidChaosPropertiesException if any is invalid
	 */
	static void run(Environment environment, ConfigurableListableBeanFactory beanFactory) {
		List<InvalidProperty> problems = new ArrayList<>();
		ChaosProperties properties = LenientBinding.bind(environment, problems);
		UnknownProperties.find((ConfigurableEnvironment) environment, problems);
		ChaosAutoConfiguration.configure(properties, environment, beanFactory, problems);
		ChaosLoaderAutoConfiguration.check(properties, beanFactory, problems);
		if (!problems.isEmpty()) {
			throw new InvalidChaosPropertiesException(problems);
		}
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
