package io.chaosmiddleware.effect;

import org.jspecify.annotations.Nullable;

/**
 * Something that an adapter can do with a request. All effects are made of these few
 * kinds; a closed family, so that the compiler finds the adapter that lacks one.
 */
public sealed interface Step permits Pause, Fail {

	/**
	 * Have this step performed.
	 * @param handler who can perform each kind of step
	 * @param <R> what the handler answers
	 * @return its answer
	 */
	<R extends @Nullable Object> R accept(StepHandler<R> handler);

	/**
	 * Return whether this step decides how the request ends.
	 * @return whether nothing can come after it
	 */
	boolean isOutcome();

}
