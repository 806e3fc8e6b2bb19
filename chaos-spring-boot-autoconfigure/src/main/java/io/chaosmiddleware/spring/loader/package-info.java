/**
 * Loads attacks repeatedly: the client of the Chaos API, and the schedule on which any
 * {@link io.chaosmiddleware.engine.AttackLoader} is called (decisions L1 to L11 in
 * docs/differences.md).
 */
@NullMarked
package io.chaosmiddleware.spring.loader;

import org.jspecify.annotations.NullMarked;
