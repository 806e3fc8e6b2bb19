package io.chaosmiddleware.document;

/**
 * The weight that the routes of one document, or of several attacks, may still have.
 * Every route of a document is paid for before it is compiled, even if it turns out to be
 * invalid, because finding that out costs as much. This class is not thread-safe.
 */
public final class WeightBudget {

	// The number of refusals is limited, since finding out that an expression is too
	// heavy also costs time.
	private static final int MAX_REFUSALS = 10;

	private final int each;

	private final int together;

	private final String owner;

	private long spent;

	private int refusals;

	/**
	 * Create a budget for one document.
	 * @param each the greatest weight of one route
	 * @param together the greatest weight of all routes together
	 */
	public WeightBudget(int each, int together) {
		this(each, together, "the document");
	}

	private WeightBudget(int each, int together, String owner) {
		this.each = each;
		this.together = together;
		this.owner = owner;
	}

	/**
	 * Create a budget for the attacks of one source, each of which is within the limits
	 * of a document.
	 * @param attacks what to call the attacks in a sentence
	 * @return the budget
	 */
	public static WeightBudget ofSource(String attacks) {
		return new WeightBudget(Integer.MAX_VALUE, AttackLimits.OPERATOR.maxRouteWeight(), attacks);
	}

	/**
	 * Check whether another expression may be read at all.
	 * @throws TooHeavyException if the budget is used up, or if too many expressions were
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
	 * @throws TooHeavyException if the route weighs too much, alone or together with
	 * those that were paid for before
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
		return new TooHeavyException("with this one the routes of " + this.owner + " weigh more than " + this.together
				+ "; make them simpler, or leave some out");
	}

	/**
	 * Thrown if a route, or all routes of a document together, would be too expensive to
	 * compare.
	 */
	public static final class TooHeavyException extends IllegalArgumentException {

		private static final long serialVersionUID = 1L;

		TooHeavyException(String message) {
			super(message);
		}

		// There is no stack trace, since anybody can send many such routes and filling in
		// the stack trace is expensive.
		@Override
		public synchronized Throwable fillInStackTrace() {
			return this;
		}

	}

}
