package io.chaosmiddleware.attack;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.document.Reading;
import io.chaosmiddleware.document.Reason;

/**
 * Thrown by an {@link AttackParser} when an attack document is refused as a whole. Its
 * message is safe to log, since everything that it quotes of the document is made
 * printable.
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
		// There is no stack trace, since anybody can send an invalid document and filling
		// in the stack trace is expensive.
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
