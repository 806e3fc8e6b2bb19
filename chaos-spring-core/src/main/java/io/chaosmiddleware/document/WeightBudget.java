package io.chaosmiddleware.document;

/**
 * What the routes of one document may still weigh. Every route is paid for before it is
 * compiled, also if it then turns out to be invalid: to find that out costs as much. Used
 * by one thread.
 */
public final class WeightBudget {

	// to find out that an expression is too heavy costs something too
	private static final int MAX_REFUSALS = 10;

	private final int each;

	private final int together;

	private long spent;

	private int refusals;

	/**
	 * Create a budget.
	 * @param each the greatest weight of one route
	 * @param together the greatest weight of all routes together
	 */
	public WeightBudget(int each, int together) {
		this.each = each;
		this.together = together;
	}

	/**
	 * Look whether an expression may be read at all.
	 * @throws TooHeavyException if there is nothing left to pay with, or too many were
	 * too heavy
	 */
	public void check() {
		if (this.refusals >= MAX_REFUSALS) {
			throw new TooHeavyException("it is not even read, since " + MAX_REFUSALS
					+ " others before it were too heavy; mend those first");
		}
		if (this.spent >= this.together) {
			throw tooHeavyTogether();
		}
	}

	/**
	 * Pay for a route.
	 * @param weight the weight of the route
	 * @throws TooHeavyException if the route alone, or together with those that were paid
	 * for, weighs too much
	 */
	public void pay(long weight) {
		if (weight > this.each) {
			this.refusals++;
			throw new TooHeavyException(
					"it weighs " + weight + ", and one route may weigh " + this.each + "; make it simpler");
		}
		if (this.spent + weight > this.together) {
			throw tooHeavyTogether();
		}
		this.spent += weight;
	}

	private TooHeavyException tooHeavyTogether() {
		return new TooHeavyException("with this one the routes of the document weigh more than " + this.together
				+ "; make them simpler, or leave some out");
	}

	/**
	 * A route, or all routes of a document together, would cost requests too much.
	 */
	public static final class TooHeavyException extends IllegalArgumentException {

		private static final long serialVersionUID = 1L;

		TooHeavyException(String message) {
			super(message);
		}

		// whoever sends many of them must not make us walk the stack
		@Override
		public synchronized Throwable fillInStackTrace() {
			return this;
		}

	}

}
