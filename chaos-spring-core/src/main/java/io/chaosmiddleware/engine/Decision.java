package io.chaosmiddleware.engine;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import io.chaosmiddleware.condition.Point;
import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.effect.BodyEffect;
import io.chaosmiddleware.effect.Effect;
import io.chaosmiddleware.effect.Phase;
import org.jspecify.annotations.Nullable;

/**
 * What will be done to one request, and why. An immutable value that can be printed. It
 * is made by {@link AttackEngine#decide} and performed by a {@link Performance}.
 *
 * @param point the kind of thing that is attacked
 * @param method the method of the request
 * @param path the path that routes were compared with, which is untrusted text
 * @param principal the name of the user who sent the attack header, which is untrusted
 * text; {@code null} if nobody is authenticated or if there was no header
 * @param headerProblems why the attack header was refused as a whole, empty if it was not
 * refused or if there was none
 * @param verdicts the verdict of each action, in the order of processing; empty if
 * nothing hit and no verdicts are needed
 */
public record Decision(Point point, String method, String path, @Nullable String principal,
		List<Problem> headerProblems, List<Verdict> verdicts) {

	/** The decision to leave a request alone, with nothing to report. */
	public static final Decision NONE = new Decision(Point.INCOMING, "", "", null, List.of(), List.of());

	/**
	 * Create a decision.
	 * @param point the kind of thing that is attacked
	 * @param method the method of the request
	 * @param path the path of the request
	 * @param principal the name of the user who sent the attack header
	 * @param headerProblems why the header was refused, copied
	 * @param verdicts the verdicts, copied
	 */
	public Decision {
		headerProblems = List.copyOf(headerProblems);
		verdicts = List.copyOf(verdicts);
	}

	/**
	 * Return why the attack header was refused as a whole.
	 * @return the reason, {@code null} if it was not refused
	 */
	public @Nullable Reason headerRefusal() {
		return this.headerProblems.isEmpty() ? null : this.headerProblems.get(0).reason();
	}

	/**
	 * Return the value of the {@code x-proofdock-attack-result} header: a structured
	 * field list (RFC 9651) of stable codes. It does not contain what configured attacks
	 * did.
	 * @return the value, {@code null} if the request carried no attack header, or one
	 * without actions
	 */
	public @Nullable String resultHeader() {
		return ResultHeader.of(this);
	}

	/**
	 * Return how long the request waits.
	 * @return the sum of the injected delays, zero if there are none
	 */
	public Duration delay() {
		return pause(this.verdicts, (verdict) -> true);
	}

	/**
	 * Return how long the request waits before or after its handler.
	 * @param phase the phase
	 * @return the sum of the injected delays of the phase, zero if there are none
	 */
	public Duration delay(Phase phase) {
		return pause(this.verdicts, (verdict) -> verdict.phase() == phase);
	}

	static Duration pause(List<Verdict> verdicts, Predicate<Verdict> condition) {
		Duration sum = Duration.ZERO;
		for (Verdict verdict : verdicts) {
			Effect effect = verdict.injected();
			sum = (effect != null && condition.test(verdict)) ? effect.pauseAfter(sum) : sum;
		}
		return sum;
	}

	/**
	 * Return whether an injected action of a phase holds the request or its answer back.
	 */
	boolean takesTime(Phase phase) {
		for (Verdict verdict : this.verdicts) {
			Effect effect = verdict.injected();
			if (effect != null && verdict.phase() == phase && effect.takesTime()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return the same decision without changes of the answer that are not possible.
	 */
	Decision withoutObstructed(@Nullable Reason obstacle, long length) {
		return !actsIn(Phase.ANSWER) ? this : with((verdict) -> {
			if (verdict.injected() instanceof BodyEffect effect) {
				Reason reason = (obstacle != null) ? obstacle : effect.obstacle(length);
				return (reason != null) ? verdict.skipped(reason) : verdict;
			}
			return verdict;
		});
	}

	/**
	 * Return whether an injected action acts in a phase.
	 * @param phase the phase
	 * @return whether there is such an action
	 */
	public boolean actsIn(Phase phase) {
		for (Verdict verdict : this.verdicts) {
			if (verdict.kind() == Verdict.Kind.INJECTED && verdict.phase() == phase) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return the same decision with all actions skipped that would decide how the request
	 * ends, or change its answer. Delays remain.
	 * @param reason why the answer cannot be decided any more
	 * @return the decision
	 */
	public Decision withoutOutcomes(Reason reason) {
		return without((effect) -> effect.isOutcome() || effect.phase() == Phase.ANSWER, reason);
	}

	/**
	 * Return whether an injected action ends the connection of the request.
	 * @return whether the connection has to be within reach
	 */
	public boolean breaksConnection() {
		for (Verdict verdict : this.verdicts) {
			Effect effect = verdict.injected();
			if (effect != null && effect.breaksConnection()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return whether a small body of the answer should be held until its length is known.
	 * @return whether an action depends on how long the body is
	 */
	public boolean asksForLength() {
		for (Verdict verdict : this.verdicts) {
			if (verdict.injected() instanceof BodyEffect effect && effect.asksForLength()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return the same decision with all actions skipped that would end the connection of
	 * the request, since the server does not make that possible.
	 * @return the decision
	 */
	public Decision withoutConnection() {
		return without(Effect::breaksConnection, Reason.NO_CONNECTION);
	}

	/**
	 * Return the same decision with some injected actions of a phase skipped for a
	 * reason.
	 */
	Decision without(Phase phase, Predicate<Effect> effects, Reason reason) {
		return !actsIn(phase) ? this : with((verdict) -> {
			Effect effect = verdict.injected();
			return (effect != null && verdict.phase() == phase && effects.test(effect)) ? verdict.skipped(reason)
					: verdict;
		});
	}

	private Decision without(Predicate<Effect> effects, Reason reason) {
		return with((verdict) -> {
			Effect effect = verdict.injected();
			return (effect != null && effects.test(effect)) ? verdict.skipped(reason) : verdict;
		});
	}

	/**
	 * Return the same decision without what stands behind an action of a phase that
	 * decides how the request ends.
	 */
	Decision endedByOutcome(Phase phase) {
		boolean[] ended = new boolean[1];
		return !actsIn(phase) ? this : with((verdict) -> {
			Effect effect = verdict.injected();
			if (effect == null || verdict.phase() != phase) {
				return verdict;
			}
			if (ended[0]) {
				return verdict.skipped(Reason.AFTER_OUTCOME);
			}
			ended[0] = effect.isOutcome();
			return verdict;
		});
	}

	Decision with(UnaryOperator<Verdict> change) {
		return with(this.verdicts.stream().map(change).toList());
	}

	Decision with(List<Verdict> verdicts) {
		return new Decision(this.point, this.method, this.path, this.principal, this.headerProblems, verdicts);
	}

}
