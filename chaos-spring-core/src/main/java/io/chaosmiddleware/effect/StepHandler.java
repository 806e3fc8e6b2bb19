package io.chaosmiddleware.effect;

import org.jspecify.annotations.Nullable;

/**
 * Performs each kind of step with the means of one technology.
 *
 * @param <R> the type of the result
 */
public interface StepHandler<R extends @Nullable Object> {

	/**
	 * Make the request wait.
	 * @param pause the step, which says how long
	 * @return the result
	 */
	R pause(Pause pause);

	/**
	 * Make the request fail.
	 * @param fail the step, which names the exception
	 * @return the result
	 */
	R fail(Fail fail);

	/**
	 * Answer the request.
	 * @param reply the step, which holds the answer
	 * @return the result
	 */
	R reply(Reply reply);

	/**
	 * End the connection of the request without an answer.
	 * @param end the step, which says how
	 * @return the result
	 */
	R endConnection(EndConnection end);

}
