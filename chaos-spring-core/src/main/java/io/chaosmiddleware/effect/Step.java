package io.chaosmiddleware.effect;

import org.jspecify.annotations.Nullable;

/**
 * Something that an adapter can do to a request. All effects consist of these few kinds
 * of steps. The family is closed, so that the compiler finds an adapter that does not
 * support one of them.
 */
public sealed interface Step permits Pause, Fail, Reply, EndConnection {

	/**
	 * Perform this step with a handler.
	 * @param handler the handler, which can perform each kind of step
	 * @param <R> the type of the result
	 * @return the result of the handler
	 */
	<R extends @Nullable Object> R accept(StepHandler<R> handler);

	/**
	 * Return whether this step decides how the request ends.
	 * @return whether no step can come after it
	 */
	boolean isOutcome();

}
