package io.chaosmiddleware.document;

import java.util.ArrayList;
import java.util.List;

/**
 * One pass through one document, which collects what is wrong with it. Used by one
 * thread.
 */
public final class Reading {

	/** A large document must not make a much larger answer. */
	public static final int MAX_PROBLEMS = 100;

	private final List<Problem> schema = new ArrayList<>();

	private final List<Problem> content = new ArrayList<>();

	private final AttackLimits limits;

	private final WeightBudget weight;

	/**
	 * Begin to read a document.
	 * @param limits how large it may be
	 */
	public Reading(AttackLimits limits) {
		this.limits = limits;
		this.weight = new WeightBudget(AttackLimits.MAX_ROUTE_WEIGHT, limits.maxRouteWeight());
	}

	/**
	 * Return how large the document may be.
	 * @return the limits
	 */
	public AttackLimits limits() {
		return this.limits;
	}

	/**
	 * Return what its routes may still weigh.
	 * @return the budget, which shrinks with each route
	 */
	public WeightBudget weight() {
		return this.weight;
	}

	/**
	 * Note what breaks the schema, and so refuses the document whole.
	 * @param problem the problem; only the first 100 are kept
	 */
	public void breaksSchema(Problem problem) {
		if (this.schema.size() < MAX_PROBLEMS) {
			this.schema.add(problem);
		}
	}

	/**
	 * Note a value that is not valid, and so refuses its action.
	 * @param problem the problem
	 */
	public void refuses(Problem problem) {
		this.content.add(problem);
	}

	/**
	 * Return what breaks the schema so far.
	 * @return the problems, a view
	 */
	public List<Problem> schemaProblems() {
		return this.schema;
	}

	/**
	 * Return the values that are not valid so far.
	 * @return the problems, a view
	 */
	public List<Problem> contentProblems() {
		return this.content;
	}

}
