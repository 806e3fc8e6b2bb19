package io.chaosmiddleware.engine;

import java.util.Locale;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.attack.Effect;
import io.chaosmiddleware.attack.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What became of one action, and why: the answer to "why was I (not) hit?".
 *
 * @param action the action
 * @param kind what became of it
 * @param reason why, {@code null} if it was injected just as asked
 * @param attack the configured attack that it belongs to, {@code null} if it came by
 * header
 */
public record Verdict(Action action, Kind kind, @Nullable Reason reason, @Nullable ActiveAttack attack) {

	/**
	 * Return where the action came from.
	 * @return the source
	 */
	public AttackSource source() {
		return (this.attack != null) ? this.attack.source() : AttackSource.HEADER;
	}

	/**
	 * Return the effect, if it was injected.
	 * @return the effect, {@code null} unless injected
	 */
	public @Nullable Effect injected() {
		return (this.kind == Kind.INJECTED && this.action instanceof Action.Valid valid) ? valid.effect() : null;
	}

	Verdict of(ActiveAttack attack) {
		return new Verdict(this.action, this.kind, this.reason, attack);
	}

	Verdict skipped(Reason reason) {
		return new Verdict(this.action, Kind.SKIPPED, reason, this.attack);
	}

	/** The same if the exception that was asked for could not be made. */
	Verdict withDefaultFault() {
		return (this.reason != null) ? this
				: new Verdict(this.action, this.kind, Reason.FAULT_NOT_LOCATED, this.attack);
	}

	/**
	 * Return the verdict as an item of the result header (DESIGN.md §3, RFC 9651), made
	 * of stable codes only.
	 * @return the text, such as {@code delay;verdict=injected;seconds=2}
	 */
	@Override
	public String toString() {
		StringBuilder text = new StringBuilder(this.action.name()).append(";verdict=").append(this.kind);
		if (this.reason != null) {
			text.append(";reason=").append(this.reason);
		}
		if (injected() instanceof Effect.Delay delay) {
			text.append(";seconds=").append(delay.duration().toSeconds());
		}
		return text.toString();
	}

	/**
	 * What can become of an action.
	 */
	public enum Kind {

		/** It was performed. */
		INJECTED,

		/** It was not meant for this request, or the dice said no. */
		MISSED,

		/** Its content makes no sense. */
		REFUSED,

		/** It would have hit, but something stood in the way. */
		SKIPPED;

		private final String code = name().toLowerCase(Locale.ROOT);

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
