package io.chaosmiddleware.spring.autoconfigure.testapp;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.context.annotation.Configuration;

/**
 * An application with a package of its own.
 */
@Configuration(proxyBeanMethods = false)
@AutoConfigurationPackage
public class ApplicationPackage {

	/**
	 * An exception of the application, not public, as most are.
	 */
	public static class OwnException extends Exception {

		private static final long serialVersionUID = 1L;

		OwnException(String message) {
			super(message);
		}

	}

}
