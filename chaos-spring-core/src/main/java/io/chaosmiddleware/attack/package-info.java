/**
 * What an attack is, and the only way to get a valid one: read, validate, refuse with
 * reasons.
 */
@NullMarked
package io.chaosmiddleware.attack;

import org.jspecify.annotations.NullMarked;
