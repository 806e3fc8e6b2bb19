package io.chaosmiddleware.spring.web;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

import io.chaosmiddleware.effect.Effect;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.engine.Decision;
import io.chaosmiddleware.engine.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The effects that are injected into a request and the attacks that inject them, as
 * traces and logs name them.
 *
 * @param effects the names of the effects, such as {@code delay,fault}
 * @param attacks the ids of the configured attacks, or {@code header}
 */
record InjectedEffects(String effects, String attacks) {

	static @Nullable InjectedEffects of(Decision decision) {
		return of(decision, (effect) -> true);
	}

	static @Nullable InjectedEffects pausesOf(Decision decision) {
		return of(decision, (effect) -> !effect.pause().isZero());
	}

	/**
	 * Return the names of the injected effects that meet a condition.
	 */
	static Set<String> names(Decision decision, Predicate<Effect> condition) {
		Set<String> effects = new LinkedHashSet<>();
		for (Verdict verdict : decision.verdicts()) {
			Effect effect = verdict.injected();
			if (effect != null && condition.test(effect)) {
				effects.add(effect.type().code());
			}
		}
		return effects;
	}

	private static @Nullable InjectedEffects of(Decision decision, Predicate<Effect> condition) {
		Set<String> effects = names(decision, condition);
		Set<String> attacks = new LinkedHashSet<>();
		for (Verdict verdict : decision.verdicts()) {
			Effect effect = verdict.injected();
			if (effect != null && condition.test(effect)) {
				attacks.add((verdict.attack() != null) ? verdict.attack().id() : AttackSource.HEADER.code());
			}
		}
		return effects.isEmpty() ? null : new InjectedEffects(String.join(",", effects), String.join(",", attacks));
	}

}
