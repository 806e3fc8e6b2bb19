/**
 * Attacks on incoming requests of Spring WebFlux.
 */
@NullMarked
package io.chaosmiddleware.spring.webflux;

import org.jspecify.annotations.NullMarked;
