package io.chaosmiddleware.effect;

/**
 * Performs each kind of step, in the way of one technology.
 *
 * @param <R> what it answers
 */
public interface StepHandler<R> {

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
