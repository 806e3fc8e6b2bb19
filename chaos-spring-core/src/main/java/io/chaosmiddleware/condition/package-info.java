/**
 * Whom an action meets: one file for each condition, and the neutral view of a request
 * that conditions are asked of.
 */
@NullMarked
package io.chaosmiddleware.condition;

import org.jspecify.annotations.NullMarked;
