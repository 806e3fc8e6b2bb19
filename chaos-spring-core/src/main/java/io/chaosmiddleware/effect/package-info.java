/**
 * What happens to a request: one file for each effect, and the few steps that effects are
 * made of. Adapters perform steps and reports print details, so that neither needs to
 * know an effect.
 */
@NullMarked
package io.chaosmiddleware.effect;

import org.jspecify.annotations.NullMarked;
