package io.chaosmiddleware.attack;

/**
 * What the routes of one document may still weigh. Every route is paid for before it is
 * compiled, also if it then turns out to be invalid: to find that out costs as much. Used
 * by one thread.
 */
final class RouteBudget {

	private static final int REFUSAL = 20 * RouteExpression.INSTRUCTION;

	private final int each;

	private final int together;

	private long spent;

	/**
	 * Create a budget.
	 * @param each the greatest weight of one route
	 * @param together the greatest weight of all routes together
	 */
	RouteBudget(int each, int together) {
		this.each = each;
		this.together = together;
	}

	/**
	 * Look whether there is anything left to pay with, before a route is even read.
	 * @throws RouteTooHeavyException if there is not
	 */
	void check() {
		if (this.spent >= this.together) {
			throw tooHeavyTogether();
		}
	}

	/**
	 * Pay for a route.
	 * @param weight the weight of the route
	 * @throws RouteTooHeavyException if the route alone, or together with those that were
	 * paid for, weighs too much. To find that out is paid for all the same
	 */
	void pay(long weight) {
		if (this.spent + weight <= this.together && weight <= this.each) {
			this.spent += weight;
			return;
		}
		boolean together = weight <= this.each;
		this.spent = Math.min(this.together, this.spent + REFUSAL);
		throw together ? tooHeavyTogether() : new RouteTooHeavyException(
				"it weighs " + weight + ", and one route may weigh " + this.each + "; make it simpler");
	}

	private RouteTooHeavyException tooHeavyTogether() {
		return new RouteTooHeavyException("with this one the routes of the document weigh more than " + this.together
				+ "; make them simpler, or leave some out");
	}

	/**
	 * A route, or all routes of a document together, would cost requests too much.
	 */
	static final class RouteTooHeavyException extends IllegalArgumentException {

		private static final long serialVersionUID = 1L;

		RouteTooHeavyException(String message) {
			super(message);
		}

		// whoever sends many of them must not make us walk the stack
		@Override
		public synchronized Throwable fillInStackTrace() {
			return this;
		}

	}

}
