package io.chaosmiddleware.document;

import java.util.ArrayList;
import java.util.List;

/**
 * One pass through one document, which collects its problems. Used by one thread.
 */
public final class Reading {

	/**
	 * The maximum number of problems that are kept, so that a large document does not
	 * cause a much larger answer.
	 */
	public static final int MAX_PROBLEMS = 100;

	private final List<Problem> schema = new ArrayList<>();

	private final List<Problem> content = new ArrayList<>();

	private final AttackLimits limits;

	private final WeightBudget weight;

	/**
	 * Begin to read a document.
	 * @param limits the limits of the document
	 */
	public Reading(AttackLimits limits) {
		this.limits = limits;
		this.weight = new WeightBudget(AttackLimits.MAX_ROUTE_WEIGHT, limits.maxRouteWeight());
	}

	/**
	 * Return the limits of the document.
	 * @return the limits
	 */
	public AttackLimits limits() {
		return this.limits;
	}

	/**
	 * Return how much the remaining routes of the document may weigh.
	 * @return the budget, which shrinks with each route
	 */
	public WeightBudget weight() {
		return this.weight;
	}

	/**
	 * Note a problem that breaks the schema, so the whole document is refused.
	 * @param problem the problem; only the first 100 are kept
	 */
	public void breaksSchema(Problem problem) {
		if (this.schema.size() < MAX_PROBLEMS) {
			this.schema.add(problem);
		}
	}

	/**
	 * Note a value that is not valid, so its action is refused.
	 * @param problem the problem
	 */
	public void refuses(Problem problem) {
		this.content.add(problem);
	}

	/**
	 * Return the problems found so far that break the schema.
	 * @return the problems, a view
	 */
	public List<Problem> schemaProblems() {
		return this.schema;
	}

	/**
	 * Return the problems found so far with values that are not valid.
	 * @return the problems, a view
	 */
	public List<Problem> contentProblems() {
		return this.content;
	}

}
