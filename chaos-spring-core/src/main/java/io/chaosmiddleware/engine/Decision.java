package io.chaosmiddleware.engine;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import io.chaosmiddleware.attack.Effect;
import io.chaosmiddleware.attack.Problem;
import io.chaosmiddleware.attack.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done to one request, and why. An immutable value that can be printed;
 * made by {@link AttackEngine#decide}, performed by an {@link Injection}, which hands
 * over a decision that says what was really done.
 *
 * @param method the method of the request
 * @param path the path that routes were compared with: untrusted text
 * @param principal the name of who sent the attack header: untrusted text, {@code null}
 * if nobody is authenticated, or if there was no header
 * @param headerProblems why the attack header was refused whole, empty if it was not or
 * if there was none
 * @param verdicts the verdict of each action, in the order of the walk; empty if nothing
 * hit and nobody looks
 * @param delay the sum of the injected delays
 * @param fault what the request fails with, {@code null} if it goes on, and as long as
 * nothing has been performed: an exception is made only when its time has come
 */
public record Decision(String method, String path, @Nullable String principal, List<Problem> headerProblems,
		List<Verdict> verdicts, Duration delay, @Nullable Throwable fault) {

	/** The decision to leave a request alone, with nothing to say about it. */
	public static final Decision NONE = new Decision("", "", null, List.of(), List.of(), Duration.ZERO, null);

	/**
	 * Create a decision.
	 * @param method the method of the request
	 * @param path the path of the request
	 * @param principal who sent the attack header
	 * @param headerProblems why the header was refused
	 * @param verdicts the verdicts
	 * @param delay the sum of the injected delays
	 * @param fault what the request fails with
	 */
	public Decision {
		headerProblems = List.copyOf(headerProblems);
		verdicts = List.copyOf(verdicts);
	}

	/**
	 * Return why the attack header was refused whole.
	 * @return the reason, {@code null} if it was not refused
	 */
	public @Nullable Reason headerRefusal() {
		return this.headerProblems.isEmpty() ? null : this.headerProblems.get(0).reason();
	}

	/**
	 * Return the value of the {@code x-proofdock-attack-result} header (DESIGN.md §3): a
	 * structured field list (RFC 9651) of stable codes. What configured attacks did is
	 * not in it.
	 * @return the value, {@code null} if the request carried no attack header, or one
	 * without actions
	 */
	public @Nullable String resultHeader() {
		Reason refusal = headerRefusal();
		if (refusal != null) {
			return "attack;verdict=refused;reason=" + refusal;
		}
		if (this.verdicts.isEmpty() || this.verdicts.get(0).source() != AttackSource.HEADER) {
			return null;
		}
		return this.verdicts.stream().map(Verdict::toString).collect(Collectors.joining(", "));
	}

	/**
	 * Return this decision as text: what an exception would say about itself is left out,
	 * since its methods may be the application's.
	 * @return the text
	 */
	@Override
	public String toString() {
		return "Decision[method=" + this.method + ", path=" + this.path + ", principal=" + this.principal
				+ ", headerProblems=" + this.headerProblems + ", verdicts=" + this.verdicts + ", delay=" + this.delay
				+ ", fault=" + ((this.fault != null) ? this.fault.getClass().getName() : null) + "]";
	}

	/** The same without its delays, which cannot be performed for a reason. */
	Decision withoutDelays(Reason reason) {
		return with((verdict) -> (verdict.injected() instanceof Effect.Delay) ? verdict.skipped(reason) : verdict,
				this.fault);
	}

	/** The fault that is to be injected, or {@code null}. */
	Effect.@Nullable Fault namedFault() {
		for (Verdict verdict : this.verdicts) {
			if (verdict.injected() instanceof Effect.Fault named) {
				return named;
			}
		}
		return null;
	}

	/** The same with the exception that it asks for, which is made now. */
	Decision withFault(FaultLocator faults) {
		Effect.Fault named = namedFault();
		if (named == null) {
			return this;
		}
		Throwable made = faults.locate(named.exceptionName()).create();
		return with((verdict) -> (made == null && verdict.injected() == named) ? verdict.withDefaultFault() : verdict,
				(made != null) ? made : FaultLocator.defaultFault());
	}

	/** The same, but ended by somebody some time after it began. */
	Decision haltedAfter(Duration elapsed) {
		Duration[] waited = { Duration.ZERO };
		return with((verdict) -> {
			Effect effect = verdict.injected();
			if (effect == null) {
				return verdict;
			}
			if (effect instanceof Effect.Delay delay) {
				waited[0] = waited[0].plus(delay.duration());
				return (waited[0].compareTo(elapsed) <= 0) ? verdict : verdict.skipped(Reason.HALTED);
			}
			return verdict.skipped(Reason.HALTED);
		}, null);
	}

	/** The same with other verdicts, which inject the same. */
	Decision with(UnaryOperator<Verdict> change) {
		return new Decision(this.method, this.path, this.principal, this.headerProblems,
				this.verdicts.stream().map(change).toList(), this.delay, this.fault);
	}

	private Decision with(UnaryOperator<Verdict> change, @Nullable Throwable fault) {
		List<Verdict> changed = this.verdicts.stream().map(change).toList();
		Duration delay = Duration.ZERO;
		for (Verdict verdict : changed) {
			if (verdict.injected() instanceof Effect.Delay remaining) {
				delay = delay.plus(remaining.duration());
			}
		}
		return new Decision(this.method, this.path, this.principal, this.headerProblems, changed, delay, fault);
	}

}
