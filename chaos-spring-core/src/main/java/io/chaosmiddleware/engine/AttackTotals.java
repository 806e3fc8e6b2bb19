package io.chaosmiddleware.engine;

import java.util.Map;

import io.chaosmiddleware.effect.EffectType;

/**
 * The totals of what was done since the start. Requests that carried no attack header and
 * that no configured attack hit are not counted.
 *
 * @param injected how often each effect was injected, in the order of the effect types
 * @param missed the number of actions that missed
 * @param refused the number of actions and whole headers that were refused
 * @param skipped the number of actions that were skipped
 */
public record AttackTotals(Map<EffectType, Long> injected, long missed, long refused, long skipped) {

}
