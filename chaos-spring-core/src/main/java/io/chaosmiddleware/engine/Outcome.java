package io.chaosmiddleware.engine;

import org.jspecify.annotations.Nullable;

/**
 * What was really done to a request.
 *
 * @param decision the decision, with the verdicts as they turned out
 * @param fault what the request fails with, for the caller to throw; {@code null} if it
 * goes on
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
	 * Return what was done as text: what an exception would say about itself is left out,
	 * since its methods may be the application's.
	 * @return the text
	 */
	@Override
	public String toString() {
		return "Outcome[decision=" + this.decision + ", fault="
				+ ((this.fault != null) ? this.fault.getClass().getName() : null) + "]";
	}

}
