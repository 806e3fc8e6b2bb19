/**
 * Which of the application's mappings the route of an action can hit: so that a misspelt
 * one is noticed.
 */
@NullMarked
package io.chaosmiddleware.spring.mappings;

import org.jspecify.annotations.NullMarked;
