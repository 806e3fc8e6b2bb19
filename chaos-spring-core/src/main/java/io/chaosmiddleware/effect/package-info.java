/**
 * The effects of actions, one file for each, and the few steps that effects consist of.
 * Adapters perform steps and reports show details, so neither of them needs to know the
 * effects.
 */
@NullMarked
package io.chaosmiddleware.effect;

import org.jspecify.annotations.NullMarked;
