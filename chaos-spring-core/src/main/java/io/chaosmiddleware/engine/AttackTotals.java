package io.chaosmiddleware.engine;

/**
 * How often what was done since the start. Requests that no configured attack hit, and
 * that carried no attack header, are not counted.
 *
 * @param delays delays that were injected
 * @param faults faults that were injected
 * @param missed actions that missed
 * @param refused actions and whole headers that were refused
 * @param skipped actions that were skipped
 */
public record AttackTotals(long delays, long faults, long missed, long refused, long skipped) {

}
