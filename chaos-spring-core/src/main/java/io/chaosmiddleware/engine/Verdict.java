package io.chaosmiddleware.engine;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.effect.Effect;
import io.chaosmiddleware.effect.Phase;
import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one action, and why. Verdicts answer the question why a request was or
 * was not hit.
 *
 * @param action the action
 * @param kind what happened to the action
 * @param reason why it happened, {@code null} if the action was injected as requested
 * @param attack the configured attack that the action belongs to, {@code null} if it came
 * by header
 * @param details what was done, as numbers and texts by stable codes; for an action that
 * would hit, also what that depends on; empty if nothing was done
 */
public record Verdict(Action action, Kind kind, @Nullable Reason reason, @Nullable ActiveAttack attack,
		Map<String, Object> details) {

	/**
	 * Create a verdict.
	 * @param action the action
	 * @param kind what happened to the action
	 * @param reason why it happened
	 * @param attack the configured attack that the action belongs to
	 * @param details what was done, copied
	 */
	public Verdict {
		// unlike this, Map.copyOf does not keep the order of several details
		details = (details.size() <= 1) ? Map.copyOf(details)
				: Collections.unmodifiableMap(new LinkedHashMap<>(details));
	}

	/**
	 * Return where the action came from.
	 * @return the source
	 */
	public AttackSource source() {
		return (this.attack != null) ? this.attack.source() : AttackSource.HEADER;
	}

	/**
	 * Return the effect, if the action was injected.
	 * @return the effect, {@code null} unless injected
	 */
	public @Nullable Effect injected() {
		return (this.kind == Kind.INJECTED && this.action instanceof Action.Valid valid) ? valid.effect() : null;
	}

	/**
	 * Return when the action acts.
	 * @return the phase of the action
	 */
	public Phase phase() {
		return (this.action instanceof Action.Valid valid) ? valid.phase() : Phase.BEFORE;
	}

	Verdict of(ActiveAttack attack) {
		return new Verdict(this.action, this.kind, this.reason, attack, this.details);
	}

	Verdict skipped(Reason reason) {
		return new Verdict(this.action, Kind.SKIPPED, reason, this.attack, Map.of());
	}

	/**
	 * Return the same verdict with one more detail, and with the reason unless it already
	 * has one.
	 */
	Verdict with(String code, Object detail, @Nullable Reason reason) {
		Map<String, Object> more = new LinkedHashMap<>(this.details);
		more.put(code, detail);
		return new Verdict(this.action, this.kind, (this.reason != null) ? this.reason : reason, this.attack, more);
	}

	/**
	 * Return the same verdict, if the action was injected, with how long the request
	 * really waited.
	 */
	Verdict waited(Duration waited) {
		Effect effect = injected();
		if (effect == null || effect.pause().equals(waited) || !(this.action instanceof Action.Valid valid)) {
			return this;
		}
		Effect performed = effect.waited(waited);
		return new Verdict(valid.with(performed), this.kind, this.reason, this.attack, performed.details());
	}

	/**
	 * Return the verdict as it appears in the result header.
	 * @return the text, such as {@code delay;verdict=injected;seconds=2}
	 */
	@Override
	public String toString() {
		return ResultHeader.item(this);
	}

	/**
	 * What can happen to an action.
	 */
	public enum Kind {

		/** The action was performed. */
		INJECTED,

		/** The action targets other requests, or did not hit by chance. */
		MISSED,

		/** The action is not valid. */
		REFUSED,

		/** The action would have hit, but was prevented. */
		SKIPPED,

		/** The action would be performed unless chance prevents it. Explained only. */
		WOULD_HIT;

		private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

		/**
		 * Return the stable code.
		 * @return the code, such as {@code injected}
		 */
		public String code() {
			return this.code;
		}

		@Override
		public String toString() {
			return this.code;
		}

	}

}
