/**
 * The conditions that decide which requests an action hits, one file for each, and the
 * neutral view of a request that they are evaluated against.
 */
@NullMarked
package io.chaosmiddleware.condition;

import org.jspecify.annotations.NullMarked;
