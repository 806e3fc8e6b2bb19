/**
 * What the adapters of incoming requests have in common: how an attacked request shows in
 * traces.
 */
@NullMarked
package io.chaosmiddleware.spring.incoming;

import org.jspecify.annotations.NullMarked;
