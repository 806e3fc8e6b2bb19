/**
 * Attacks, and the parser that reads and validates them or refuses them with reasons.
 */
@NullMarked
package io.chaosmiddleware.attack;

import org.jspecify.annotations.NullMarked;
