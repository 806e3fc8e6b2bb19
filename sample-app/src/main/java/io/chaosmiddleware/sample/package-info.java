/**
 * A small web shop that people attack. It runs without any outside service, on Spring MVC
 * or on Spring WebFlux.
 */
package io.chaosmiddleware.sample;
