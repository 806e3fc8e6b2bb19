package io.chaosmiddleware.conformance;

import java.util.List;

/**
 * What became of a request, as far as the original and we can be compared.
 *
 * @param effects in order: {@code delay 3}, and a last {@code fault default} or
 * {@code fault located}
 * @param source which list was walked: {@code header}, {@code loaded} or {@code none}
 * @param rolls how often the dice were rolled
 * @param untouched whether the request went on as if nothing had been there
 * @param warnings what was reported, in order
 */
record ConformanceOutcome(List<String> effects, String source, int rolls, boolean untouched, List<String> warnings) {

	boolean sameEffects(ConformanceOutcome other) {
		return this.effects.equals(other.effects) && this.source.equals(other.source) && this.rolls == other.rolls
				&& this.untouched == other.untouched;
	}

}
