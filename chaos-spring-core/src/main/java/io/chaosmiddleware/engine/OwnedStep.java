package io.chaosmiddleware.engine;

import io.chaosmiddleware.effect.Step;

/**
 * A step of a phase of a performance.
 *
 * @param step the step
 * @param owner the index of the verdict that the step belongs to
 */
record OwnedStep(Step step, int owner) {

}
