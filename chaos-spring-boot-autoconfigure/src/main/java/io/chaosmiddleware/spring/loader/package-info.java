/**
 * Loads attacks again and again: the client of the Chaos API, and the schedule of any
 * {@link io.chaosmiddleware.engine.AttackLoader} (decisions L1 to L11 in
 * docs/differences.md).
 */
@NullMarked
package io.chaosmiddleware.spring.loader;

import org.jspecify.annotations.NullMarked;
