package io.chaosmiddleware.engine;

import java.util.Map;

import io.chaosmiddleware.effect.EffectType;

/**
 * How often what was done since the start. Requests that no configured attack hit, and
 * that carried no attack header, are not counted.
 *
 * @param injected how often each effect was injected, in the order of the register
 * @param missed actions that missed
 * @param refused actions and whole headers that were refused
 * @param skipped actions that were skipped
 */
public record AttackTotals(Map<EffectType, Long> injected, long missed, long refused, long skipped) {

}
