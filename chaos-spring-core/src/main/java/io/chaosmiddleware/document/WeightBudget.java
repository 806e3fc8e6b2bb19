package io.chaosmiddleware.document;

/**
 * What the routes of one document may still weigh. Every route is paid for before it is
 * compiled, also if it then turns out to be invalid: to find that out costs as much. Used
 * by one thread.
 */
public final class WeightBudget {

	// to find out that a route is too heavy costs something too
	private static final int REFUSAL = 2000;

	private final int each;

	private final int together;

	private long spent;

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
	 * Look whether there is anything left to pay with, before a route is even read.
	 * @throws TooHeavyException if there is not
	 */
	public void check() {
		if (this.spent >= this.together) {
			throw tooHeavyTogether();
		}
	}

	/**
	 * Pay for a route.
	 * @param weight the weight of the route
	 * @throws TooHeavyException if the route alone, or together with those that were paid
	 * for, weighs too much. To find that out is paid for all the same
	 */
	public void pay(long weight) {
		if (this.spent + weight <= this.together && weight <= this.each) {
			this.spent += weight;
			return;
		}
		boolean together = weight <= this.each;
		this.spent = Math.min(this.together, this.spent + REFUSAL);
		throw together ? tooHeavyTogether() : new TooHeavyException(
				"it weighs " + weight + ", and one route may weigh " + this.each + "; make it simpler");
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
