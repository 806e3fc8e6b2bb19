package io.chaosmiddleware.engine;

/**
 * Provides the status of the loading of attacks. Safe for use by many threads.
 */
@FunctionalInterface
public interface LoaderStatusSource {

	/**
	 * Return the current status of the loading of attacks.
	 * @return the status
	 */
	LoaderStatus loaderStatus();

}
