package io.chaosmiddleware.engine;

import org.jspecify.annotations.Nullable;

/**
 * What was actually done to a request.
 *
 * @param decision the decision, with the final verdicts
 * @param fault the exception that the caller has to throw, {@code null} if the request
 * continues normally
 */
public record Outcome(Decision decision, @Nullable Throwable fault) {

	/** Nothing was done to a request. */
	public static final Outcome NONE = new Outcome(Decision.NONE, null);

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
				+ ((this.fault != null) ? this.fault.getClass().getName() : null) + "]";
	}

}
