package io.chaosmiddleware.attack;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.document.Reading;
import io.chaosmiddleware.document.Reason;

/**
 * An attack document is refused whole. The only thing that an {@link AttackParser}
 * throws. Its message is safe to log: nothing of the document stands in it raw.
 */
public class AttackRefusedException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient List<Problem> problems;

	/**
	 * Create an exception.
	 * @param problems every fault that was found, at least one; the first 100 are kept
	 */
	public AttackRefusedException(List<Problem> problems) {
		// no stack trace: whoever sends nonsense must not make us walk the stack
		super(problems.stream().limit(Reading.MAX_PROBLEMS).map(Problem::toString).collect(Collectors.joining("; ")),
				null, false, false);
		this.problems = problems.stream().limit(Reading.MAX_PROBLEMS).toList();
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
