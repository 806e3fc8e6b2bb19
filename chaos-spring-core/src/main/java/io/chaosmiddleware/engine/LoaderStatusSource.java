package io.chaosmiddleware.engine;

/**
 * Knows how the loading of attacks is going. Safe for use by many threads.
 */
@FunctionalInterface
public interface LoaderStatusSource {

	/**
	 * Return how the loading of attacks is going right now.
	 * @return the status
	 */
	LoaderStatus loaderStatus();

}
