package io.chaosmiddleware.engine;

import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.effect.Fail;
import io.chaosmiddleware.effect.Reply;
import org.jspecify.annotations.Nullable;

/**
 * How a request ends after a step that decides it.
 *
 * @param fault the exception that the step has created, {@code null} if there is none
 * @param reply the answer, {@code null} if there is none
 * @param reason why the exception is not the requested one, {@code null} if it is
 */
record Ending(@Nullable Throwable fault, @Nullable Reply reply, @Nullable Reason reason) {

	Verdict show(Verdict verdict) {
		return (this.fault != null) ? verdict.with(Fail.DETAIL, this.fault.getClass().getName(), this.reason) : verdict;
	}

}
