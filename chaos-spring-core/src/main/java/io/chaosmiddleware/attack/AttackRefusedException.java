package io.chaosmiddleware.attack;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An attack document is refused whole. The only thing that an {@link AttackParser}
 * throws. Its message is safe to log: nothing of the document stands in it raw.
 */
public class AttackRefusedException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	// a large document must not make a much larger answer
	static final int MAX_PROBLEMS = 100;

	private final transient List<Problem> problems;

	/**
	 * Create an exception.
	 * @param problems every fault that was found, at least one; the first 100 are kept
	 */
	public AttackRefusedException(List<Problem> problems) {
		// no stack trace: whoever sends nonsense must not make us walk the stack
		super(problems.stream().limit(MAX_PROBLEMS).map(Problem::toString).collect(Collectors.joining("; ")), null,
				false, false);
		this.problems = problems.stream().limit(MAX_PROBLEMS).toList();
	}

	/**
	 * Return why the document is refused.
	 * @return the reason of the first problem
	 */
	public Reason reason() {
		return this.problems.get(0).reason();
	}

	/**
	 * Return every fault that was found.
	 * @return the problems, at least one
	 */
	public List<Problem> problems() {
		return this.problems;
	}

}
