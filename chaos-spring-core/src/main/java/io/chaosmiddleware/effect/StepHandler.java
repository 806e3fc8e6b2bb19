package io.chaosmiddleware.effect;

import org.jspecify.annotations.Nullable;

/**
 * Performs each kind of step, in the way of one technology.
 *
 * @param <R> what it answers
 */
public interface StepHandler<R extends @Nullable Object> {

	/**
	 * Let the request wait.
	 * @param pause how long
	 * @return the answer
	 */
	R pause(Pause pause);

	/**
	 * Let the request fail.
	 * @param fail with which exception
	 * @return the answer
	 */
	R fail(Fail fail);

}
