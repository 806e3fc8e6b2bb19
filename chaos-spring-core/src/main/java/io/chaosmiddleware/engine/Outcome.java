package io.chaosmiddleware.engine;

import io.chaosmiddleware.effect.Reply;
import org.jspecify.annotations.Nullable;

/**
 * What was actually done to a request.
 *
 * @param decision the decision, with the final verdicts
 * @param fault the exception that the caller has to throw, {@code null} if there is none
 * @param reply the answer that the caller has to send in place of the handler,
 * {@code null} if there is none
 */
public record Outcome(Decision decision, @Nullable Throwable fault, @Nullable Reply reply) {

	/** Nothing was done to a request. */
	public static final Outcome NONE = new Outcome(Decision.NONE);

	/**
	 * Create an outcome of a request that continues normally.
	 * @param decision the decision
	 */
	public Outcome(Decision decision) {
		this(decision, null, null);
	}

	/**
	 * Return the value of the {@code x-proofdock-attack-result} header.
	 * @return the value, {@code null} if there is nothing to say
	 * @see Decision#resultHeader()
	 */
	public @Nullable String resultHeader() {
		return this.decision.resultHeader();
	}

	/**
	 * Return a description of what was done. It names the class of the fault only, since
	 * other methods of the exception may be code of the application.
	 * @return the text
	 */
	@Override
	public String toString() {
		return "Outcome[decision=" + this.decision + ", fault="
				+ ((this.fault != null) ? this.fault.getClass().getName() : null) + ", reply="
				+ ((this.reply != null) ? this.reply.status() : null) + "]";
	}

}
