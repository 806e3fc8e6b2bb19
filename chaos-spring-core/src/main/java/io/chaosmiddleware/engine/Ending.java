package io.chaosmiddleware.engine;

import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.effect.EndConnection;
import io.chaosmiddleware.effect.Fail;
import io.chaosmiddleware.effect.Reply;
import org.jspecify.annotations.Nullable;

/**
 * How a request ends after a step that decides it, by one of three ways.
 *
 * @param fault the exception that the step has created
 * @param reply the answer
 * @param end how its connection ends
 * @param reason why the exception is not the requested one, {@code null} if it is
 */
record Ending(@Nullable Throwable fault, @Nullable Reply reply, @Nullable EndConnection end, @Nullable Reason reason) {

	Ending(Throwable fault, @Nullable Reason reason) {
		this(fault, null, null, reason);
	}

	Ending(Reply reply) {
		this(null, reply, null, null);
	}

	Ending(EndConnection end) {
		this(null, null, end, null);
	}

	Verdict show(Verdict verdict) {
		return (this.fault != null) ? verdict.with(Fail.DETAIL, this.fault.getClass().getName(), this.reason) : verdict;
	}

}
